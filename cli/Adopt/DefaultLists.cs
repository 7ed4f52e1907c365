using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Profiles;

namespace ZeroTrust.Cli.Adopt;

/// <summary>Whether a list is the one that every profile starts with.</summary>
internal static class DefaultLists
{
    public static bool IsDefaultSplitTunnel(PropertyMap inputs) =>
        inputs.Get("mode") is not PropertyString { Value: "include" }
        && Entries(inputs, "routes", "address", "host").SetEquals(CloudflareDefaults.Exclude.Select(route => (route.Address ?? "", route.Description ?? "")));

    public static bool IsDefaultFallback(PropertyMap inputs) =>
        inputs.Get("domains") is PropertyArray domains
        && domains.All(domain => domain is PropertyMap { Count: 1 })
        && Entries(inputs, "domains", "suffix").SetEquals(CloudflareDefaults.FallbackDomains.Select(domain => (domain.Suffix ?? "", "")));

    private static HashSet<(string Key, string Description)> Entries(PropertyMap inputs, string list, params string[] keys) =>
        inputs.Get(list) is not PropertyArray entries
            ? []
            : [.. entries.OfType<PropertyMap>().Select(entry => (keys.Select(key => Text(entry, key)).FirstOrDefault(key => key.Length > 0) ?? "", Text(entry, "description")))];

    private static string Text(PropertyMap entry, string name) => entry.Get(name) is PropertyString text ? text.Value : "";
}
