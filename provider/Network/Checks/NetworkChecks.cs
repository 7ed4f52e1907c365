namespace ZeroTrust.Network.Checks;

/// <summary>Everything that is wrong with a program as a whole, as far as it is known.</summary>
internal static class NetworkChecks
{
    /// <summary>The findings, each once, and in the same order for the same program.</summary>
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
