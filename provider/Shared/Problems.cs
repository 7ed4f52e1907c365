using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Shared;

/// <summary>What can be wrong with a configuration or a resource of this package, by code. docs/problems.md is generated from it.</summary>
internal static class Problems
{
    private static readonly ProblemList Kinds = new();

    public static readonly ProblemKind Account = Kinds.New(
        "ZT001",
        "No account is set.",
        "pulumi config set zerotrust:accountId <id>, or set CLOUDFLARE_ACCOUNT_ID."
    );
    public static readonly ProblemKind Credentials = Kinds.New(
        "ZT002",
        "No credentials are set.",
        "pulumi config set --secret zerotrust:apiToken <token>, or set CLOUDFLARE_API_TOKEN."
    );
    public static readonly ProblemKind BothCredentials = Kinds.New(
        "ZT003",
        "Both an API token and an API key are set.",
        "Keep the token; remove the key and the email address."
    );
    public static readonly ProblemKind Configuration = Kinds.New(
        "ZT004",
        "A value of the provider's configuration cannot be used.",
        "Change it as the message says."
    );
    public static readonly ProblemKind BothInEnvironment = Kinds.New(
        "ZT005",
        "The environment has both an API token and an API key: the token is used.",
        "Unset CLOUDFLARE_API_KEY and CLOUDFLARE_EMAIL where the provider runs.",
        Severity.Warning
    );
    public static readonly ProblemKind OtherAccount = Kinds.New(
        "ZT006",
        "A resource is in another account than the one that the provider now has.",
        "Set the resource's accountId: to the old account to keep it there, to the new one to replace it.",
        Severity.Warning
    );
    public static readonly ProblemKind IgnoresNothing = Kinds.New(
        "ZT007",
        "An entry of ignoreProblems is for a resource that the run does not declare with this provider.",
        "Correct the name or remove the entry, unless the run was for some targets only.",
        Severity.Info
    );

    public static readonly ProblemKind AddressXorHost = Kinds.New(
        "ZT111",
        "A route needs an address or a host, not both.",
        "Keep one of them; use two entries for both."
    );
    public static readonly ProblemKind NoInclude = Kinds.New(
        "ZT112",
        "An include list has no routes: it would send nothing through the tunnel, and Cloudflare treats it as exclude mode.",
        "Add a route, or use mode 'exclude'."
    );
    public static readonly ProblemKind ManyDnsServers = Kinds.New(
        "ZT113",
        "A fallback domain has more DNS servers than Cloudflare recommends.",
        "Keep the ones nearest to the devices.",
        Severity.Warning
    );
    public static readonly ProblemKind SecretAndVersion = Kinds.New(
        "ZT114",
        "tunnelSecret and secretVersion are mutually exclusive.",
        "Keep tunnelSecret to choose the secret, or secretVersion to have the provider make one."
    );
    public static readonly ProblemKind IdXorName = Kinds.New(
        "ZT115",
        "An object is looked up by its id or by its name.",
        "Set one of them."
    );
    public static readonly ProblemKind MatchMissing = Kinds.New(
        "ZT120",
        "A custom profile for the device client needs a match expression.",
        "Set match; devices that no custom profile matches get the default profile, which is DefaultDeviceProfile."
    );
    public static readonly ProblemKind OtherProfileType = Kinds.New(
        "ZT121",
        "A property belongs to another type of profile.",
        "Remove it or change profileType."
    );
    public static readonly ProblemKind NotAmongAllowed = Kinds.New(
        "ZT122",
        "The default virtual network is not among those allowed.",
        "Add it to allowed or choose another default."
    );
    public static readonly ProblemKind PortWithoutProxy = Kinds.New(
        "ZT123",
        "A port is used with mode 'proxy' only.",
        "Remove the port or choose mode 'proxy'.",
        Severity.Warning
    );
    public static readonly ProblemKind ProxyNeedsMasque = Kinds.New(
        "ZT124",
        "Local proxy mode needs the MASQUE protocol.",
        "Set tunnelProtocol to 'masque'.",
        Severity.Warning
    );
    public static readonly ProblemKind NoAccelerationEndpoint = Kinds.New(
        "ZT125",
        "Global acceleration needs a MASQUE or WireGuard endpoint.",
        "Add an endpoint to one of the lists."
    );
    public static readonly ProblemKind HostWithoutDns = Kinds.New(
        "ZT126",
        "Hosts cannot be in split tunnels in mode 'warp_tunnel_only'.",
        "Use addresses, or another mode."
    );
    public static readonly ProblemKind RouteCovered = Kinds.New(
        "ZT127",
        "A route is within another route of the same list.",
        "Remove the narrower one, or the wider one if it is a mistake.",
        Severity.Warning
    );
    public static readonly ProblemKind ClientAddress = Kinds.New(
        "ZT128",
        "A route of an include list contains addresses that the client routes itself, so the client drops the whole route.",
        "Write the prefixes around those addresses; the function subtractCidrs computes them.",
        Severity.Warning
    );
    public static readonly ProblemKind ResolverOutside = Kinds.New(
        "ZT129",
        "The DNS server of a fallback domain is behind a tunnel, but the split tunnel sends it outside.",
        "Let the split tunnel send the server's address through the tunnel, or name a server that devices reach without it.",
        Severity.Warning
    );

    public static readonly ProblemKind DisconnectsEverybody = Kinds.New(
        "ZT130",
        "The global override disconnects every device of the account.",
        "Set disconnect to false when the emergency is over.",
        Severity.Warning
    );
    public static readonly ProblemKind SignalWithoutUrl = Kinds.New(
        "ZT131",
        "The external emergency signal needs a URL.",
        "Set externalEmergencySignalUrl, or disable the signal."
    );
    public static readonly ProblemKind SignalTooOften = Kinds.New(
        "ZT132",
        "The external emergency signal is fetched at most every 30 seconds.",
        "Set externalEmergencySignalInterval to '30s' or more."
    );
    public static readonly ProblemKind SignalUrlUnmanaged = Kinds.New(
        "ZT133",
        "The external emergency signal is enabled without a URL in the program.",
        "Set externalEmergencySignalUrl as well, unless the account has one already.",
        Severity.Warning
    );
    public static readonly ProblemKind HaConfigMissing = Kinds.New(
        "ZT134",
        "A mode of high availability lacks a property that it needs.",
        "Set config.fnrId for mode 'aws', config.vips for mode 'local'."
    );
    public static readonly ProblemKind HaConfigOfOtherMode = Kinds.New(
        "ZT135",
        "The configuration of high availability belongs to another mode.",
        "Remove what the mode does not use, or change haMode."
    );
    public static readonly ProblemKind DefaultNetworkDemoted = Kinds.New(
        "ZT136",
        "The default virtual network cannot be demoted.",
        "Make another network the default."
    );
    public static readonly ProblemKind ModeSwitch = Kinds.New(
        "ZT137",
        "Changing the mode of a split tunnel drops the routes of the other list.",
        "Make sure that the routes in the program are all that are needed.",
        Severity.Warning
    );
    public static readonly ProblemKind NoDefaultsToInclude = Kinds.New(
        "ZT138",
        "Include lists have no default routes.",
        "Remove includeDefaults, or use mode 'exclude'."
    );
    public static readonly ProblemKind NothingToRevoke = Kinds.New(
        "ZT139",
        "A revocation names neither registrations nor a device.",
        "Set registrationIds or deviceId."
    );

    public static readonly ProblemKind TwoOwners = Kinds.New(
        "ZT140",
        "Two resources manage the same list.",
        "Keep one of them, or manage single entries with both."
    );
    public static readonly ProblemKind SameEntry = Kinds.New(
        "ZT141",
        "Two resources manage the same entry of a list.",
        "Keep one of them."
    );
    public static readonly ProblemKind SamePrecedence = Kinds.New(
        "ZT142",
        "Two profiles have the same precedence.",
        "Give each profile another number."
    );
    public static readonly ProblemKind TwoDefaultNetworks = Kinds.New(
        "ZT143",
        "Two virtual networks are declared as the default.",
        "Set isDefaultNetwork on one of them only."
    );
    public static readonly ProblemKind SameObject = Kinds.New("ZT144", "Two resources manage the same thing.", "Keep one of them.");
    public static readonly ProblemKind UnknownNetwork = Kinds.New(
        "ZT145",
        "A match expression names a managed network that the run does not declare, although it declares others.",
        "Correct the name, unless the network is managed elsewhere, or the run was for some targets only.",
        Severity.Info
    );

    public static readonly ProblemKind NotWithLegacy = Kinds.New(
        "ZT150",
        "Cloudflare's old endpoints for devices cannot do this.",
        "Remove the property, or remove legacy."
    );
    public static readonly ProblemKind SiteNeedsMasque = Kinds.New(
        "ZT151",
        "The profile of a highly available site's connectors does not use the MASQUE protocol.",
        "Set tunnelProtocol to 'masque', or leave it out."
    );
    public static readonly ProblemKind ListReleased = Kinds.New(
        "ZT152",
        "A profile stops managing a list, which stays as it is.",
        "Nothing, if that is intended. To change the list, set it, or manage it with another resource.",
        Severity.Info
    );

    public static readonly ProblemKind ExceptWithoutDefaults = Kinds.New(
        "ZT160",
        "exceptDefaults has no effect without includeDefaults.",
        "Set includeDefaults to true, or remove exceptDefaults.",
        Severity.Warning
    );
    public static readonly ProblemKind NotADefault = Kinds.New(
        "ZT161",
        "exceptDefaults names an entry that is not one of Cloudflare's defaults.",
        "Correct it, unless the account has its own default list.",
        Severity.Warning
    );
    public static readonly ProblemKind TwoPlaces = Kinds.New(
        "ZT162",
        "Two resources decide the place of the same profile.",
        "Take precedence out of the profile, or the profile out of the order."
    );
    public static readonly ProblemKind SameName = Kinds.New(
        "ZT163",
        "Two objects have the same name, which has to be unique.",
        "Rename one of them."
    );
    public static readonly ProblemKind DoubtfulTime = Kinds.New(
        "ZT165",
        "A time seems to be in a unit other than seconds.",
        "Write it in seconds.",
        Severity.Warning
    );
    public static readonly ProblemKind NotHighlyAvailable = Kinds.New(
        "ZT166",
        "High availability is configured for a tunnel that was not created with it.",
        "Set ha to true on the WarpConnectorTunnel, which replaces the tunnel, or remove the configuration."
    );
    public static readonly ProblemKind ListsTooLong = Kinds.New(
        "ZT167",
        "A profile's lists are too long together with the default entries that the program leaves in them.",
        "Manage both lists, or remove entries.",
        Severity.Warning
    );
    public static readonly ProblemKind TwoModes = Kinds.New(
        "ZT168",
        "Resources set different split tunnel modes for one profile.",
        "Use one mode. A list that leaves a profile keeps its mode: change the mode there, in an update before this one."
    );

    public static readonly ProblemKind RouteShutOut = Kinds.New(
        "ZT180",
        "A route leads to a private network, but the split tunnels of all profiles keep devices from it.",
        "Let the network through in a split tunnel, or remove the route.",
        Severity.Warning
    );
    public static readonly ProblemKind RoutePartlyShutOut = Kinds.New(
        "ZT181",
        "The split tunnels of all profiles keep devices from a part of a route's network.",
        "Let that part through in a split tunnel, unless nobody needs it.",
        Severity.Info
    );
    public static readonly ProblemKind RoutesShutOutByOne = Kinds.New(
        "ZT182",
        "The split tunnel of one profile keeps its devices from routes that those of all other profiles reach.",
        "Let the networks through there, unless these devices must not reach them.",
        Severity.Warning
    );
    public static readonly ProblemKind HostShutOut = Kinds.New(
        "ZT183",
        "A hostname route leads to a host, but no profile lets devices use it.",
        "Let 100.80.0.0/16 and 100.96.0.0/12 through in a split tunnel, and keep the host's domain out of the fallback domains.",
        Severity.Warning
    );
    public static readonly ProblemKind MeshShutOut = Kinds.New(
        "ZT184",
        "A split tunnel keeps devices from each other and from connectors.",
        "Let 100.96.0.0/12 through: the function subtractCidrs computes what is left of a range around it.",
        Severity.Warning
    );
    public static readonly ProblemKind NoEffect = Kinds.New(
        "ZT185",
        "A setting or a list has no effect because of another setting.",
        "Remove it, or change the other one.",
        Severity.Warning
    );
    public static readonly ProblemKind ConnectorProtocol = Kinds.New(
        "ZT186",
        "The profile of a connector's hosts does not use MASQUE, which the connector needs.",
        "Set tunnelProtocol to 'masque'.",
        Severity.Warning
    );
    public static readonly ProblemKind ConnectorMode = Kinds.New(
        "ZT187",
        "The profile of a connector's hosts is not in traffic and DNS mode.",
        "Set mode to 'warp', or give the hosts another profile: "
            + "they match identity.email == \"warp_connector@<team>.cloudflareaccess.com\".",
        Severity.Warning
    );
    public static readonly ProblemKind NeverApplies = Kinds.New(
        "ZT188",
        "No device gets a profile: earlier ones match every device that it matches.",
        "Give it a lower precedence, or another match.",
        Severity.Warning
    );
    public static readonly ProblemKind MixedAndOr = Kinds.New(
        "ZT189",
        "A match expression mixes 'and' with 'or' without parentheses.",
        "Add parentheses that show the grouping.",
        Severity.Info
    );

    public static readonly ProblemKind NoResolver = Kinds.New(
        "ZT190",
        "Devices cannot resolve a fallback domain: it has no DNS servers, and disableAutoFallback is set.",
        "Name DNS servers, or remove disableAutoFallback.",
        Severity.Warning
    );
    public static readonly ProblemKind ResolverInOtherNetwork = Kinds.New(
        "ZT191",
        "The DNS server of a fallback domain is behind a tunnel in a virtual network that the devices are not in.",
        "Put the route into their virtual network, or add the route's network to the profile's virtualNetworks.",
        Severity.Warning
    );
    public static readonly ProblemKind RoutesPartlyShutOutByOne = Kinds.New(
        "ZT192",
        "The split tunnel of one profile keeps its devices from a part of a route's network that those of all other profiles reach.",
        "Let that part through there, unless these devices must not reach it.",
        Severity.Info
    );

    /// <summary>Every kind there is, those of any input and of the formats included, by code.</summary>
    public static IEnumerable<ProblemKind> All =>
        InputProblems.All.Concat(FormatProblems.All).Concat(Kinds.All).OrderBy(kind => kind.Code, StringComparer.Ordinal);
}
