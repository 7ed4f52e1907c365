using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Shared;

/// <summary>
/// A property that counts only when the resource is deleted. Cloudflare knows nothing of it, so an import reads none: the value that
/// the program sets is recorded without a change. All other objects have one in their inputs, at least the default.
/// </summary>
internal static class DeletionChoice
{
    public static IEnumerable<string> WithoutEffect(IReadOnlyList<Change> changes, string property = "onDelete") =>
        changes.Any(change => change.TopLevel == property && !change.FromInputs) ? [property] : [];
}
