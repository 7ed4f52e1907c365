using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider;

/// <summary>Every problem that Check can find, coded. docs/problems.md is generated from this list.</summary>
internal static class Problems
{
    public static readonly ProblemKind Missing = new("ZT101", "A required property is missing.", "Set it.");
    public static readonly ProblemKind WrongType = new("ZT102", "A value has the wrong type.", "Give a value of the type named in the message.");
    public static readonly ProblemKind UnknownProperty = new("ZT103", "A property does not exist.", "Remove it, or use the name that the message suggests.");
    public static readonly ProblemKind NotAllowed = new("ZT104", "A value is not one of those allowed.", "Use one of the values that the message lists.");
    public static readonly ProblemKind OutOfRange = new("ZT105", "A number is too small or too large.", "Use a number within the bounds.");
    public static readonly ProblemKind WrongLength = new("ZT106", "A text is too short or too long.", "Change the text to fit.");
    public static readonly ProblemKind WrongCount = new("ZT107", "A list has too few or too many entries.", "Add or remove entries.");
    public static readonly ProblemKind BadSyntax = new("ZT108", "A text does not have the syntax it needs.", "Write it as the message says.");
    public static readonly ProblemKind UnusualSpelling = new("ZT109", "A text will be stored in another spelling.", "Write the spelling in the message; the provider treats both as equal.", Severity.Warning);
    public static readonly ProblemKind Duplicate = new("ZT110", "Two entries of a list name the same thing.", "Keep one of them.");
    public static readonly ProblemKind AddressXorHost = new("ZT111", "A route needs an address or a host, not both.", "Keep one of them; use two entries for both.");

    public static readonly ProblemKind ManyDnsServers = new("ZT113", "A fallback domain has more DNS servers than Cloudflare recommends.", "Keep the ones nearest to the devices.", Severity.Warning);
    public static readonly ProblemKind NoInclude = new("ZT112", "An include list without routes would send nothing through the tunnel, and Cloudflare takes it for exclude mode.", "Add a route, or use mode 'exclude'.");

    public static readonly ProblemKind SecretAndVersion = new("ZT114", "A secret of one's own and a secret version exclude each other.", "Keep tunnelSecret to choose the secret, or secretVersion to have the provider make one.");
    public static readonly ProblemKind DoubtfulMatch = new("ZT116", "A match expression may not mean what it seems to.", "Write it as the message says, unless it is meant as it stands.", Severity.Warning);
    public static readonly ProblemKind IdXorName = new("ZT115", "An object is looked up by its id or by its name.", "Set one of them.");

    public static readonly ProblemKind MatchMissing = new("ZT120", "A profile for the device client needs a match expression and a precedence.", "Set both; the default profile is a resource of its own.");
    public static readonly ProblemKind OtherProfileType = new("ZT121", "A property belongs to another type of profile.", "Remove it or change profileType.");
    public static readonly ProblemKind NotAmongAllowed = new("ZT122", "The default virtual network is not among those allowed.", "Add it to allowed or choose another default.");
    public static readonly ProblemKind PortWithoutProxy = new("ZT123", "A port is used with mode 'proxy' only.", "Remove the port or choose mode 'proxy'.", Severity.Warning);
    public static readonly ProblemKind ProxyNeedsMasque = new("ZT124", "Local proxy mode needs the MASQUE protocol.", "Set tunnelProtocol to 'masque'.", Severity.Warning);
    public static readonly ProblemKind NoAccelerationEndpoint = new("ZT125", "Global acceleration needs a MASQUE or WireGuard endpoint.", "Add an endpoint to one of the lists.");

    public static readonly ProblemKind DisconnectsEverybody = new("ZT130", "The global override disconnects every device of the account.", "Set disconnect to false when the emergency is over.", Severity.Warning);
    public static readonly ProblemKind SignalWithoutUrl = new("ZT131", "The external emergency signal needs a URL to be fetched from.", "Set externalEmergencySignalUrl, or disable the signal.");
    public static readonly ProblemKind SignalTooOften = new("ZT132", "The external emergency signal is fetched at most every 30 seconds.", "Set externalEmergencySignalInterval to '30s' or more.");
    public static readonly ProblemKind SignalUrlUnmanaged = new("ZT133", "The external emergency signal is enabled without a URL in the program.", "Set externalEmergencySignalUrl as well, unless the account has one already.", Severity.Warning);
    public static readonly ProblemKind HaConfigMissing = new("ZT134", "A mode of high availability lacks what it needs.", "Set config.fnrId for mode 'aws', config.vips for mode 'local'.");
    public static readonly ProblemKind SiteNeedsMasque = new("ZT151", "The profile of a highly available site's connectors does not use the MASQUE protocol.", "Set tunnelProtocol to 'masque', or leave it out.");
    public static readonly ProblemKind HaConfigOfOtherMode = new("ZT135", "The configuration of high availability belongs to another mode.", "Remove what the mode does not use, or change haMode.");

    public static readonly ProblemKind DefaultNetworkDemoted = new("ZT136", "The default virtual network cannot be demoted.", "Make another network the default.");
    public static readonly ProblemKind ModeSwitch = new("ZT137", "Changing the mode of a split tunnel drops the routes of the other list.", "Make sure that the routes in the program are all that are needed.", Severity.Warning);
    public static readonly ProblemKind NoDefaultsToInclude = new("ZT138", "Include lists have no default routes.", "Remove includeDefaults, or use mode 'exclude'.");

    public static readonly ProblemKind TwoOwners = new("ZT140", "Two resources manage the same list.", "Keep one of them, or manage single entries with both.");
    public static readonly ProblemKind SameEntry = new("ZT141", "Two resources manage the same entry of a list.", "Keep one of them.");
    public static readonly ProblemKind SamePrecedence = new("ZT142", "Two profiles have the same precedence.", "Give each profile a precedence of its own.");
    public static readonly ProblemKind TwoDefaultNetworks = new("ZT143", "Two virtual networks want to be the default one.", "Set isDefaultNetwork on one of them only.");
    public static readonly ProblemKind SameObject = new("ZT144", "Two resources manage the same thing.", "Keep one of them.");
    public static readonly ProblemKind UnknownNetwork = new("ZT145", "A match expression names a managed network that the run does not declare, although it declares others.", "Correct the name, unless the network is managed elsewhere, or the run was for some targets only.", Severity.Info);
    public static readonly ProblemKind HostWithoutDns = new("ZT126", "Hosts cannot be in split tunnels in mode 'warp_tunnel_only'.", "Use addresses, or another mode.");

    public static readonly ProblemKind RouteCovered = new("ZT127", "A route is within another route of the same list.", "Remove the narrower one, or the wider one if it is not meant.", Severity.Warning);
    public static readonly ProblemKind ClientAddress = new("ZT128", "A route of an include list contains addresses that the client routes itself, so the client drops the whole route.", "Write the prefixes around those addresses; the function subtractCidrs computes them.", Severity.Warning);
    public static readonly ProblemKind ResolverOutside = new("ZT129", "The DNS server of a fallback domain is behind a tunnel, but the split tunnel sends it outside.", "Let the split tunnel send the server's address through the tunnel, or name a server that devices reach without it.", Severity.Warning);

    public static readonly ProblemKind NotWithLegacy = new("ZT150", "Cloudflare's old endpoints for devices cannot do this.", "Remove the property, or remove legacy.");
    public static readonly ProblemKind NothingToRevoke = new("ZT139", "A revocation names neither registrations nor a device.", "Set registrationIds or deviceId.");

    public static readonly ProblemKind Account = new("ZT001", "No account is set.", "pulumi config set zerotrust:accountId <id>, or set CLOUDFLARE_ACCOUNT_ID.");
    public static readonly ProblemKind Credentials = new("ZT002", "No credentials are set.", "pulumi config set --secret zerotrust:apiToken <token>, or set CLOUDFLARE_API_TOKEN.");
    public static readonly ProblemKind BothCredentials = new("ZT003", "Both an API token and an API key are set.", "Keep the token; remove the key and the e-mail address.");
    public static readonly ProblemKind Configuration = new("ZT004", "A value of the provider's configuration cannot be used.", "Change it as the message says.");

    /// <summary>Every kind there is.</summary>
    public static IReadOnlyList<ProblemKind> All { get; } =
    [
        Account, Credentials, BothCredentials, Configuration,
        Missing, WrongType, UnknownProperty, NotAllowed, OutOfRange, WrongLength, WrongCount, BadSyntax, UnusualSpelling, Duplicate, AddressXorHost, NoInclude, ManyDnsServers, SecretAndVersion, IdXorName, DoubtfulMatch,
        MatchMissing, OtherProfileType, NotAmongAllowed, PortWithoutProxy, ProxyNeedsMasque, NoAccelerationEndpoint,
        DisconnectsEverybody, SignalWithoutUrl, SignalTooOften, SignalUrlUnmanaged, HaConfigMissing, HaConfigOfOtherMode,
        DefaultNetworkDemoted, ModeSwitch, NoDefaultsToInclude, HostWithoutDns, RouteCovered, ClientAddress, ResolverOutside, NothingToRevoke, NotWithLegacy,
        TwoOwners, SameEntry, SamePrecedence, TwoDefaultNetworks, SameObject, UnknownNetwork,
    ];
}
