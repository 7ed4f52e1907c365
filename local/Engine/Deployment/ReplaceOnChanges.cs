using ZeroTrust.Engine.Plugins;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Turns changes into replacements as <c>replaceOnChanges</c> requires.</summary>
internal static class ReplaceOnChanges
{
    private const string InitErrorKey = "#initerror";

    public static DiffResult Apply(DiffResult diff, IReadOnlyList<string> paths, bool hasInitErrors)
    {
        if (paths.Count == 0 || (!diff.Changed && !hasInitErrors))
        {
            return diff;
        }
        var wanted = paths.Select(PropertyPath.Parse).ToList();
        bool IsWanted(string path) => PropertyPath.TryParse(path, out var parsed) && wanted.Any(candidate => candidate.Contains(parsed));

        var keys = diff.ReplaceKeys.Union(diff.ChangedKeys.Where(IsWanted)).ToList();
        if (hasInitErrors && IsWanted(InitErrorKey))
        {
            keys.Add(InitErrorKey);
        }
        return diff with
        {
            Changed = diff.Changed || keys.Contains(InitErrorKey),
            ReplaceKeys = keys,
            Details = diff.Details?.ToDictionary(pair => pair.Key, pair => IsWanted(pair.Key) ? pair.Value.AsReplacing() : pair.Value),
        };
    }
}
