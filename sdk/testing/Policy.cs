using ZeroTrust.Cli.Explain;

namespace ZeroTrust.Testing;

/// <summary>The facts about a device. Facts that are not set are unknown.</summary>
public sealed record TestDevice
{
    /// <summary>The user's email address.</summary>
    public string? Email { get; init; }

    /// <summary>The names of all groups of the user.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>The IDs of all groups of the user.</summary>
    public IReadOnlyList<string>? GroupIds { get; init; }

    /// <summary>The email addresses of all groups of the user.</summary>
    public IReadOnlyList<string>? GroupEmails { get; init; }

    /// <summary>All SAML attributes of the user, each as <c>name=value</c>.</summary>
    public IReadOnlyList<string>? SamlAttributes { get; init; }

    /// <summary>The UUID of the device's service token; empty: none.</summary>
    public string? ServiceToken { get; init; }

    /// <summary>The name of the device's managed network; empty: none.</summary>
    public string? Network { get; init; }

    /// <summary>The operating system: <c>windows</c>, <c>mac</c>, <c>linux</c>, <c>ios</c>, <c>android</c> or <c>chromeos</c>.</summary>
    public string? Os { get; init; }

    /// <summary>The version of the operating system, such as <c>11.0.0</c>.</summary>
    public string? OsVersion { get; init; }

    internal PolicyDevice Facts =>
        new()
        {
            Email = Email,
            Groups = Groups?.ToArray(),
            GroupIds = GroupIds?.ToArray(),
            GroupEmails = GroupEmails?.ToArray(),
            SamlAttributes = SamlAttributes?.ToArray(),
            ServiceToken = ServiceToken,
            Network = Network,
            Os = Os,
            OsVersion = OsVersion,
        };
}

/// <summary>What devices get after the next update of a stack: <c>zt test</c> in code.</summary>
public sealed class Policy
{
    private readonly PlannedPolicy _policy;

    internal Policy(PlannedPolicy policy) => _policy = policy;

    /// <summary>What a device gets.</summary>
    public DeviceResult For(TestDevice device)
    {
        ArgumentNullException.ThrowIfNull(device);
        return new(_policy.For(device.Facts));
    }

    /// <summary>Runs the tests of a file, as <c>zt test</c> does.</summary>
    /// <returns>The failures; empty if all tests pass.</returns>
    public IReadOnlyList<string> Failures(string file) => [.. _policy.Failures(file)];
}

/// <summary>What a device gets, as far as its facts decide it.</summary>
public sealed class DeviceResult
{
    private readonly DevicePolicy _device;

    internal DeviceResult(DevicePolicy device) => _device = device;

    /// <summary>The name of its profile; null if the facts leave several, which <see cref="Candidates"/> lists.</summary>
    public string? Profile => _device.Profile;

    /// <summary>The names of the profiles that the device may get, in order of precedence.</summary>
    public IReadOnlyList<string> Candidates => _device.Candidates;

    /// <summary>Whether traffic to an IP address or host name goes through the tunnel; null if undetermined.</summary>
    public bool? InTunnel(string target) => _device.InTunnel(target);

    /// <summary>Who resolves a name: <c>gateway</c>, <c>device</c>, or the servers' addresses; null if undetermined.</summary>
    public string? Resolver(string name) => _device.Resolvers(name) is [var only] ? only : null;

    /// <summary>Explains the profile, and how traffic to each target is routed, as <c>zt explain</c> does.</summary>
    public string Explain(params string[] targets) => _device.Explain(targets);
}
