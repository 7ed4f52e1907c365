using System.Text.RegularExpressions;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Selects the resources that a run may change.</summary>
internal sealed class UrnTargets
{
    private readonly IReadOnlyList<Regex> _regexes;
    private readonly IReadOnlyList<string> _patterns;

    public UrnTargets(IReadOnlyList<string> patterns)
    {
        _patterns = patterns;
        _regexes =
        [
            .. patterns.Select(pattern => new Regex(
                "^"
                    + Regex
                        .Escape(pattern)
                        .Replace(@"\*\*", ".*", StringComparison.Ordinal)
                        .Replace(@"\*", "[^:]*", StringComparison.Ordinal)
                    + "$"
            )),
        ];
    }

    public static UrnTargets All { get; } = new([]);

    /// <summary>Whether only some resources are selected.</summary>
    public bool AreLimited => _regexes.Count > 0;

    public bool Contain(Urn urn) => !AreLimited || _regexes.Any(regex => regex.IsMatch(urn.Value));

    /// <summary>The patterns that match none of the URNs.</summary>
    public IEnumerable<string> Unmatched(IReadOnlyCollection<Urn> urns) =>
        _patterns.Where((_, index) => !urns.Any(urn => _regexes[index].IsMatch(urn.Value)));
}
