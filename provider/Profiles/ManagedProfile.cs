using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Profiles;

/// <summary>
/// A custom device settings profile together with its Split Tunnel list and its Local Domain Fallback list. A component: its children are a
/// <c>DeviceProfile</c> and, where they are set, a <c>SplitTunnel</c> and a <c>FallbackDomains</c>, all with the component's name.
/// </summary>
/// <remarks>Deleting it deletes the profile and, with it, the lists; they take no further requests.</remarks>
internal sealed class ManagedProfile : IComponent
{
    /// <summary>What goes through the tunnel. Unset: not managed here; removing it restores Cloudflare's default list.</summary>
    private const string SplitTunnel = "splitTunnel";

    /// <summary>
    /// What devices do not resolve through Gateway. Unset: not managed here; removing it restores Cloudflare's default list.
    /// </summary>
    private const string FallbackDomains = "fallbackDomains";

    private const string AccountId = "accountId";
    private const string PolicyId = "policyId";
    private const string ProfileId = "profileId";

    // Profiles of the browser extension have no lists, and the lists here have more settings than those inside a profile.
    private static readonly string[] NotHere = ["profileType", "default", "browserExtensionConfig", SplitTunnel, FallbackDomains];

    private static readonly string[] OfTheProfile = [AccountId, ProfileId];

    public ManagedProfile(ObjectSpec profileInputs, ObjectSpec profileOutputs, ObjectSpec splitTunnel, ObjectSpec fallbackDomains)
    {
        Inputs = ObjectSpec.Of<ManagedProfile>(
            "ManagedProfileArgs",
            [
                .. profileInputs.Without(NotHere),
                PropertySpec.Of<ManagedProfile>(nameof(SplitTunnel), SplitTunnel, "ProfileSplitTunnel", splitTunnel.Without(OfTheProfile)),
                PropertySpec.Of<ManagedProfile>(
                    nameof(FallbackDomains),
                    FallbackDomains,
                    "ProfileFallbackDomains",
                    fallbackDomains.Without(OfTheProfile)
                ),
            ]
        );
        Outputs = ObjectSpec.Of<ManagedProfile>("ManagedProfileState", [profileOutputs.Find(PolicyId)!]);
    }

    public ObjectSpec Inputs { get; }

    public ObjectSpec Outputs { get; }

    public async Task<PropertyMap> ConstructAsync(string name, PropertyMap inputs, IChildren children) =>
        PropertyMap.Of((PolicyId, (await DeclareAsync(name, inputs, children))[PolicyId]));

    /// <summary>Declares the profile and its lists.</summary>
    public static async Task<Child> DeclareAsync(string name, PropertyMap inputs, IChildren children)
    {
        var (routes, domains) = (List("SplitTunnel", SplitTunnel), List("FallbackDomains", FallbackDomains));
        var profile = await children.DeclareAsync(
            new("DeviceProfile", name, inputs.Without(SplitTunnel).Without(FallbackDomains)) { FollowedBy = routes }
        );
        await Task.WhenAll(new[] { routes, domains }.OfType<ChildDeclaration>().Select(DeclareListAsync));
        return profile;

        ChildDeclaration? List(string type, string property) =>
            inputs.Entries(property) is { } list ? new(type, name, new(list.Concat(inputs.Pick(AccountId)))) : null;

        // The profile is deleted, so its list need not be restored.
        Task<Child> DeclareListAsync(ChildDeclaration list) =>
            children.DeclareAsync(list with { Inputs = list.Inputs.With(ProfileId, profile[PolicyId]), DeletedWith = profile });
    }
}
