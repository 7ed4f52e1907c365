namespace ZeroTrust.Network.Checks;

/// <summary>Runs all checks of a program as a whole.</summary>
internal static class NetworkChecks
{
    /// <summary>The findings, without duplicates and in a stable order.</summary>
    public static IReadOnlyList<Finding> Run(NetworkModel model) =>
        [
            .. RouteChecks
                .Run(model)
                .Concat(HostnameRouteChecks.Run(model))
                .Concat(MeshChecks.Run(model))
                .Concat(SettingChecks.Run(model))
                .Concat(ConnectorChecks.Run(model))
                .Concat(OrderChecks.Run(model))
                .Concat(ResolverChecks.Run(model))
                .Concat(DirectAddressChecks.Run(model))
                .Concat(ManagedNetworkChecks.Run(model))
                .Concat(ListLengthChecks.Run(model))
                .Distinct()
                .OrderBy(finding => finding.At.Key, StringComparer.Ordinal)
                .ThenBy(finding => finding.Kind)
                .ThenBy(finding => finding.Path, StringComparer.Ordinal)
                .ThenBy(finding => finding.Message, StringComparer.Ordinal),
        ];
}
