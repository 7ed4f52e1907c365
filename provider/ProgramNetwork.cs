using ZeroTrust.Network;
using ZeroTrust.Network.Checks;
using ZeroTrust.Provider.Connectors;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Profiles;

namespace ZeroTrust.Provider;

/// <summary>
/// The network that the program of this run describes, as far as the engine has shown it. What Cloudflare would refuse is refused at once;
/// what is only
/// doubtful depends on the whole program, and is found when it has run.
/// </summary>
internal sealed class ProgramNetwork
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Account, NetworkPart[] Parts)> _byUrn = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Subject), HashSet<string>> _urnsBySubject = [];

    /// <summary>
    /// Notes down what a resource describes, instead of what it described before; returns what does not go together with others.
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

            if (resource.Account is not { } account)
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

    /// <summary>What is doubtful in the whole program, and the resource to report it at.</summary>
    public IReadOnlyList<(string Urn, Problem Problem)> Doubts()
    {
        lock (_gate)
        {
            return
            [
                .. from described in _byUrn.Values
                group described.Parts by described.Account into account
                from finding in NetworkChecks.Run(NetworkBuilder.Build(account.SelectMany(parts => parts)))
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

    // The names of the profile or tunnel that a part is about: it has its id and its URN.
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
