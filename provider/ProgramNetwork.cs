using ZeroTrust.Network;
using ZeroTrust.Network.Checks;
using ZeroTrust.Provider.Connectors;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Profiles;

namespace ZeroTrust.Provider;

/// <summary>
/// The network that the program declares, built up as the engine sends its resources. Conflicts that Cloudflare would refuse are reported
/// at once; warnings depend on the whole program and are reported after it has run.
/// </summary>
/// <param name="account">Parts from the provider's configuration.</param>
internal sealed class ProgramNetwork(IEnumerable<NetworkPart> account)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Declaration> _byUrn = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Subject), List<Declaration>> _bySubject = [];

    /// <summary>
    /// Records what a resource declares, in place of its earlier declaration, and returns its conflicts with other resources.
    /// </summary>
    public IReadOnlyList<Problem> Declare(DeclaredResource resource)
    {
        NetworkPart[] parts = resource.Scope is null ? [] : [.. DeclaredParts.Of(resource)];
        lock (_gate)
        {
            if (_byUrn.Remove(resource.Urn, out var before))
            {
                foreach (var subject in before.Subjects)
                {
                    _bySubject[subject].Remove(before);
                }
            }

            if (resource.Scope is not { } account)
            {
                return [];
            }

            var declared = new Declaration(resource.Urn, account, parts);
            var others = declared.Subjects.SelectMany(subject => _bySubject.GetValueOrDefault(subject) ?? []).ToHashSet();
            _byUrn[resource.Urn] = declared;
            foreach (var subject in declared.Subjects)
            {
                if (!_bySubject.TryGetValue(subject, out var about))
                {
                    _bySubject[subject] = about = new(1);
                }

                about.Add(declared);
            }

            return others.Count == 0 ? [] : Conflicts(parts, others);
        }
    }

    /// <summary>Warnings about the whole program, each with the resource to report it at.</summary>
    public IReadOnlyList<(string Urn, Problem Problem)> Warnings()
    {
        lock (_gate)
        {
            return
            [
                .. from described in _byUrn.Values
                group described.Parts by described.Account into declared
                from finding in NetworkChecks.Run(NetworkBuilder.Build(declared.SelectMany(parts => parts).Concat(account)))
                select (finding.At.Key, new Problem(KindOf(finding.Kind), finding.Path, finding.Message)),
            ];
        }
    }

    /// <summary>The code under which a finding is reported.</summary>
    public static ProblemKind KindOf(FindingKind kind) =>
        kind switch
        {
            FindingKind.RouteShutOut => Problems.RouteShutOut,
            FindingKind.RoutePartlyShutOut => Problems.RoutePartlyShutOut,
            FindingKind.RoutesShutOutByOne => Problems.RoutesShutOutByOne,
            FindingKind.RoutesPartlyShutOutByOne => Problems.RoutesPartlyShutOutByOne,
            FindingKind.HostShutOut => Problems.HostShutOut,
            FindingKind.MeshShutOut => Problems.MeshShutOut,
            FindingKind.NoEffect => Problems.NoEffect,
            FindingKind.ConnectorProtocol => Problems.ConnectorProtocol,
            FindingKind.ConnectorMode => Problems.ConnectorMode,
            FindingKind.NeverApplies => Problems.NeverApplies,
            FindingKind.NoResolver => Problems.NoResolver,
            FindingKind.ResolverOutside => Problems.ResolverOutside,
            FindingKind.ResolverInOtherNetwork => Problems.ResolverInOtherNetwork,
            FindingKind.DirectAddress => Problems.ClientAddress,
            FindingKind.ListsTooLong => Problems.ListsTooLong,
            FindingKind.UnknownNetwork => Problems.UnknownNetwork,
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This finding has no code; please report this."),
        };

    private static IReadOnlyList<Problem> Conflicts(NetworkPart[] own, IEnumerable<Declaration> declarations)
    {
        NetworkPart[] others = [.. declarations.OrderBy(other => other.Urn, StringComparer.Ordinal).SelectMany(other => other.Parts)];
        return [.. ProfileConflicts.Between(own, others), .. ConnectorConflicts.Between(own, others)];
    }

    // The keys of a part's profile or tunnel: each is known by its ID and by its URN.
    private static IEnumerable<string> SubjectsOf(NetworkPart part) =>
        part switch
        {
            ProfilePart profile => ((string?[])[profile.Id, profile.Origin.Key]).OfType<string>(),
            SplitTunnelPart { Profile: { } profile } => [profile],
            FallbackDomainsPart { Profile: { } profile } => [profile],
            ConnectorPart connector => ((string?[])[connector.Id, connector.Origin.Key]).OfType<string>(),
            HighAvailabilityPart { Tunnel: { } tunnel } => [tunnel],
            _ => [],
        };

    private sealed class Declaration(string urn, string account, NetworkPart[] parts)
    {
        public string Urn => urn;

        public string Account => account;

        public NetworkPart[] Parts => parts;

        /// <summary>The profiles and tunnels that the parts are about.</summary>
        public (string Account, string Subject)[] Subjects { get; } =
        [.. parts.SelectMany(SubjectsOf).Distinct(StringComparer.Ordinal).Select(subject => (account, subject))];
    }
}
