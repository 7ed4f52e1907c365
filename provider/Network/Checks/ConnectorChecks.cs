namespace ZeroTrust.Network.Checks;

/// <summary>Checks that the profiles of connectors' hosts have the settings that connectors need.</summary>
internal static class ConnectorChecks
{
    private const string Wireguard = "wireguard";

    public static IEnumerable<Finding> Run(NetworkModel model)
    {
        var mesh = model.Connectors.Where(connector => connector.Part.IsMesh).ToArray();
        if (mesh.Length == 0 && model.HighlyAvailable.Count == 0)
        {
            yield break;
        }

        foreach (var profile in ProfilesOfConnectors(model))
        {
            if (profile.Settings.Mode is { } mode && mode != ServiceModes.TrafficAndDns)
            {
                yield return new(
                    FindingKind.ConnectorMode,
                    profile.Origin,
                    "serviceModeV2",
                    $"is '{mode}', and hosts of {(mesh.Length > 0 ? Sentence.List(mesh) : "connectors")} get this profile: "
                        + $"connectors need mode '{ServiceModes.TrafficAndDns}'."
                );
            }

            if (profile.Settings.TunnelProtocol == Wireguard && NeedsMasque(model, mesh) is { } reason)
            {
                yield return new(
                    FindingKind.ConnectorProtocol,
                    profile.Origin,
                    "tunnelProtocol",
                    $"is '{Wireguard}', and hosts of connectors get this profile: {reason}, which needs MASQUE. Set it to 'masque'."
                );
            }
        }
    }

    /// <summary>The profiles of connectors' hosts, found by the email addresses in matches.</summary>
    private static IEnumerable<Profile> ProfilesOfConnectors(NetworkModel model)
    {
        var emails = model.Profiles.SelectMany(profile => profile.ConnectorEmails).DefaultIfEmpty(Profile.AnyConnector);
        return emails
            .Distinct(StringComparer.Ordinal)
            .Select(email =>
                model
                    .Choose(
                        new()
                        {
                            Email = email,
                            GroupIds = [],
                            GroupNames = [],
                            GroupEmails = [],
                            SamlAttributes = [],
                            ServiceTokenUuid = "",
                            OsName = "linux",
                        }
                    )
                    .Profile
            )
            .OfType<Profile>()
            .Where(profile => profile.IsDeclared)
            .Distinct();
    }

    private static string? NeedsMasque(NetworkModel model, Connector[] mesh)
    {
        if (model.Routes.FirstOrDefault(route => route.Network.IsV6 && route.Connector is { Part.IsMesh: true }) is { } route)
        {
            return $"{route} leads to the IPv6 network {route.Network}";
        }

        if (model.HostnameRoutes.FirstOrDefault(host => host.Connector is { Part.IsMesh: true }) is { } host)
        {
            return $"{host.Origin} leads to the host '{host.Part.Host}'";
        }

        return Array.Find(mesh, connector => connector.Part.IsHighlyAvailable is true) is { } connector ? $"{connector} is highly available"
            : model.HighlyAvailable is [var use, ..] ? $"the tunnel of {use.Origin} is highly available"
            : null;
    }
}
