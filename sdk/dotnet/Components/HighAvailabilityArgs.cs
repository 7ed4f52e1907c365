using Pulumi.ZeroTrust.Inputs;

namespace Pulumi.ZeroTrust;

/// <summary>How the hosts of a <see cref="ConnectorSite"/> take over from each other.</summary>
public sealed class HighAvailabilityArgs : ResourceArgs
{
    /// <summary>How they take over. Default: <c>none</c>, not yet.</summary>
    public Input<HaMode> Mode { get; set; } = HaMode.None;

    /// <inheritdoc cref="WarpConnectorConfigurationArgs.Config"/>
    public Input<HaConfigArgs>? Config { get; set; }
}
