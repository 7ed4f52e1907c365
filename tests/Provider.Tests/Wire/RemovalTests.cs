using System.Text.Json.Nodes;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire.Lifecycles;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>
/// The account after a property is removed from the program: an unmanaged property stays unchanged, a cleared one is gone.
/// </summary>
internal sealed class RemovalTests
{
    // Entries of lists are owned whole, so their properties are cleared as well.
    private static readonly HashSet<string> Cleared =
    [
        "DefaultDeviceProfile.globalAcceleration",
        "DefaultDeviceProfile.lanAllowMinutes",
        "DefaultDeviceProfile.lanAllowSubnetSize",
        "DefaultDeviceProfile.virtualNetworks",
        "DeviceProfile.description",
        "DeviceProfile.globalAcceleration",
        "DeviceProfile.lanAllowMinutes",
        "DeviceProfile.lanAllowSubnetSize",
        "DeviceProfile.virtualNetworks",
        "FallbackDomain.description",
        "FallbackDomain.dnsServers",
        "HostnameRoute.comment",
        "SplitTunnelRoute.description",
        "TunnelRoute.comment",
        "VirtualNetwork.comment",
    ];

    private static readonly string[] Moving = ["timestamp", "configuration_version", "next_id"];
    private static readonly string[] AboutDefaults = ["accountId", "includeDefaults", "exceptDefaults"];

    private static IEnumerable<TestCaseData> Optional =>
        from type in EveryResource.Types.Values
        let name = type.Token.Split(':')[^1]
        from program in EveryResource.Samples(name).Index()
        where !program.Item.ContainsKey("accountId")
        from variation in Variation.Of(type.Inputs, program.Item)
        let top = type.Inputs.Find(variation.Path.Split('.', '[')[0])!
        where
            !variation.Property.Required
            && variation.Property.Default is null
            && !variation.IsKey
            && !top.ReplaceOnChange
            && !AboutDefaults.Contains(variation.Path)
        select new TestCaseData(
            name,
            program.Item,
            variation.With(null),
            variation.Path,
            variation.Path.Contains('[', StringComparison.Ordinal) || Cleared.Contains($"{name}.{variation.Path}")
        ).SetArgDisplayNames(name, $"{program.Index}", variation.Path);

    [Test]
    public void Every_cleared_property_is_tested() =>
        Assert.That(
            Optional.Where(row => row.Arguments[4] is true).Select(row => $"{row.Arguments[0]}.{row.Arguments[3]}"),
            Is.SupersetOf(Cleared)
        );

    [TestCaseSource(nameof(Optional))]
    public async Task A_removed_property_is_kept_or_cleared_as_documented(
        string type,
        PropertyMap program,
        PropertyMap without,
        string path,
        bool clears
    )
    {
        await using var host = await ProviderHost.StartAsync();
        Accounts.AddOthers(host.Cloudflare);
        var stored = await host.CreateAsync(type, program);
        var (_, failures) = await host.CheckAsync(type, without, stored.Inputs);
        if (failures.Count > 0)
        {
            Assert.That(
                failures,
                Is.All.Contains(path).Or.All.Contains(path.Split('.')[0]),
                "a property that another one requires is reported"
            );
            return;
        }

        var before = Account(host);
        var changes = ProviderHost.Describe(await host.DiffAsync(stored, without));
        var updated =
            changes.Count > 0
                ? await host.UpdateAsync(stored, without)
                : stored with
                {
                    Inputs = (await host.CheckAsync(type, without)).Inputs,
                };
        var after = Account(host);

        if (clears)
        {
            Assert.That(changes, Is.EqualTo([$"Delete {path}"]));
            Assert.That(after, Is.Not.EqualTo(before), "the account no longer has it");
        }
        else
        {
            Assert.That(after, Is.EqualTo(before), "the account still has it");
        }

        Assert.That(await host.DriftAsync(updated), Is.Empty);
        Assert.That(ProviderHost.Describe(await host.DiffAsync(updated, without)), Is.Empty);

        // A property that is added to the program again has its former value.
        var again = await host.UpdateAsync(updated, program);
        Assert.That(Account(host), Is.EqualTo(before));
        Assert.That(ProviderHost.Describe(await host.DiffAsync(again, program)), Is.Empty);
    }

    // All objects of the account, without fields that every write changes; null, "" and absent are equivalent.
    private static string Account(ProviderHost host) => Plain(host.Cloudflare.State.Export())?.ToJsonString() ?? "";

    private static JsonNode? Plain(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                var members = map.Where(member => !Moving.Contains(member.Key) && !member.Key.EndsWith("_at", StringComparison.Ordinal))
                    .Select(member => KeyValuePair.Create(member.Key, Plain(member.Value)))
                    .Where(member => member.Value is not null)
                    .OrderBy(member => member.Key, StringComparer.Ordinal)
                    .ToArray();
                return members.Length > 0 ? new JsonObject(members) : null;
            case JsonArray list:
                return list.Count > 0 ? new JsonArray([.. list.Select(Plain)]) : null;
            default:
                return node?.ToJsonString() is null or "null" or "\"\"" ? null : node.DeepClone();
        }
    }
}
