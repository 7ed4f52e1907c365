using ZeroTrust.Matching;
using ZeroTrust.Network;
using ZeroTrust.Syntax;

namespace ZeroTrust.Cli.Explain;

/// <summary>What a device gets, as far as the known facts determine it.</summary>
internal sealed class DevicePolicy(NetworkModel model, DeviceContext device)
{
    public ProfileChoice Choice { get; } = model.Choose(device);

    /// <summary>The name of its profile; null if undetermined.</summary>
    public string? Profile => Choice.Profile?.Name;

    /// <summary>The names of the profiles that it may get, in order of precedence.</summary>
    public IReadOnlyList<string> Candidates => [.. Choice.Candidates.Select(profile => profile.Name)];

    /// <summary>Whether traffic to an address or name goes through the tunnel; null if undetermined.</summary>
    public bool? InTunnel(string target)
    {
        var ways = Choice
            .Candidates.Select(profile =>
                IpAddress.TryParse(target, out var address)
                    ? model.Trace(profile, address).Decision.InTunnel
                    : model.Trace(profile, target).InTunnel
            )
            .Distinct()
            .ToArray();
        return ways is [var only] ? only : null;
    }

    /// <summary>The possible resolvers of a name: <c>gateway</c>, <c>device</c>, or addresses.</summary>
    public IReadOnlyList<string> Resolvers(string name) =>
        [.. Choice.Candidates.Select(profile => Explanation.ResolverOf(model.Trace(profile, name))).Distinct(StringComparer.Ordinal)];

    /// <summary>Explains the profile, and the path to each target.</summary>
    public string Explain(params string[] targets) => string.Join('\n', Explanation.Lines(model, device, targets));
}
