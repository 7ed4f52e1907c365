using System.Text.Json;

namespace ZeroTrust.Cli.Adopt;

/// <summary>
/// The names of objects in another tool's state: Terraform's state (provider v4 and v5), cf-terraforming's import blocks, Pulumi's
/// export.
/// </summary>
internal static class PeerNames
{
    private static readonly string[] IdProperties = ["id", "policy_id", "policyId", "tunnel_id", "tunnelId", "network_id", "networkId"];

    /// <summary>Names by object id.</summary>
    /// <exception cref="FormatException">The file is neither.</exception>
    public static IReadOnlyDictionary<string, string> Read(string text)
    {
        var names = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (id, name) in text.AsSpan().TrimStart().StartsWith("{") ? FromJson(text) : FromImportBlocks(text))
        {
            // Ids may start with their account.
            names.TryAdd(id, name);
            names.TryAdd(id[(id.LastIndexOf('/') + 1)..], name);
        }

        return names.Count > 0
            ? names
            : throw new FormatException("it names no objects. Use a Terraform state, the output of cf-terraforming, or a Pulumi export.");
    }

    private static IEnumerable<(string Id, string Name)> FromJson(string text)
    {
        using var document = Parse(text);
        var root = document.RootElement;
        return root.TryGetProperty("deployment", out var deployment) ? [.. FromPulumi(deployment)] : [.. FromTerraform(root)];
    }

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException e)
        {
            throw new FormatException($"it is not JSON: {e.Message}", e);
        }
    }

    private static IEnumerable<(string, string)> FromPulumi(JsonElement deployment) =>
        from resource in deployment.Items("resources")
        let urn = resource.String("urn")
        where urn.Contains("cloudflare:", StringComparison.Ordinal)
        from id in Ids(resource).Concat(resource.TryGetProperty("outputs", out var outputs) ? Ids(outputs) : [])
        select (id, urn[(urn.LastIndexOf("::", StringComparison.Ordinal) + 2)..]);

    private static IEnumerable<(string, string)> FromTerraform(JsonElement root) =>
        from resource in root.Items("resources")
        where resource.String("type").StartsWith("cloudflare_", StringComparison.Ordinal)
        from instance in resource.Items("instances")
        from id in instance.TryGetProperty("attributes", out var attributes) ? Ids(attributes) : []
        select (id, resource.String("name"));

    // import { to = cloudflare_x.name  id = "account/id" }
    private static IEnumerable<(string, string)> FromImportBlocks(string text)
    {
        var name = "";
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (
                line.StartsWith("terraform import cloudflare_", StringComparison.Ordinal)
                && line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, _, var address, var imported]
            )
            {
                yield return (imported, address[(address.IndexOf('.', StringComparison.Ordinal) + 1)..]);
            }
            else if (
                line.Split('=', 2, StringSplitOptions.TrimEntries) is ["to", var to]
                && to.StartsWith("cloudflare_", StringComparison.Ordinal)
            )
            {
                name = to[(to.IndexOf('.', StringComparison.Ordinal) + 1)..];
            }
            else if (name.Length > 0 && line.Split('=', 2, StringSplitOptions.TrimEntries) is ["id", var id])
            {
                yield return (id.Trim('"'), name);
                name = "";
            }
        }
    }

    private static IEnumerable<string> Ids(JsonElement element) =>
        IdProperties.Select(name => element.String(name)).Where(id => id.Length > 0);
}
