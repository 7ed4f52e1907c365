using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider.Formats;

/// <summary>UUID; case carries no meaning.</summary>
internal sealed class UuidFormat : IStringFormat
{
    public bool IsId => true;

    public string Rule => "a UUID";

    public IReadOnlyList<string> Examples { get; } = ["00000000-0000-4000-8000-000000000001"];

    public FormatCheck Check(string text)
    {
        if (Ids.IsUuid(text))
        {
            return FormatCheck.Valid;
        }

        return FormatCheck.Invalid(
            Ids.MeantUuid(text) is { } meant
                ? $"{Quoted.Of(text)} is not a UUID as the API writes it; write '{meant}'."
                : $"{Quoted.Of(text)} is not a UUID; write one such as 'f174e90a-fafe-4643-bbbc-4a0ed4fc8415'."
        );
    }

    public string Canonical(string text) => Ids.IsUuid(text) ? text.ToLowerInvariant() : text;
}
