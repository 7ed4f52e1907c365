using Pulumi.ZeroTrust.Inputs;

namespace Pulumi.ZeroTrust;

/// <summary>The whole Local Domain Fallback list of a <see cref="ManagedProfile"/>: suffixes that others added are removed.</summary>
public sealed class ProfileFallbackDomainsArgs : ResourceArgs
{
    /// <inheritdoc cref="FallbackDomainsArgs.Domains"/>
    public InputList<FallbackDomainEntryArgs> Domains { get; set; } = [];

    /// <inheritdoc cref="FallbackDomainsArgs.IncludeDefaults"/>
    public Input<bool>? IncludeDefaults { get; set; }

    /// <summary>What happens to the list when it is no longer managed here while the profile stays. Default: <c>restore</c>.</summary>
    public Input<OnDelete>? OnDelete { get; set; }
}
