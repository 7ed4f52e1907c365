namespace ZeroTrust.Simulator.Http;

/// <summary>
/// All error responses, with Cloudflare's code where known. Codes marked "assumed" are undocumented; clients must not depend on them.
/// </summary>
internal static class ApiErrors
{
    public static ApiException Unauthenticated() => new(401, 10000, "Authentication error");

    public static ApiException MissingPermission(IEnumerable<string> accepted) =>
        new(
            403,
            10000,
            "Authentication error",
            hint: $"Simulator: the token needs one of these permissions: {string.Join(", ", accepted)}."
        );

    public static ApiException TokenRequired() =>
        new(403, 10000, "Authentication error", hint: "Simulator: this endpoint accepts API tokens only, not email and key.");

    public static ApiException ForeignObject(string id) =>
        new(403, 9109, "Unauthorized to access requested resource", hint: $"Simulator: '{id}' is not the simulated account or zone.");

    public static ApiException NoRoute(string path) =>
        new(404, 7003, $"Could not route to {path}, perhaps your object identifier is invalid?");

    // Assumed code: 2003 is known for the device endpoints only.
    public static ApiException MalformedBody() => new(400, 1000, "the body is not a JSON object");

    public static ApiException InvalidJson() => new(400, 2003, "invalid json request");

    // Assumed code.
    public static ApiException Invalid(string pointer, string message) =>
        new(400, 2001, pointer.Length == 0 ? message : $"{pointer.TrimStart('/')}: {message}", pointer);

    // The code is known for hosts of split tunnels; assumed for other names.
    public static ApiException InvalidDomain(string pointer, string? name) => new(400, 2049, $"{name} is an invalid domain name", pointer);

    // Assumed code.
    public static ApiException InvalidQuery(string name, string message) => new(400, 2002, $"query parameter {name}: {message}");

    // Assumed code.
    public static ApiException LimitReached(string message) => new(400, 2004, message);

    // Assumed code.
    public static ApiException PrecedenceTaken(int precedence) =>
        new(400, 2006, $"precedence {precedence} is already used by another device settings policy", "/precedence");

    public static ApiException ProfileNotFound() => new(404, 2052, "device settings policy not found");

    public static ApiException ManagedNetworkNotFound() => new(404, 2053, "device managed network not found");

    // Assumed code.
    public static ApiException DeviceNotFound() => new(404, 2054, "device not found");

    // Assumed code.
    public static ApiException RegistrationNotFound() => new(404, 2055, "registration not found");

    // Assumed code.
    public static ApiException MultiUserMode() => new(400, 2056, "this endpoint is not supported while multi-user mode is enabled");

    // Assumed code; the message is Cloudflare's.
    public static ApiException InvalidSettings(string detail) =>
        new(400, 2001, "invalid account settings request", hint: $"Simulator: {detail}.");

    public static ApiException TunnelNotFound() => new(404, 1002, "tunnel not found");

    public static ApiException TunnelTokenNotFound() => new(404, 1054, "tunnel token not found");

    public static ApiException TunnelConfigurationNotFound() => new(404, 1055, "tunnel configuration not found");

    public static ApiException DuplicateTunnelName() => new(409, 1013, "a tunnel with this name already exists");

    public static ApiException TunnelHasConnections() =>
        new(400, 1022, "tunnel has active connections; stop its connectors or delete with cascade=true");

    public static ApiException TunnelHasRoutes() =>
        new(400, 1023, "tunnel still has routes; delete them first or delete with cascade=true");

    // Assumed code.
    public static ApiException ConnectorNotFound() => new(404, 1057, "connector not found");

    // Assumed code.
    public static ApiException FailoverRefused(string reason) => new(400, 1056, reason);

    // Assumed code.
    public static ApiException NoHighAvailability() => new(400, 1058, "the tunnel was not created for high availability");

    public static ApiException RouteConflict() => new(409, 1014, "this network is already routed in the virtual network");

    public static ApiException NotRouted() => new(404, 1015, "this network is not routed");

    // Assumed code; the status is known.
    public static ApiException HostnameConflict() => new(409, 1014, "this hostname is already routed to another tunnel");

    // Assumed code.
    public static ApiException HostnameRouteNotFound() => new(404, 1015, "hostname route not found");

    public static ApiException VirtualNetworkConflict() => new(409, 1014, "a virtual network with this name already exists");

    public static ApiException VirtualNetworkNotFound() => new(404, 1046, "virtual network not found");

    // The code is known for networks in use; assumed for the default network.
    public static ApiException VirtualNetworkRefused(string reason) => new(400, 1047, reason);

    public static ApiException Throttled() => new(429, 971, "Please wait and consider throttling your request speed");
}
