using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Shared;

/// <summary>Existing objects in the place of one that a resource creates.</summary>
internal static class Adoption
{
    /// <summary>An object cannot get a value that has to be unique, because another object has it.</summary>
    /// <param name="refusal">Why Cloudflare refused it.</param>
    /// <param name="what">The property, such as <c>name</c>.</param>
    public static RefusedException TakenFromAnother(string refusal, string what) =>
        new(
            $"{refusal} Choose another {what}. If the program changes or removes the object that has it: "
                + "do that in an update before this one."
        );

    /// <summary>What the user can do about such an object, depending on whose it is.</summary>
    /// <param name="otherwise">What is left to do when it belongs to somebody else.</param>
    /// <param name="more">A case that only this kind of object has, as a sentence with a space after it.</param>
    /// <param name="adoptable">Whether the provider adopts one that is exactly as declared when the user allows it.</param>
    public static string WaysOut(this Operation operation, ResourceId id, string otherwise, string more = "", bool adoptable = true)
    {
        const string Option = "set the resource option deleteBeforeReplace to true";
        if (operation.Program.IsRecorded(operation.Urn, id.ToString()))
        {
            return $"It is this resource's own, which is being replaced: {Option}, so that the old one is deleted first.";
        }

        var interrupted = adoptable
            ? "If an interrupted run created it: run pulumi up once with ZEROTRUST_ADOPT_EXISTING=true (or zerotrust:adoptExisting), "
                + "which adopts what is exactly as declared. "
            : "";
        return $"If it is this resource's own, which is being replaced: {Option}. "
            + "If the resource was renamed: add its old name to the resource option aliases. "
            + more
            + interrupted
            + $"If nobody manages it yet: pulumi import {operation.Urn.Split("::", 4)[2].Split('$')[^1]} {operation.Name} {id}. "
            + $"Otherwise {otherwise}.";
    }
}
