using System.Globalization;
using ZeroTrust.Network.Checks;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Lists;

/// <summary>Rules of the properties by which a list keeps Cloudflare's default entries.</summary>
internal static class DefaultRules
{
    private const string Include = "includeDefaults";
    private const string Except = "exceptDefaults";

    /// <summary>The properties that together determine the content of a list.</summary>
    /// <param name="entries">The one with the program's own entries.</param>
    public static string[] Properties(string entries) => [entries, Include, Except];

    /// <param name="entries">The property with the program's own entries.</param>
    /// <param name="own">The program's own entries.</param>
    public static IEnumerable<Problem> Check<T>(
        DefaultEntries<T> defaults,
        bool? include,
        IReadOnlyList<string>? except,
        string entries,
        IReadOnlyList<T> own
    )
        where T : class
    {
        var kept = defaults.Kept(include, null, except, own).Count;
        if (own.Count <= ListLengthChecks.MaxEntries && own.Count + kept > ListLengthChecks.MaxEntries)
        {
            yield return new(
                InputProblems.WrongCount,
                entries,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"has {own.Count + kept:N0} entries with the {kept} that includeDefaults keeps; "
                        + $"at most {ListLengthChecks.MaxEntries:N0} are allowed."
                )
            );
        }

        if (except is not { Count: > 0 })
        {
            yield break;
        }

        if (include is not true)
        {
            yield return new(
                Problems.ExceptWithoutDefaults,
                Except,
                "has no effect without includeDefaults; set includeDefaults to true, or remove it."
            );
        }

        foreach (var (index, name) in except.Index().Where(entry => !defaults.IsPublished(entry.Item)))
        {
            yield return new(Problems.NotADefault, $"{Except}[{index}]", $"'{name}' is not in the list that Cloudflare publishes.");
        }
    }
}
