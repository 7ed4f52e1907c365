using static ZeroTrust.Provider.Tests.Formats.FormatTable;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class TunnelSecretFormatTests
{
    private const string Secret = "AQIDBAUGBwgBAgMEBQYHCAECAwQFBgcIAQIDBAUGBwg=";

    private static readonly TunnelSecretFormat Format = new();

    private static readonly TestCaseData[] Mistakes =
    [
        Row(
            "too short",
            "c2hvcnQ=",
            "The secret holds 5 bytes; encode at least 32 random bytes, for example with 'openssl rand -base64 32'."
        ),
        Row(
            "31 bytes",
            Convert.ToBase64String(new byte[31]),
            "The secret holds 31 bytes; encode at least 32 random bytes, for example with 'openssl rand -base64 32'."
        ),
        Row(
            "no base64",
            "correct!horse!battery!staple!correct!horse",
            "The secret is not base64; encode at least 32 random bytes, for example with 'openssl rand -base64 32'."
        ),
        Row("no padding", Secret.TrimEnd('='), "The secret lacks the padding of base64; add the '=' at its end."),
        Row("URL-safe alphabet", "_-" + Secret[2..], "The secret is in the URL-safe alphabet; write standard base64 with '+' and '/'."),
        Row("line break", Secret + "\n", "The secret has spaces or line breaks; write its base64 on one line without them."),
    ];

    [Test]
    public void Base64_of_32_bytes_is_valid() => AssertEqualSpelling(Format, Secret, Secret);

    [TestCaseSource(nameof(Mistakes))]
    public void An_error_does_not_show_the_secret(string text, string error)
    {
        AssertWrong(Format, text, error);
        Assert.That(error, Does.Not.Contain(text.Trim()));
    }
}
