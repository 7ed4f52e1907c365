using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>Rules of the properties by which a list keeps Cloudflare's default entries.</summary>
internal static class DefaultRules
{
    private const string Include = "includeDefaults";
    private const string Except = "exceptDefaults";

    /// <summary>The properties that together say what is in a list.</summary>
    /// <param name="entries">The one with the program's own entries.</param>
    public static string[] Properties(string entries) => [entries, Include, Except];

    public static IEnumerable<Problem> Check<T>(DefaultEntries<T> defaults, bool? include, IReadOnlyList<string>? except)
        where T : class
    {
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
