using System.Text.Json;
using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>The List call, which lists objects that can be imported.</summary>
internal sealed class ListingTests
{
    private static IEnumerable<string> Listable => EveryResource.Types.Where(type => type.Value.IsListable).Select(type => type.Key);

    [TestCaseSource(nameof(Listable))]
    public async Task Listed_objects_can_be_imported(string type)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync(type, EveryResource.Full[type]);

        var listed = await host.ListAsync(type);

        Assert.That(listed.Select(found => found.Id), Does.Contain(stored.Id));
        foreach (var found in listed)
        {
            Assert.That(await host.ImportAsync(type, found.Id), Is.Not.Null, found.Name);
        }
    }

    [Test]
    public async Task The_schema_defines_listable_resources_and_their_queries()
    {
        await using var host = await ProviderHost.StartAsync();
        using var schema = JsonDocument.Parse((await host.Client.GetSchemaAsync(new())).Schema);

        foreach (var type in EveryResource.Full.Keys)
        {
            var isListable = schema
                .RootElement.GetProperty("resources")
                .GetProperty(ProviderHost.Token(type))
                .TryGetProperty("listInputs", out var query);

            Assert.That(isListable, Is.EqualTo(EveryResource.Types[type].IsListable), type);
            Assert.That(() => host.ListAsync(type), isListable ? Throws.Nothing : Throws.InstanceOf<RpcException>(), type);
            Assert.That(!isListable || query.GetProperty("properties").TryGetProperty("accountId", out _), type);
        }
    }

    [Test]
    public async Task A_limit_is_respected()
    {
        await using var host = await ProviderHost.StartAsync();
        await host.CreateAsync("VirtualNetwork", PropertyMap.Of(("name", "staging")));

        Assert.That(await host.ListAsync("VirtualNetwork", limit: 1), Has.Count.EqualTo(1));
        Assert.That(await host.ListAsync("VirtualNetwork"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Listing_an_unlistable_resource_is_an_error()
    {
        await using var host = await ProviderHost.StartAsync();

        var refusal = await Assert.ThrowsAsync<RpcException>(() => host.ListAsync("DeviceCertificates"));

        Assert.That(refusal!.StatusCode, Is.EqualTo(StatusCode.Unimplemented));
    }
}
