using System.Globalization;
using ZeroTrust.Syntax;

namespace ZeroTrust.Network;

/// <summary>Formats lists in sentences.</summary>
internal static class Sentence
{
    private const int MaxNamed = 3;

    /// <summary>"a, b and c"; for many items, "a, b, c and 5 more".</summary>
    public static string List<T>(IReadOnlyCollection<T> items)
    {
        string[] named = [.. items.Take(items.Count > MaxNamed + 1 ? MaxNamed : items.Count).Select(item => item?.ToString() ?? "")];
        return named.Length < items.Count
                ? string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", named)} and {items.Count - named.Length} more")
            : named.Length < 2 ? string.Concat(named)
            : $"{string.Join(", ", named[..^1])} and {named[^1]}";
    }

    /// <summary>The addresses as prefixes.</summary>
    public static string Of(CidrSet addresses) => List(addresses.Prefixes);
}
