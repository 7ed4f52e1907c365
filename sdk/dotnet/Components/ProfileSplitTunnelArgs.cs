using Pulumi.ZeroTrust.Inputs;

namespace Pulumi.ZeroTrust;

/// <summary>The whole Split Tunnel list of a <see cref="ManagedProfile"/>: routes that others added are removed.</summary>
public sealed class ProfileSplitTunnelArgs : ResourceArgs
{
    /// <summary>Which traffic the routes name. Default: <c>exclude</c>, what bypasses the tunnel.</summary>
    public Input<SplitTunnelMode>? Mode { get; set; }

    /// <inheritdoc cref="SplitTunnelArgs.Routes"/>
    public InputList<SplitTunnelEntryArgs> Routes { get; set; } = [];

    /// <inheritdoc cref="SplitTunnelArgs.IncludeDefaults"/>
    public Input<bool>? IncludeDefaults { get; set; }

    /// <summary>What happens to the list when it is no longer managed here while the profile stays. Default: <c>restore</c>.</summary>
    public Input<OnDelete>? OnDelete { get; set; }
}
