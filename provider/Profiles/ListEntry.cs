using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>
/// What single entries of lists have in common: an entry is a membership, which its creation ensures and its deletion ends.
/// </summary>
internal static class ListEntry
{
    /// <summary>
    /// Whether an entry that exists has the description that the program asks for; one that the program leaves unset may be anything.
    /// </summary>
    public static bool Agrees(string? wanted, string? existing) => string.IsNullOrEmpty(wanted) || wanted == existing;

    /// <summary>An entry that exists, but is not as declared.</summary>
    public static RefusedException Refuse(string reason, ResourceId id, Operation operation) =>
        new($"{reason} {operation.WaysToManage(id)}");

    /// <summary>Says that an entry was there before its creation.</summary>
    public static void NoteExisting(string key, Operation operation) =>
        operation.Log(Severity.Info, $"'{key}' was in the list already, as declared; this resource manages it from now on.");

    /// <summary>
    /// Whether an entry that is deleted stays in its list, because another resource of the program has the list or the entry.
    /// </summary>
    public static bool IsLeft(ExclusiveUse list, string key, Operation operation)
    {
        if (
            (operation.Program.UserOf(list.Of) ?? operation.Program.UserOf($"{list.Of}/{key}")) is not { } owner
            || owner.Urn == operation.Urn
        )
        {
            return false;
        }

        operation.Log(Severity.Info, $"'{key}' was left to {owner.Description}.");
        return true;
    }
}
