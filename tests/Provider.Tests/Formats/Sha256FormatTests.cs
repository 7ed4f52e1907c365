using static ZeroTrust.Provider.Tests.Formats.FormatTable;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class Sha256FormatTests
{
    private const string Fingerprint = "b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c";

    private static readonly Sha256Format Format = new();

    private static readonly string WithColons = string.Join(':', Fingerprint.ToUpperInvariant().Chunk(2).Select(pair => new string(pair)));

    private static readonly TestCaseData[] Mistakes =
    [
        Row("far too short", "DD4F", "'DD4F' is not a SHA-256 fingerprint: it has 4 hexadecimal digits; write 64 hexadecimal digits."),
        Row(
            "one digit missing",
            Fingerprint[1..],
            $"'{Fingerprint[1..]}' is not a SHA-256 fingerprint: it has 63 hexadecimal digits; write 64 hexadecimal digits."
        ),
        Row(
            "another character",
            $"g{Fingerprint[1..]}",
            $"'g{Fingerprint[1..]}' is not a SHA-256 fingerprint: 'g' at position 1 is not a hexadecimal digit; write 64 hexadecimal "
                + "digits."
        ),
        Row(
            "colons, as openssl prints them",
            WithColons,
            $"'{WithColons}' has colons or spaces; write '{Fingerprint.ToUpperInvariant()}'."
        ),
    ];

    [TestCase(Fingerprint)]
    [TestCase("B5BB9D8014A0F9B1D61E21E796D78DCCDF1352F23CD32812F4850B878AE4944C")]
    public void Case_is_insignificant(string text) => AssertEqualSpelling(Format, text, Fingerprint);

    [TestCaseSource(nameof(Mistakes))]
    public void An_error_includes_the_correction(string text, string error) => AssertWrong(Format, text, error);
}
