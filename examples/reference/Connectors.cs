using System.Collections.Immutable;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace Reference;

/// <summary>Sites that WARP Connectors join.</summary>
internal static class Connectors
{
    public static void Declare(Pulumi.Config config, Dictionary<string, object?> outputs)
    {
        #region WarpConnectorTunnel
        var berlin = new WarpConnectorTunnel(
            "berlin",
            new()
            {
                Name = "berlin",
                // Another version makes another secret: hosts have to enroll again.
                SecretVersion = "1",
            }
        );

        // On the host: warp-cli connector new <token>
        var token = berlin.Token;
        #endregion
        outputs["token"] = token;

        #region TunnelRoute
        var lisbon = new WarpConnectorTunnel("lisbon", new() { Name = "lisbon" });
        _ = new TunnelRoute(
            "lisbon",
            new()
            {
                Network = "10.2.0.0/16",
                TunnelId = lisbon.TunnelId,
                Comment = "Lisbon office",
            }
        );
        #endregion

        #region HostnameRoute
        // The wiki may move to another address: devices reach it by its name.
        var rome = new WarpConnectorTunnel("rome", new() { Name = "rome" });
        _ = new HostnameRoute(
            "wiki",
            new()
            {
                Hostname = "wiki.office.example.com",
                TunnelId = rome.TunnelId,
                Comment = "Rome office",
            }
        );
        #endregion

        #region GetHostnameRoutes
        // What is reached by name, wherever it is managed.
        var hostnames = GetHostnameRoutes.Invoke().Apply(result => result.Routes.Select(route => route.Hostname).ToImmutableArray());
        #endregion
        outputs["hostnames"] = hostnames;

        #region VirtualNetwork
        // The plant uses addresses that offices use as well: users choose which of the two they reach.
        var acquired = new VirtualNetwork("acquired", new() { Name = "acquired", Comment = "Networks of the plant" });
        var plant = new WarpConnectorTunnel("plant", new() { Name = "plant" });
        _ = new TunnelRoute(
            "plant",
            new()
            {
                Network = "10.2.0.0/16",
                TunnelId = plant.TunnelId,
                VirtualNetworkId = acquired.VirtualNetworkId,
            }
        );
        #endregion

        #region GetVirtualNetwork
        // The account's default network, whatever it is called.
        var standard = GetVirtualNetwork.Invoke().Apply(network => network.VirtualNetworkId);
        #endregion
        outputs["standard"] = standard;

        #region GetVirtualNetworks
        var networks = GetVirtualNetworks
            .Invoke()
            .Apply(result => result.VirtualNetworks.Select(network => network.Name).ToImmutableArray());
        #endregion
        outputs["networks"] = networks;

        #region GetTunnelRoutes
        // What is routed inside 10.0.0.0/8, and through which tunnel.
        var routed = GetTunnelRoutes
            .Invoke(new() { NetworkSubset = "10.0.0.0/8" })
            .Apply(result => result.Routes.Select(route => $"{route.Network} through {route.TunnelName}").ToImmutableArray());
        #endregion
        outputs["routed"] = routed;

        #region WarpConnectorConfiguration
        var oslo = new WarpConnectorTunnel("oslo", new() { Name = "oslo", Ha = true });

        // The host that is active has the address that the site's router sends to.
        _ = new WarpConnectorConfiguration(
            "oslo",
            new()
            {
                TunnelId = oslo.TunnelId,
                HaMode = HaMode.Local,
                Config = new HaConfigArgs { Vips = { "10.3.0.2" } },
            }
        );
        #endregion

        #region GetWarpConnectorTunnels
        // Sites without a host that is connected.
        var down = GetWarpConnectorTunnels
            .Invoke(new() { Status = TunnelStatus.Down })
            .Apply(result => result.Tunnels.Select(tunnel => tunnel.Name).ToImmutableArray());
        #endregion
        outputs["down"] = down;

        if (config.Get("tunnel") is not null)
        {
            #region GetWarpConnectorTunnel
            // A network behind a tunnel that is managed elsewhere.
            var porto = GetWarpConnectorTunnel.Invoke(new() { Name = config.Require("tunnel") });
            _ = new TunnelRoute("porto", new() { Network = "10.4.0.0/16", TunnelId = porto.Apply(tunnel => tunnel.TunnelId) });
            #endregion
        }

        if (config.Get("address") is not null)
        {
            #region GetTunnelRoute
            // The tunnel that packets to an address take.
            var taken = GetTunnelRoute.Invoke(new() { Address = config.Require("address") }).Apply(route => route.TunnelName);
            #endregion
            outputs["taken"] = taken;
        }

        if (config.Get("hostname") is not null)
        {
            #region GetHostnameRoute
            // The tunnel that leads to a host.
            var leading = GetHostnameRoute.Invoke(new() { Hostname = config.Require("hostname") }).Apply(route => route.TunnelName);
            #endregion
            outputs["leading"] = leading;
        }

        if (config.Get("tunnelId") is not null)
        {
            #region GetWarpConnectorToken
            // Secret, as it is in the state and in outputs.
            var enrollment = GetWarpConnectorToken.Invoke(new() { TunnelId = config.Require("tunnelId") }).Apply(result => result.Token);
            #endregion
            outputs["enrollment"] = enrollment;

            #region GetWarpConnectorConnections
            // The host that carries the traffic.
            var active = GetWarpConnectorConnections
                .Invoke(new() { TunnelId = config.Require("tunnelId") })
                .Apply(result => result.Connectors.FirstOrDefault(host => host.HaStatus == "active")?.ConnectorId);
            #endregion
            outputs["active"] = active;
        }

        if (config.Get("connectorId") is not null)
        {
            #region WarpConnectorFailover
            // Before the other host is maintained: this one becomes active.
            _ = new WarpConnectorFailover(
                "porto",
                new() { TunnelId = config.Require("tunnelId"), ClientId = config.Require("connectorId") }
            );
            #endregion

            #region GetWarpConnectorConnector
            var version = GetWarpConnectorConnector
                .Invoke(new() { TunnelId = config.Require("tunnelId"), ConnectorId = config.Require("connectorId") })
                .Apply(host => host.Version);
            #endregion
            outputs["version"] = version;
        }
    }
}
