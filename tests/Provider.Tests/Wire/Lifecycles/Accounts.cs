using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Simulator;

namespace ZeroTrust.Provider.Tests.Wire.Lifecycles;

/// <summary>Objects that random programs refer to.</summary>
internal static class Accounts
{
    public static async Task PopulateAsync(CloudflareSimulator cloudflare)
    {
        using var client = cloudflare.CreateClient();
        var profile = new JsonObject
        {
            ["name"] = "Included",
            ["match"] = "os.name == \"linux\"",
            ["precedence"] = 424_242,
            ["include"] = new JsonArray(new JsonObject { ["address"] = "192.0.2.128/25" }),
        };
        (await client.PostAsJsonAsync($"accounts/{cloudflare.AccountId}/devices/policy", profile)).EnsureSuccessStatusCode();
        cloudflare.State.Change(data =>
        {
            var created = data.Profiles.Single();
            data.Profiles.Remove((string)created["policy_id"]!);
            created["policy_id"] = RandomPrograms.ProfileId;
            data.Profiles.Add(created);
        });
        AddOthers(cloudflare);
        cloudflare.ClearRequests();
    }

    /// <summary>Adds further objects that programs refer to: a tunnel, and virtual networks other than the default one.</summary>
    public static void AddOthers(CloudflareSimulator cloudflare) =>
        cloudflare.State.Change(data =>
        {
            var tunnel = data.Tunnels.Find(Known.TunnelId)!.DeepClone().AsObject();
            (tunnel["id"], tunnel["name"]) = (Known.OtherTunnelId, "porto");
            data.Tunnels.Add(tunnel);
            foreach (var id in (string[])[Known.NetworkId, Known.OtherNetworkId])
            {
                data.VirtualNetworks.Add(
                    new JsonObject
                    {
                        ["id"] = id,
                        ["name"] = $"lab {id[^1]}",
                        ["comment"] = "",
                        ["is_default_network"] = false,
                        ["created_at"] = "2026-01-01T00:00:00Z",
                        ["deleted_at"] = null,
                    }
                );
            }
        });
}
