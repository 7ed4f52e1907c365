using System.Text.RegularExpressions;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Which resources a run may touch.</summary>
internal sealed class UrnTargets
{
    private readonly IReadOnlyList<Regex> _patterns;
    private readonly IReadOnlyList<string> _texts;

    public UrnTargets(IReadOnlyList<string> texts)
    {
        _texts = texts;
        _patterns =
        [
            .. texts.Select(text => new Regex(
                "^"
                    + Regex.Escape(text).Replace(@"\*\*", ".*", StringComparison.Ordinal).Replace(@"\*", "[^:]*", StringComparison.Ordinal)
                    + "$"
            )),
        ];
    }

    public static UrnTargets All { get; } = new([]);

    /// <summary>Whether some resources are left out.</summary>
    public bool AreLimited => _patterns.Count > 0;

    public bool Contain(Urn urn) => !AreLimited || _patterns.Any(pattern => pattern.IsMatch(urn.Value));

    /// <summary>The targets that match none of the URNs.</summary>
    public IEnumerable<string> Unmatched(IReadOnlyCollection<Urn> urns) =>
        _texts.Where((_, index) => !urns.Any(urn => _patterns[index].IsMatch(urn.Value)));
}
