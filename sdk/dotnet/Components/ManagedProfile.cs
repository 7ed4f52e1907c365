namespace Pulumi.ZeroTrust;

/// <summary>
/// A custom device settings profile together with its Split Tunnel list and its Local Domain Fallback list. Its children are a
/// <see cref="DeviceProfile"/> and, where they are set, a <see cref="ZeroTrust.SplitTunnel"/> and a
/// <see cref="ZeroTrust.FallbackDomains"/>, all with the component's name.
/// </summary>
public sealed class ManagedProfile : ComponentResource
{
    private const string Token = "zerotrust:index:ManagedProfile";

    /// <summary>Declares the profile and its lists.</summary>
    /// <param name="name">The unique name of the component.</param>
    /// <param name="args">The profile's settings and lists.</param>
    /// <param name="options">What controls the component's behaviour; its provider is its children's too.</param>
    public ManagedProfile(string name, ManagedProfileArgs args, ComponentResourceOptions? options = null)
        : base(Token, name, options)
    {
        ArgumentNullException.ThrowIfNull(args);
        Profile = new DeviceProfile(name, args.Profile, new() { Parent = this });
        PolicyId = Profile.PolicyId;

        // A deleted profile takes its lists along: restoring them first would be in vain.
        var ofProfile = new CustomResourceOptions { Parent = this, DeletedWith = Profile };
        if (args.SplitTunnel is { } splitTunnel)
        {
            SplitTunnel = new SplitTunnel(name, new()
            {
                AccountId = args.AccountId,
                ProfileId = PolicyId,
                Mode = splitTunnel.Mode,
                Routes = splitTunnel.Routes,
                IncludeDefaults = splitTunnel.IncludeDefaults,
                OnDelete = splitTunnel.OnDelete,
            }, ofProfile);
        }

        if (args.FallbackDomains is { } fallbackDomains)
        {
            FallbackDomains = new FallbackDomains(name, new()
            {
                AccountId = args.AccountId,
                ProfileId = PolicyId,
                Domains = fallbackDomains.Domains,
                IncludeDefaults = fallbackDomains.IncludeDefaults,
                OnDelete = fallbackDomains.OnDelete,
            }, ofProfile);
        }

        RegisterOutputs(new Dictionary<string, object?> { ["policyId"] = PolicyId });
    }

    /// <inheritdoc cref="DeviceProfile.PolicyId"/>
    public Output<string> PolicyId { get; }

    /// <summary>The profile itself.</summary>
    public DeviceProfile Profile { get; }

    /// <summary>Its Split Tunnel list; null when it is not managed here.</summary>
    public SplitTunnel? SplitTunnel { get; }

    /// <summary>Its Local Domain Fallback list; null when it is not managed here.</summary>
    public FallbackDomains? FallbackDomains { get; }
}
