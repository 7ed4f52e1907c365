using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Formats;

internal static class NamedFormats
{
    private static readonly Dictionary<IStringFormat, StringFormat> Names = Enum.GetValues<StringFormat>().ToDictionary(StringFormats.Of);

    /// <summary>The format of a string by name, or null.</summary>
    public static StringFormat? NamedFormat(this ValueSpec spec) => spec.Format is { } format ? Names[format] : null;
}
