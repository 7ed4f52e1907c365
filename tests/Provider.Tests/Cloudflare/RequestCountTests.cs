using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using static ZeroTrust.Provider.Tests.Cloudflare.Replies;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>The exact number of requests of operations.</summary>
internal sealed class RequestCountTests
{
    private const string Policies = $"GET /accounts/{Harness.Account}/devices/policies";

    [Test]
    public async Task Refreshing_500_profiles_is_one_request()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result(Profiles(500))));

        var found = await harness.Time.RunAsync(
            Task.WhenAll(
                Enumerable
                    .Range(1, 500)
                    .Select(number => harness.Client.Profiles.FindProfileAsync(Harness.Account, $"p{number}", null, default))
            )
        );

        Assert.That(found.Select(profile => profile!.PolicyId), Is.EqualTo(Enumerable.Range(1, 500).Select(number => $"p{number}")));
        Assert.That(harness.Api.Lines, Is.EqualTo((string[])[Policies]));
    }

    [Test]
    public async Task Refreshing_500_profiles_sequentially_is_also_one_request()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result(Profiles(500))));
        for (var number = 1; number <= 500; number++)
        {
            await harness.RunAsync(client => client.Profiles.FindProfileAsync(Harness.Account, $"p{number}", null, default));
        }

        Assert.That(harness.Api.Lines, Is.EqualTo((string[])[Policies]));
    }

    [Test]
    public async Task Refreshing_300_tunnels_is_one_request()
    {
        using var harness = new Harness(
            new ScriptedApi(_ => Result(Tunnels(1, 300), """{"page":1,"per_page":1000,"count":300,"total_count":300}"""))
        );

        await harness.Time.RunAsync(
            Task.WhenAll(
                Enumerable
                    .Range(1, 300)
                    .Select(number => harness.Client.WarpConnectors.GetTunnelAsync(Harness.Account, $"t{number}", default))
            )
        );

        Assert.That(
            harness.Api.Lines,
            Is.EqualTo((string[])[$"GET /accounts/{Harness.Account}/warp_connector?is_deleted=false&page=1&per_page=1000"])
        );
    }

    [Test]
    public async Task Refreshing_2500_tunnels_is_three_requests()
    {
        using var harness = new Harness(
            new ScriptedApi(request =>
            {
                var page =
                    request.Query.Contains("page=1&", StringComparison.Ordinal) ? 1
                    : request.Query.Contains("page=2&", StringComparison.Ordinal) ? 2
                    : 3;
                return Result(Tunnels((1000 * page) - 999, Math.Min(2500, 1000 * page)), """{"total_count":2500}""");
            })
        );

        var tunnels = await harness.RunAsync(client => client.WarpConnectors.ListTunnelsAsync(Harness.Account, default));

        Assert.That(tunnels.Select(tunnel => tunnel.Id), Is.EqualTo(Enumerable.Range(1, 2500).Select(number => $"t{number}")));
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(3));
    }

    [Test]
    public async Task Refreshing_everything_else_is_one_request_per_kind()
    {
        using var harness = new Harness(
            new ScriptedApi(request =>
                Result(
                    request.Path.Split('/')[^1] switch
                    {
                        "networks" => """[{"network_id":"1"},{"network_id":"2"}]""",
                        "routes" or "virtual_networks" => """[{"id":"1"},{"id":"2"}]""",
                        _ => "{}",
                    }
                )
            )
        );
        await harness.Time.RunAsync(
            Task.WhenAll(
                Enumerable
                    .Range(0, 20)
                    .SelectMany(number =>
                        (IEnumerable<Task>)
                            [
                                harness.Client.ManagedNetworks.FindManagedNetworkAsync(Harness.Account, $"{1 + (number % 2)}", default),
                                harness.Client.Routes.FindRouteAsync(Harness.Account, $"{1 + (number % 2)}", default),
                                harness.Client.VirtualNetworks.FindVirtualNetworkAsync(Harness.Account, $"{1 + (number % 2)}", default),
                                harness.Client.Profiles.GetDefaultProfileAsync(Harness.Account, default),
                                harness.Client.Settings.GetSettingsAsync(Harness.Account, default),
                                harness.Client.Settings.GetConnectivityAsync(Harness.Account, default),
                            ]
                    )
            )
        );

        Assert.That(harness.Api.Lines, Is.Unique);
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(6));
    }

    [Test]
    public async Task Each_list_of_a_profile_is_read_once()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result("[]")));
        await harness.Time.RunAsync(
            Task.WhenAll(
                Enumerable
                    .Range(0, 40)
                    .SelectMany(number =>
                        (IEnumerable<Task>)
                            [
                                harness.Client.Profiles.FindSplitTunnelAsync(
                                    Harness.Account,
                                    $"p{number % 4}",
                                    SplitTunnelList.Exclude,
                                    default
                                ),
                                harness.Client.Profiles.FindSplitTunnelAsync(
                                    Harness.Account,
                                    $"p{number % 4}",
                                    SplitTunnelList.Include,
                                    default
                                ),
                                harness.Client.Profiles.FindFallbackDomainsAsync(Harness.Account, $"p{number % 4}", default),
                            ]
                    )
            )
        );

        Assert.That(harness.Api.Lines, Is.Unique);
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(13), "the profiles, which do not include the lists, and the lists");
    }

    [Test]
    public async Task Accounts_are_read_separately()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result("[]")));

        await harness.RunAsync(client => client.Profiles.ListProfilesAsync("a1", null, default));
        await harness.RunAsync(client => client.Profiles.ListProfilesAsync("a2", null, default));

        Assert.That(harness.Api.Lines, Is.EqualTo((string[])["GET /accounts/a1/devices/policies", "GET /accounts/a2/devices/policies"]));
    }

    [Test]
    public async Task A_profile_missing_in_the_list_is_read_by_its_id()
    {
        using var harness = new Harness(
            Result(Profiles(1)),
            Result("""{"policy_id":"b","profile_type":"browser_extension"}"""),
            Error(404, 2052, "device policy not found")
        );

        var extension = await harness.RunAsync(client => client.Profiles.FindProfileAsync(Harness.Account, "b", null, default));
        var gone = await harness.RunAsync(client => client.Profiles.FindProfileAsync(Harness.Account, "c", null, default));

        Assert.That((extension!.PolicyId, gone), Is.EqualTo(("b", (object?)null)));
        Assert.That(
            harness.Api.Lines,
            Is.EqualTo(
                (string[])
                    [Policies, $"GET /accounts/{Harness.Account}/devices/policy/b", $"GET /accounts/{Harness.Account}/devices/policy/c"]
            )
        );
    }

    [Test]
    public async Task Own_writes_are_visible_immediately()
    {
        var name = "old";
        using var harness = new Harness(
            new ScriptedApi(request =>
            {
                name = request.Body is { } body ? (string)JsonNode.Parse(body)!["name"]! : name;
                return Result(
                    request.Method == "GET" ? $$"""[{"policy_id":"p","name":"{{name}}"}]""" : $$"""{"policy_id":"p","name":"{{name}}"}"""
                );
            })
        );

        var before = await harness.RunAsync(client => client.Profiles.FindProfileAsync(Harness.Account, "p", null, default));
        await harness.RunAsync(client =>
            client.Profiles.PatchProfileAsync(Harness.Account, "p", new JsonObject { ["name"] = "new" }, default)
        );
        var after = await harness.RunAsync(client => client.Profiles.FindProfileAsync(Harness.Account, "p", null, default));

        Assert.That((before!.Name, after!.Name), Is.EqualTo(("old", "new")));
    }

    [Test]
    public async Task Writing_a_list_invalidates_only_it_and_the_list_of_the_other_mode()
    {
        using var harness = new Harness(new ScriptedApi(request => Result(request.Body ?? "[]")));
        async Task ReadAsync(CloudflareClient client)
        {
            await client.Profiles.FindSplitTunnelAsync(Harness.Account, "p", SplitTunnelList.Exclude, default);
            await client.Profiles.FindSplitTunnelAsync(Harness.Account, "p", SplitTunnelList.Include, default);
            await client.Profiles.FindFallbackDomainsAsync(Harness.Account, "p", default);
            await client.Profiles.ListProfilesAsync(Harness.Account, null, default);
        }

        await harness.RunAsync(ReadAsync);
        await harness.RunAsync(client =>
            client.Profiles.PutSplitTunnelAsync(Harness.Account, "p", SplitTunnelList.Include, [new() { Host = "a" }], default)
        );
        await harness.RunAsync(ReadAsync);

        Assert.That(harness.Api.Lines.Skip(5).Select(line => line.Split('/')[^1]), Is.EqualTo((string[])["exclude", "include"]));
    }

    [Test]
    public async Task Twenty_single_entries_take_one_read_one_write_and_one_check()
    {
        using var harness = new Harness(ScriptedApi.Storing("""[{"address":"10.0.0.0/8"}]"""));

        await harness.Time.RunAsync(
            Task.WhenAll(
                Enumerable
                    .Range(1, 20)
                    .Select(number =>
                        harness.Client.Profiles.EditSplitTunnelAsync(
                            Harness.Account,
                            "p",
                            SplitTunnelList.Exclude,
                            list => [.. list, new() { Address = $"192.0.2.{number}/32" }],
                            default
                        )
                    )
            )
        );

        Assert.That(harness.Api.Requests.Select(request => request.Method), Is.EqualTo((string[])["GET", "PUT", "GET"]));
        Assert.That(JsonNode.Parse(harness.Api.Requests[1].Body!)!.AsArray(), Has.Count.EqualTo(21));
    }

    [Test]
    public async Task Deleting_250_registrations_is_three_requests()
    {
        using var harness = new Harness(new ScriptedApi(_ => Result("null")));
        string[] ids = [.. Enumerable.Range(1, 250).Select(number => $"r{number}")];

        await harness.RunAsync(client => client.Registrations.DeleteRegistrationsAsync(Harness.Account, [.. ids, .. ids], default));

        Assert.That(harness.Api.Requests.Select(request => request.Query.Split('&').Length), Is.EqualTo((int[])[100, 100, 50]));
        Assert.That(
            string.Join('&', harness.Api.Requests.Select(request => request.Query)),
            Is.EqualTo(string.Join('&', ids.Select(id => $"id={id}")))
        );
    }

    [Test]
    public async Task Deleting_nothing_sends_no_request()
    {
        using var harness = new Harness();

        await harness.RunAsync(client => client.Registrations.DeleteRegistrationsAsync(Harness.Account, [], default));

        Assert.That(harness.Api.Requests, Is.Empty);
    }

    [Test]
    public async Task A_bulk_deletion_with_missing_ids_deletes_the_others()
    {
        using var harness = new Harness(
            new ScriptedApi(request =>
                request.Query.Length > 0 || request.Path.EndsWith("/r2", StringComparison.Ordinal)
                    ? Error(404, 1000, "not found")
                    : Result("null")
            )
        );

        await harness.RunAsync(client => client.Registrations.DeleteRegistrationsAsync(Harness.Account, ["r1", "r2", "r3"], default));

        Assert.That(harness.Api.Requests.Skip(1).Select(request => request.Path.Split('/')[^1]), Is.EqualTo((string[])["r1", "r2", "r3"]));
    }

    [Test]
    public async Task A_failed_bulk_call_reports_how_many_were_done()
    {
        using var harness = new Harness(Result("null"), Error(400, 1000, "no"));

        var failure = await harness.FailsAsync(client =>
            client.LegacyDevices.RevokeDevicesAsync(Harness.Account, [.. Enumerable.Range(1, 300).Select(number => $"d{number}")], default)
        );

        Assert.That(
            failure.Message,
            Is.EqualTo(
                "POST 100 devices: Cloudflare refused it (400, code 1000 'no'). Nothing changed. The first 200 of 300 had been processed."
            )
        );
    }

    private static string Profiles(int count) =>
        new JsonArray([
            .. Enumerable.Range(1, count).Select(number => new JsonObject { ["policy_id"] = $"p{number}", ["precedence"] = number }),
        ]).ToJsonString();

    private static string Tunnels(int from, int to) =>
        new JsonArray([
            .. Enumerable.Range(from, to - from + 1).Select(number => new JsonObject { ["id"] = $"t{number}", ["name"] = $"n{number}" }),
        ]).ToJsonString();
}
