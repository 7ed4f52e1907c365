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
    private readonly Dictionary<string, (string Account, NetworkPart[] Parts)> _byUrn = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Subject), HashSet<string>> _urnsBySubject = [];

    /// <summary>
    /// Records what a resource declares, in place of its earlier declaration, and returns its conflicts with other resources.
    /// </summary>
    public IReadOnlyList<Problem> Declare(DeclaredResource resource)
    {
        lock (_gate)
        {
            if (_byUrn.Remove(resource.Urn, out var before))
            {
                foreach (var subject in before.Parts.SelectMany(SubjectsOf))
                {
                    _urnsBySubject[(before.Account, subject)].Remove(resource.Urn);
                }
            }

            if (resource.Scope is not { } account)
            {
                return [];
            }

            NetworkPart[] parts = [.. NetworkParts.Of(resource)];
            _byUrn[resource.Urn] = (account, parts);
            foreach (var subject in parts.SelectMany(SubjectsOf))
            {
                if (!_urnsBySubject.TryGetValue((account, subject), out var urns))
                {
                    _urnsBySubject[(account, subject)] = urns = new(StringComparer.Ordinal);
                }

                urns.Add(resource.Urn);
            }

            var others = parts
                .SelectMany(SubjectsOf)
                .SelectMany(subject => _urnsBySubject[(account, subject)])
                .Where(urn => urn != resource.Urn)
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .SelectMany(urn => _byUrn[urn].Parts)
                .ToArray();
            return others.Length == 0 ? [] : [.. ProfileConflicts.Between(parts, others), .. ConnectorConflicts.Between(parts, others)];
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
}
