using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Formats;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire.Lifecycles;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>
/// References to other objects: every reference accepts the object's ID and the resource's ID, which is <c>accountId/</c> and the object's
/// ID.
/// </summary>
internal sealed class ReferenceTests
{
    private static readonly StringFormat[] Formats =
    [
        StringFormat.ProfileId,
        StringFormat.TunnelId,
        StringFormat.VirtualNetworkId,
        StringFormat.RouteId,
    ];

    private static IEnumerable<TestCaseData> OfResources =>
        from type in EveryResource.Types.Values
        let name = type.Token.Split(':')[^1]
        from program in EveryResource.Samples(name).Index()
        from variation in Variation.Of(type.Inputs, program.Item)
        where !program.Item.ContainsKey("accountId") && IsReference(variation.Property)
        select new TestCaseData(name, program.Item, variation.With(AsResourceId(variation.Value))).SetArgDisplayNames(
            name,
            $"{program.Index}",
            variation.Path
        );

    private static IEnumerable<(string Function, string Property)> OfFunctions =>
        from function in EveryResource.Functions
        from property in function.Inputs.Properties
        where IsReference(property)
        select (function.Token.Split(':')[^1], property.Name);

    [Test]
    public void Every_resource_with_references_is_tested() =>
        Assert.That(
            from type in EveryResource.Types
            from property in type.Value.Inputs.Properties
            where IsReference(property) && !OfResources.Any(test => (string)test.Arguments[0]! == type.Key)
            select $"{type.Key}.{property.Name}",
            Is.Empty
        );

    [TestCaseSource(nameof(OfResources))]
    public async Task The_id_of_a_resource_is_equivalent_to_the_objects_id(string type, PropertyMap bare, PropertyMap full)
    {
        await using var host = await ProviderHost.StartAsync();
        Accounts.AddOthers(host.Cloudflare);
        var stored = await host.CreateAsync(type, full);

        Assert.That(await host.DriftAsync(stored), Is.Empty, "after a refresh");
        Assert.That((await host.ReadAsync(stored))!.Inputs, Is.EqualTo(stored.Inputs), "the program's spelling stays");
        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, bare)), Is.Empty, "the id alone");
        var updated = await host.UpdateAsync(stored, bare);
        Assert.That(updated.Id, Is.EqualTo(stored.Id));
        Assert.That(ProviderHost.Describe(await host.DiffAsync(updated, full)), Is.Empty, "and back");
    }

    [TestCaseSource(nameof(OfFunctions))]
    public async Task A_function_takes_both((string Function, string Property) of)
    {
        await using var host = await ProviderHost.StartAsync();
        var profile = await host.CreateAsync("DeviceProfile", Sample.Profile);
        var route = await host.CreateAsync("HostnameRoute", EveryResource.Full["HostnameRoute"]);
        var network = await host.CreateAsync("VirtualNetwork", Sample.VirtualNetwork);
        await host.CreateAsync("TunnelRoute", Sample.Route.With("virtualNetworkId", network.Outputs["virtualNetworkId"]));
        var id = EveryResource
            .Functions.Single(function => function.Token.EndsWith($":{of.Function}", StringComparison.Ordinal))
            .Inputs.Find(of.Property)!
            .Value.NamedFormat() switch
        {
            StringFormat.ProfileId => profile.Id,
            StringFormat.RouteId => route.Id,
            StringFormat.VirtualNetworkId => network.Id,
            _ => $"{Known.AccountId}/{Known.TunnelId}",
        };
        var others = of.Function switch
        {
            "getWarpConnectorConnector" => PropertyMap.Of(("connectorId", Known.ActiveHost)),
            "getTunnelRoute" => PropertyMap.Of(("address", "10.20.0.1")),
            _ => PropertyMap.Empty,
        };

        var full = await host.InvokeAsync(of.Function, others.With(of.Property, id));
        var bare = await host.InvokeAsync(of.Function, others.With(of.Property, id.Split('/')[1]));

        Assert.That(full, Is.EqualTo(bare));
    }

    [Test]
    public async Task A_choice_of_virtual_networks_may_mix_both()
    {
        await using var host = await ProviderHost.StartAsync();

        var (_, failures) = await host.CheckAsync(
            "DeviceProfile",
            Sample.Profile.With(
                "virtualNetworks",
                PropertyMap.Of(
                    ("allowed", new PropertyArray([$"{Known.AccountId}/{Known.NetworkId}"])),
                    ("default", Known.NetworkId.ToUpperInvariant())
                )
            )
        );

        Assert.That(failures, Is.Empty);
    }

    [Test]
    public async Task The_same_network_in_a_virtual_network_conflicts_in_either_spelling()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CheckAsync("TunnelRoute", Sample.Route.With("virtualNetworkId", Known.NetworkId), name: "one");

        var (_, failures) = await host.CheckAsync(
            "TunnelRoute",
            Sample.Route.With("virtualNetworkId", $"{Known.AccountId}/{Known.NetworkId}"),
            name: "two"
        );

        Assert.That(failures, Has.Some.Contain("(ZT144)"));
    }

    private static bool IsReference(PropertySpec property) =>
        (property.Value.Kind == ValueKind.List ? property.Value.Item! : property.Value).NamedFormat() is { } format
        && Formats.Contains(format);

    private static PropertyValue AsResourceId(PropertyValue value) =>
        value switch
        {
            PropertyArray list => new PropertyArray(list.Select(AsResourceId)),
            PropertyString text => $"{Known.AccountId}/{text.Value}",
            _ => throw new ArgumentOutOfRangeException(nameof(value), value, null),
        };
}
