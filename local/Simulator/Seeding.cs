using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Areas;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator;

/// <summary>Creates objects that no API client creates: enrolled devices and running connectors.</summary>
public sealed class Seeding
{
    internal const string DefaultUser = "user@example.com";

    private readonly SimulatorState _state;
    private readonly TimeProvider _time;

    internal Seeding(SimulatorState state, TimeProvider time)
    {
        _state = state;
        _time = time;
    }

    private string Now => Timestamps.Format(_time.GetUtcNow());

    /// <summary>Creates a device without registrations.</summary>
    /// <param name="name">Name of the device.</param>
    /// <param name="email">Its last seen user.</param>
    /// <param name="fields">Fields that override the defaults, as the API returns them.</param>
    /// <returns>The ID.</returns>
    public string Device(string name, string email = DefaultUser, JsonObject? fields = null) =>
        _state.Change(data =>
        {
            var id = data.NewId();
            var device = new JsonObject
            {
                ["id"] = id,
                ["name"] = name,
                ["created_at"] = Now,
                ["updated_at"] = Now,
                ["last_seen_at"] = Now,
                ["client_version"] = "2026.1.150.0",
                ["device_type"] = "linux",
                ["hardware_id"] = Ids.Uuid($"hardware:{id}"),
                ["mac_address"] = "02:00:00:00:00:01",
                ["manufacturer"] = "Example",
                ["model"] = "Simulated",
                ["os_version"] = "6.1.0",
                ["public_ip"] = "203.0.113.7",
                ["serial_number"] = Ids.Hex($"serial:{id}", 12),
                ["tags"] = new JsonObject(),
                ["last_seen_user"] = User(email),
            };
            return data.Devices.Add(device.Merge(fields ?? [])).Text("id")!;
        });

    /// <summary>Creates a registration of a device.</summary>
    /// <param name="deviceId">The device's ID.</param>
    /// <param name="email">The user who enrolled it.</param>
    /// <param name="policyId">The ID of its profile; null means the default profile.</param>
    /// <param name="fields">Fields that override the defaults, as the API returns them.</param>
    /// <returns>The ID.</returns>
    public string Registration(string deviceId, string email = DefaultUser, string? policyId = null, JsonObject? fields = null) =>
        _state.Change(data =>
        {
            data.Devices.Get(deviceId);
            var id = data.NewId();
            var registration = new JsonObject
            {
                ["id"] = id,
                ["device_id"] = deviceId,
                ["policy_id"] = policyId,
                ["created_at"] = Now,
                ["updated_at"] = Now,
                ["last_seen_at"] = Now,
                ["revoked_at"] = null,
                ["key"] = Ids.Base64($"key:{id}"),
                ["key_type"] = "secp256r1",
                ["tunnel_type"] = "masque",
                ["registration_type"] = "warp",
                ["virtual_ipv4"] = "100.96.0.2",
                ["virtual_ipv6"] = "2606:4700:110::2",
                ["user"] = User(email),
            };
            return data.Registrations.Add(registration.Merge(fields ?? [])).Text("id")!;
        });

    /// <summary>Starts a connector of a tunnel: active if it is the first one, otherwise passive.</summary>
    /// <param name="tunnelId">ID of a live WARP connector tunnel.</param>
    /// <param name="fields">Fields that override the defaults, as the API returns them.</param>
    /// <returns>The connector's ID (the client ID).</returns>
    public string Connector(string tunnelId, JsonObject? fields = null) =>
        _state.Change(data =>
        {
            var tunnel = Live(data, tunnelId);
            var clients = WarpConnectors.Clients(tunnel);
            var id = data.NewId();
            var hasActive = clients.OfType<JsonObject>().Any(c => c.Text("ha_status") == "active");
            var client = new JsonObject
            {
                ["id"] = id,
                ["arch"] = "linux_amd64",
                ["version"] = "2026.1.150.0",
                ["run_at"] = Now,
                ["features"] = new JsonArray("ha-origin"),
                ["ha_status"] = hasActive ? "passive" : "active",
                ["conns"] = new JsonArray(
                    new JsonObject
                    {
                        ["id"] = Ids.Uuid($"connection:{id}"),
                        ["uuid"] = Ids.Uuid($"connection:{id}"),
                        ["client_id"] = id,
                        ["client_version"] = "2026.1.150.0",
                        ["colo_name"] = "DFW",
                        ["is_pending_reconnect"] = false,
                        ["opened_at"] = Now,
                        ["origin_ip"] = "198.51.100.1",
                    }
                ),
            };
            client.Merge(fields ?? []);
            clients.Add((JsonNode)client);
            tunnel["conns_active_at"] ??= Now;
            tunnel["conns_inactive_at"] = null;
            return client.Text("id")!;
        });

    /// <summary>Stops a connector. It stays listed, offline and without connections.</summary>
    public void Disconnect(string tunnelId, string connectorId) =>
        _state.Change(data =>
        {
            var tunnel = Live(data, tunnelId);
            var clients = WarpConnectors.Clients(tunnel).OfType<JsonObject>().ToArray();
            var client =
                Array.Find(clients, c => c.Text("id") == connectorId)
                ?? throw new KeyNotFoundException($"Tunnel '{tunnelId}' has no connector '{connectorId}'.");
            client["conns"] = new JsonArray();
            client["ha_status"] = "offline";
            if (WarpConnectors.StatusOf(tunnel) is not ("healthy" or "degraded"))
            {
                tunnel["conns_inactive_at"] = Now;
            }
        });

    private static JsonObject Live(AccountData data, string tunnelId) =>
        WarpConnectors.Live(data, tunnelId) ?? throw new KeyNotFoundException($"The simulator has no live tunnel '{tunnelId}'.");

    private static JsonObject User(string email) =>
        new()
        {
            ["id"] = Ids.Uuid($"user:{email}"),
            ["email"] = email,
            ["name"] = "",
        };
}
