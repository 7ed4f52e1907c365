using System.Buffers.Text;
using System.Globalization;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Formats;

/// <summary>Base64 of at least 32 bytes. A secret: no message shows any of it.</summary>
internal sealed class TunnelSecretFormat : IStringFormat
{
    private const int MinBytes = 32;
    private const string WhatToWrite = "encode at least 32 random bytes, for example with 'openssl rand -base64 32'.";

    public string Rule => "base64 of at least 32 bytes";

    public bool HidesValue => true;

    public IReadOnlyList<string> Examples { get; } = [Convert.ToBase64String(new byte[MinBytes])];

    public FormatCheck Check(string text)
    {
        // Base64.IsValid skips white space, the API need not.
        if (text.Any(char.IsWhiteSpace))
        {
            return FormatCheck.Invalid("The secret has spaces or line breaks; write its base64 on one line without them.");
        }

        if (text.AsSpan().ContainsAny('-', '_'))
        {
            return FormatCheck.Invalid("The secret is in the URL-safe alphabet; write standard base64 with '+' and '/'.");
        }

        if (!Base64.IsValid(text, out var bytes))
        {
            var padding = new string('=', (4 - (text.Length % 4)) % 4);
            return FormatCheck.Invalid(
                Base64.IsValid(text + padding)
                    ? "The secret lacks the padding of base64; add the '=' at its end."
                    : $"The secret is not base64; {WhatToWrite}"
            );
        }

        return bytes < MinBytes
            ? FormatCheck.Invalid(string.Create(CultureInfo.InvariantCulture, $"The secret holds {bytes} bytes; {WhatToWrite}"))
            : FormatCheck.Valid;
    }

    public string Canonical(string text) => text;
}
