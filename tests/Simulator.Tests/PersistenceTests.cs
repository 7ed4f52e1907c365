using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Tests;

internal sealed class PersistenceTests : SimulatorTest
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    protected override SimulatorOptions Options => new() { DataFile = DataFile };

    private string DataFile => Path.Combine(_folder, "account.json");

    [TearDown]
    public void DeleteFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_restarted_simulator_has_the_same_objects_and_gives_new_ids()
    {
        var profile = await CreateProfileAsync(1);
        await PutAsync($"devices/policy/{profile}/include", """[{"address":"10.0.0.0/8"}]""");
        await PostAsync("devices/resilience/disconnect", """{"disconnect":false}""");
        Simulator.Seed.Registration(Simulator.Seed.Device("laptop"));
        Simulator.Seed.Connector(await CreateTunnelAsync());
        var before = Simulator.State.Export();

        await RestartAsync();

        AssertJson(Simulator.State.Export(), before.ToJsonString());
        AssertJson((await GetAsync($"devices/policy/{profile}/include")).Result, """[{"address":"10.0.0.0/8"}]""");
        Assert.That(await CreateProfileAsync(2), Is.Not.EqualTo(profile));
    }

    [Test]
    public async Task Changes_behind_the_clients_back_are_persisted()
    {
        Simulator.State.Change(data => data.Settings["gateway_proxy_enabled"] = true);

        await RestartAsync();

        Assert.That((bool)(await GetAsync("devices/settings")).Object["gateway_proxy_enabled"]!, Is.True);
    }

    [Test]
    public async Task Only_the_data_file_is_written()
    {
        await CreateProfileAsync();

        Assert.That(Directory.GetFiles(_folder), Is.EqualTo(new[] { DataFile }));
    }

    [Test]
    public async Task A_read_writes_nothing()
    {
        File.Delete(DataFile);

        await GetAsync("devices/policy");

        Assert.That(File.Exists(DataFile), Is.False);
    }

    [Test]
    public async Task Data_that_an_older_file_lacks_is_initialized()
    {
        await CreateProfileAsync();
        var document = JsonNode.Parse(await File.ReadAllTextAsync(DataFile))!.AsObject();
        document.Remove("virtual_networks");
        await File.WriteAllTextAsync(DataFile, document.ToJsonString());

        await RestartAsync();

        Assert.That((await GetAsync("teamnet/virtual_networks")).All("name"), Is.EqualTo(new[] { "default" }));
        Assert.That((await GetAsync("devices/policies")).List, Has.Count.EqualTo(2));
    }

    [TestCase("{", "Delete it to start over")]
    [TestCase("[]", "not a JSON object")]
    [TestCase("""{"version":99}""", "version '99'")]
    [TestCase("""{"version":1,"account_id":"ffffffffffffffffffffffffffffffff"}""", "belongs to account 'ffffffffffffffffffffffffffffffff'")]
    public async Task An_invalid_file_is_an_error_with_its_path(string content, string problem)
    {
        Directory.CreateDirectory(_folder);
        var file = Path.Combine(_folder, "broken.json");
        await File.WriteAllTextAsync(file, content);

        var error = await Assert.CatchAsync<InvalidDataException>(() =>
            CloudflareSimulator.StartAsync(new SimulatorOptions { DataFile = file })
        );

        Assert.That(error!.Message, Does.Contain(file).And.Contain(problem));
        Assert.That(await File.ReadAllTextAsync(file), Is.EqualTo(content));
    }

    [Test]
    public async Task A_file_that_cannot_be_written_is_an_error_at_startup()
    {
        var error = await Assert.CatchAsync<IOException>(() =>
            CloudflareSimulator.StartAsync(new SimulatorOptions { DataFile = Path.Combine(DataFile, "below-a-file") })
        );

        Assert.That(error!.Message, Does.StartWith("Cannot write the data file"));
    }

    private async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }
}
