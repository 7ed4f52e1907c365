namespace ZeroTrust.Provider.Kernel;

/// <summary>Something that only one resource of a program may have: a list, an entry, a precedence.</summary>
/// <param name="On">What it is; the same text for everybody who claims it.</param>
/// <param name="Kind">The problem when two resources claim it.</param>
/// <param name="Path">The property that makes the claim.</param>
/// <param name="Doing">What the resource does, to complete "A and B both …".</param>
internal sealed record Claim(string On, ProblemKind Kind, string Path, string Doing)
{
    /// <summary>Whether only a part is claimed: parts go along with each other, but not with the whole.</summary>
    public bool IsPart { get; init; }

    /// <summary>Other properties the claim rests on: while one of them is unknown, there is none.</summary>
    public IReadOnlyList<string> Involves { get; init; } = [];
}

/// <summary>For resources that claim something.</summary>
internal interface IClaimant<TArgs, TState>
{
    /// <summary>What these inputs claim.</summary>
    /// <param name="account">The account they are in.</param>
    /// <param name="state">The object, when it exists already.</param>
    IEnumerable<Claim> Claims(TArgs args, TState? state, string account);
}

/// <summary>What the resources of the program claim, as far as this process has seen them.</summary>
internal sealed class ProgramClaims
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyList<Claim>> _byUrn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _urnsByClaim = new(StringComparer.Ordinal);

    /// <summary>Whether the program has the resource, as far as this process has seen. A refresh looks at resources that the program may have dropped.</summary>
    public bool Knows(string urn)
    {
        lock (_gate)
        {
            return _byUrn.ContainsKey(urn);
        }
    }

    /// <summary>Takes down what a resource claims, instead of what it claimed before; returns the conflicts with others.</summary>
    public IReadOnlyList<Problem> Register(string urn, IReadOnlyList<Claim> claims)
    {
        lock (_gate)
        {
            foreach (var old in _byUrn.GetValueOrDefault(urn) ?? [])
            {
                _urnsByClaim[old.On].Remove(urn);
            }

            _byUrn[urn] = claims;
            var problems = claims.Select(claim => Conflict(urn, claim)).OfType<Problem>().ToArray();
            foreach (var claim in claims)
            {
                if (!_urnsByClaim.TryGetValue(claim.On, out var urns))
                {
                    _urnsByClaim[claim.On] = urns = new(StringComparer.Ordinal);
                }

                urns.Add(urn);
            }

            return problems;
        }
    }

    private Problem? Conflict(string urn, Claim claim)
    {
        var other = (_urnsByClaim.GetValueOrDefault(claim.On) ?? [])
            .Where(candidate => candidate != urn && _byUrn[candidate].Any(theirs => theirs.On == claim.On && !(theirs.IsPart && claim.IsPart)))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        return other is null ? null : new(claim.Kind, claim.Path, $"{UrnText.Describe(urn)} and {UrnText.Describe(other)} both {claim.Doing}. {claim.Kind.Remedy}");
    }
}
