using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Shared;

/// <summary>Objects that exist although a resource is to create them, or to take their place.</summary>
internal static class Adoption
{
    /// <summary>An object cannot get what only one object may have, since another has it.</summary>
    /// <param name="refusal">Why Cloudflare refused it.</param>
    /// <param name="what">What that is, such as <c>name</c>.</param>
    public static RefusedException TakenFromAnother(string refusal, string what) =>
        new(
            $"{refusal} Choose another {what}. If the program changes or removes the object that has it: "
                + "do that in an update before this one."
        );

    /// <summary>What the user can do about such an object.</summary>
    public static string WaysToManage(this Operation operation, ResourceId id) =>
        operation.Program.IsReplaced(operation.Urn, id.ToString())
            ? "let the old one go first, which is this resource's own and is being replaced: "
                + "take deleteBeforeReplace: false out of its options."
            : $"To manage the one that exists: pulumi import {operation.Urn.Split("::", 4)[2].Split('$')[^1]} {operation.Name} {id}. "
                + "If the program has renamed this resource: set the resource option aliases to its old name. "
                + "If an interrupted run has created it: run pulumi up once with "
                + "ZEROTRUST_ADOPT_EXISTING=true (or zerotrust:adoptExisting), which adopts what is exactly as declared. "
                + "If it is this resource's own, which is being replaced: "
                + "set the resource option deleteBeforeReplace to true.";
}
