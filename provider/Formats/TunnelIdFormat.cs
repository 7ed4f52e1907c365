using ZeroTrust.Provider.Kernel;
using ZeroTrust.Texts;

namespace ZeroTrust.Provider.Formats;

/// <summary>Id of a tunnel: its UUID, alone or behind <c>accountId/</c>.</summary>
internal sealed class TunnelIdFormat : IStringFormat
{
    public bool IsId => true;

    public IReadOnlyList<string> Examples { get; } = ["00000000-0000-4000-8000-000000000001"];

    public FormatCheck Check(string text) =>
        Ids.IsUuid(Ids.WithoutAccount(text))
            ? FormatCheck.Fine
            : FormatCheck.Wrong($"{Quoted.Of(text)} is not the id of a tunnel; write its UUID or the id of a tunnel resource.");

    public string Canonical(string text)
    {
        var id = Ids.WithoutAccount(text);
        return Ids.IsUuid(id) ? id.ToLowerInvariant() : text;
    }
}
