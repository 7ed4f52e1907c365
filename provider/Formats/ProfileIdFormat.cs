using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>
/// Id of a device profile: its UUID or <c>default</c>, alone or behind <c>accountId/</c>. An account id alone is its default profile.
/// </summary>
internal sealed class ProfileIdFormat : IStringFormat
{
    public bool IsId => true;

    private const string Default = "default";

    public string Rule => "the id of a device profile: its UUID, 'default', or the id of a profile resource";

    public IReadOnlyList<string> Examples { get; } = ["default", "00000000-0000-4000-8000-000000000001"];

    public FormatCheck Check(string text) =>
        Parse(text) is not null
            ? FormatCheck.Valid
            : FormatCheck.Invalid(
                $"{Quoted.Of(text)} is not the id of a device profile; write its UUID, 'default', or the id of a profile resource."
            );

    public string Canonical(string text) => Parse(text) ?? text;

    /// <summary>The canonical id of the profile that a resource or a function names; the default profile if it names none.</summary>
    public static string Of(string? id) => id is null ? Default : Parse(id) ?? id;

    private static string? Parse(string text)
    {
        var id = Ids.WithoutAccount(text);
        if (Ids.IsUuid(id))
        {
            return id.ToLowerInvariant();
        }

        return id.Equals(Default, StringComparison.OrdinalIgnoreCase) || Ids.IsCloudflareId(text) ? Default : null;
    }
}
