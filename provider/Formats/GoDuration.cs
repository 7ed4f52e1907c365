using System.Globalization;
using System.Text;

namespace ZeroTrust.Provider.Formats;

/// <summary>Span of time in Go's notation: numbers with units, such as <c>1h30m</c> or <c>1.5s</c>.</summary>
internal readonly record struct GoDuration(long Nanoseconds)
{
    private static readonly (string Name, long Nanoseconds)[] Units =
    [
        ("h", 3_600_000_000_000),
        ("m", 60_000_000_000),
        ("s", 1_000_000_000),
        ("ms", 1_000_000),
        ("us", 1_000),
        ("ns", 1),
    ];

    /// <summary>The span, to the 100 nanoseconds that <see cref="TimeSpan"/> can hold.</summary>
    public TimeSpan Span => TimeSpan.FromTicks(Nanoseconds / TimeSpan.NanosecondsPerTick);

    /// <summary>Reads what Go reads, except for a sign: there is no negative span here.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out GoDuration duration)
    {
        duration = default;
        if (text is "0")
        {
            return true;
        }

        var total = 0m;
        var rest = text;
        while (!rest.IsEmpty)
        {
            var number = rest[..LengthOf(rest, isNumber: true)];
            rest = rest[number.Length..];
            var unit = rest[..LengthOf(rest, isNumber: false)];
            rest = rest[unit.Length..];
            if (
                Nanos(unit) is not { } nanos
                || !decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
                || value > (decimal)long.MaxValue / nanos
            )
            {
                return false;
            }

            total += decimal.Truncate(value * nanos);
            if (total > long.MaxValue)
            {
                return false;
            }
        }

        duration = new((long)total);
        return !text.IsEmpty;
    }

    /// <summary>The first unit in the text that Go does not know, or null.</summary>
    public static string? UnknownUnit(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            text = text[LengthOf(text, isNumber: true)..];
            var unit = text[..LengthOf(text, isNumber: false)];
            if (!unit.IsEmpty && Nanos(unit) is null)
            {
                return unit.ToString();
            }

            text = text[unit.Length..];
        }

        return null;
    }

    /// <summary>Largest units first, zeros left out: <c>1h30m</c>.</summary>
    public override string ToString()
    {
        if (Nanoseconds == 0)
        {
            return "0s";
        }

        var text = new StringBuilder();
        var rest = Nanoseconds;
        foreach (var (name, nanoseconds) in Units)
        {
            (var count, rest) = Math.DivRem(rest, nanoseconds);
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{name}");
            }
        }

        return text.ToString();
    }

    private static long? Nanos(ReadOnlySpan<char> unit)
    {
        // The micro sign and the Greek letter look the same.
        if (unit is "µs" or "μs")
        {
            unit = "us";
        }

        foreach (var (name, nanoseconds) in Units)
        {
            if (unit.SequenceEqual(name))
            {
                return nanoseconds;
            }
        }

        return null;
    }

    private static int LengthOf(ReadOnlySpan<char> text, bool isNumber)
    {
        var length = 0;
        while (length < text.Length && (char.IsAsciiDigit(text[length]) || text[length] == '.') == isNumber)
        {
            length++;
        }

        return length;
    }
}
