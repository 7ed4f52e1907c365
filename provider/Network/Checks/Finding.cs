namespace ZeroTrust.Network.Checks;

/// <summary>What can be wrong with a program as a whole.</summary>
internal enum FindingKind
{
    /// <summary>No profile lets the devices reach a route.</summary>
    RouteShutOut,

    /// <summary>No profile lets the devices reach a part of a route.</summary>
    RoutePartlyShutOut,

    /// <summary>One profile does not let its devices reach routes that those of all others reach.</summary>
    RoutesShutOutByOne,

    /// <summary>No profile lets the devices reach the host of a hostname route.</summary>
    HostShutOut,

    /// <summary>A list keeps the addresses of devices and connectors out of the tunnel.</summary>
    MeshShutOut,

    /// <summary>A setting or a list has no effect beside another setting.</summary>
    NoEffect,

    /// <summary>A connector's profile has another protocol than its routes need.</summary>
    ConnectorProtocol,

    /// <summary>A connector's profile has another mode than connectors need.</summary>
    ConnectorMode,

    /// <summary>A profile that no device gets.</summary>
    NeverApplies,

    /// <summary>A fallback domain that nobody resolves.</summary>
    NoResolver,

    /// <summary>A resolver behind a tunnel that its queries do not go through.</summary>
    ResolverOutside,

    /// <summary>A resolver in a virtual network that the device is not in.</summary>
    ResolverInOtherNetwork,

    /// <summary>An entry of an include list that the client drops.</summary>
    DirectAddress,

    /// <summary>Lists of a profile that are too long together with the entries that Cloudflare gives it.</summary>
    ListsTooLong,

    /// <summary>A match names a managed network that the program does not declare, although it declares others.</summary>
    UnknownNetwork,
}

/// <summary>Something wrong with a program as a whole.</summary>
/// <param name="At">The resource to report it at: the same whatever the order of the parts.</param>
/// <param name="Path">The property; empty: the resource as a whole.</param>
/// <param name="Message">What is wrong, and the way out.</param>
internal sealed record Finding(FindingKind Kind, Origin At, string Path, string Message);
