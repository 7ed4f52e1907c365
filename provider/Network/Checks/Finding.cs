namespace ZeroTrust.Network.Checks;

/// <summary>Kinds of problems in a program as a whole.</summary>
internal enum FindingKind
{
    /// <summary>No profile lets the devices reach a route.</summary>
    RouteShutOut,

    /// <summary>No profile lets the devices reach part of a route.</summary>
    RoutePartlyShutOut,

    /// <summary>One profile keeps its devices from routes that the devices of all other profiles reach.</summary>
    RoutesShutOutByOne,

    /// <summary>One profile keeps its devices from a part of a route that the devices of all other profiles reach.</summary>
    RoutesPartlyShutOutByOne,

    /// <summary>No profile lets the devices reach the host of a hostname route.</summary>
    HostShutOut,

    /// <summary>A list keeps the addresses of devices and connectors out of the tunnel.</summary>
    MeshShutOut,

    /// <summary>A setting or a list has no effect because of another setting.</summary>
    NoEffect,

    /// <summary>A connector's profile does not have the protocol that its routes need.</summary>
    ConnectorProtocol,

    /// <summary>A connector's profile does not have the mode that connectors need.</summary>
    ConnectorMode,

    /// <summary>A profile applies to no device.</summary>
    NeverApplies,

    /// <summary>A fallback domain has no resolver.</summary>
    NoResolver,

    /// <summary>A resolver is behind a tunnel, but queries to it bypass the tunnel.</summary>
    ResolverOutside,

    /// <summary>A resolver is in a virtual network that the device is not in.</summary>
    ResolverInOtherNetwork,

    /// <summary>The client drops an include entry.</summary>
    DirectAddress,

    /// <summary>A profile's lists are too long together with Cloudflare's default entries.</summary>
    ListsTooLong,

    /// <summary>A match refers to a managed network that the program does not declare, although it declares others.</summary>
    UnknownNetwork,
}

/// <summary>A problem in a program as a whole.</summary>
/// <param name="At">The resource to report it at, independent of the order of the parts.</param>
/// <param name="Path">The property; empty for the resource as a whole.</param>
/// <param name="Message">What is wrong and how to fix it.</param>
internal sealed record Finding(FindingKind Kind, Origin At, string Path, string Message);
