using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using static ZeroTrust.Provider.Tests.Cloudflare.Replies;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>Creations happen once, whatever happens to their responses.</summary>
internal sealed class CreationTests
{
    private static readonly JsonObject Profile = new()
    {
        ["name"] = "Office",
        ["match"] = "os.name == \"mac\"",
        ["precedence"] = 100,
    };
    private readonly List<JsonObject> _profiles = [];
    private readonly List<JsonObject> _tunnels = [];

    [SetUp]
    public void SetUp()
    {
        _profiles.Clear();
        _tunnels.Clear();
    }

    [Test]
    public async Task A_creation_returns_the_apis_response()
    {
        using var harness = Script(_ => null);

        var created = await harness.RunAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That((created.PolicyId, created.Name, created.Precedence), Is.EqualTo(("p1", "Office", 100)));
        Assert.That(Posts(harness), Is.EqualTo(1));
    }

    [Test]
    public async Task After_a_lost_response_the_object_is_looked_up()
    {
        using var harness = Script(post => post == 1 ? Broken(HttpRequestError.ResponseEnded) : null);

        var created = await harness.RunAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(created.PolicyId, Is.EqualTo("p1"));
        Assert.That(Posts(harness), Is.EqualTo(1));
        Assert.That(_profiles, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task After_a_timeout_the_object_is_looked_up()
    {
        using var harness = Script(_ => Silence());
        var creation = harness.Client.WarpConnectors.CreateTunnelAsync(Harness.Account, "site", true, default);
        await harness.Api.WhenSentAsync(2);
        harness.Time.Advance(Harness.Limit);
        var created = await harness.Time.RunAsync(creation);

        Assert.That(created.Id, Is.EqualTo("t1"));
        Assert.That(Posts(harness), Is.EqualTo(1));
    }

    [Test]
    public async Task An_unreadable_response_is_treated_as_lost()
    {
        using var harness = Script(_ => Json(System.Net.HttpStatusCode.OK, """{"success":true,"result":{"policy_id":"p"""));

        var created = await harness.RunAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(created.PolicyId, Is.EqualTo("p1"));
    }

    [TestCase("br")]
    [TestCase("gzip")]
    [TestCase("deflate")]
    public async Task A_response_that_cannot_be_decompressed_is_treated_as_lost(string encoding)
    {
        using var harness = Script(_ => Damaged(encoding));

        var created = await harness.RunAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(created.PolicyId, Is.EqualTo("p1"));
        Assert.That(harness.Log, Has.Some.StartsWith("POST /accounts/{account_id}/devices/policy: connection lost"));
    }

    [Test]
    public async Task An_object_that_existed_before_is_not_mistaken_for_the_new_one()
    {
        _profiles.Add(Stored("old", Profile, "policy_id"));
        using var harness = Script(_ => Broken(HttpRequestError.ResponseEnded), carriesOut: false);

        var failure = await harness.FailsAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(failure, Is.InstanceOf<CloudflareUnknownOutcomeException>());
        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.UnknownOutcome));
        Assert.That(failure.Message, Does.StartWith("POST profile 'Office': no response (the connection was lost)."));
        Assert.That(failure.Message, Does.Contain("It has not appeared yet, and was not created again"));
        Assert.That(Posts(harness), Is.EqualTo(1));
    }

    [Test]
    public async Task Another_new_object_is_not_mistaken_for_the_created_one()
    {
        using var harness = Script(
            post =>
            {
                _profiles.Add(
                    Stored(
                        "foreign",
                        new JsonObject
                        {
                            ["name"] = "Office",
                            ["match"] = "os.name == \"mac\"",
                            ["precedence"] = 7,
                        },
                        "policy_id"
                    )
                );
                return Broken(HttpRequestError.ResponseEnded);
            },
            carriesOut: false
        );

        var failure = await harness.FailsAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(failure, Is.InstanceOf<CloudflareUnknownOutcomeException>());
    }

    [Test]
    public async Task An_object_that_is_listed_late_is_found()
    {
        var lists = 0;
        using var harness = Script(_ => Broken(HttpRequestError.ResponseEnded), hideList: () => ++lists is 2 or 3);

        var created = await harness.RunAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(created.PolicyId, Is.EqualTo("p1"));
        Assert.That(lists, Is.EqualTo(4));
    }

    [Test]
    public async Task A_request_that_never_left_is_sent_again(
        [Values(HttpRequestError.ConnectionError, HttpRequestError.NameResolutionError)] HttpRequestError error
    )
    {
        using var harness = Script(post => post < 3 ? Broken(error) : null, carriesOut: post => post == 3);

        await harness.RunAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(Posts(harness), Is.EqualTo(3));
        Assert.That(_profiles, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_throttled_request_is_sent_again()
    {
        using var harness = Script(post => post < 3 ? Error(429, 971, "Please wait") : null, carriesOut: post => post == 3);

        await harness.RunAsync(client => client.WarpConnectors.CreateTunnelAsync(Harness.Account, "site", null, default));

        Assert.That(Posts(harness), Is.EqualTo(3));
        Assert.That(_tunnels, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task After_a_server_error_without_effect_a_unique_object_is_created_again([Values(500, 503)] int status)
    {
        using var harness = Script(post => post == 1 ? Error(status, 1000, "no") : null, carriesOut: post => post == 2);

        var created = await harness.RunAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(created.PolicyId, Is.EqualTo("p1"));
        Assert.That(
            harness.Api.Requests.Select(request => request.Method),
            Is.EqualTo((string[])["GET", "POST", "GET", "GET", "GET", "POST"])
        );
    }

    [Test]
    public async Task After_a_server_error_that_created_the_object_the_refused_retry_finds_it()
    {
        var hidden = 0;
        using var harness = Script(
            post => post == 1 ? Error(500, 1000, "no") : Error(409, 2000, "precedence is taken"),
            carriesOut: post => post == 1,
            hideList: () => ++hidden is 2 or 3 or 4
        );

        var created = await harness.RunAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(created.PolicyId, Is.EqualTo("p1"));
        Assert.That(_profiles, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task After_a_gateway_error_nothing_is_created_again([Values(502, 504, 522)] int status)
    {
        using var harness = Script(_ => Page(status, "<html>gateway</html>"), carriesOut: false);

        var failure = await harness.FailsAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(failure, Is.InstanceOf<CloudflareUnknownOutcomeException>());
        Assert.That(Posts(harness), Is.EqualTo(1));
    }

    [Test]
    public async Task An_object_that_may_exist_twice_is_not_created_again()
    {
        var profile = new JsonObject { ["name"] = "Office", ["match"] = "os.name == \"mac\"" };
        using var harness = Script(_ => Error(503, 1000, "no"), carriesOut: false);

        var failure = await harness.FailsAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, profile, default));

        Assert.That(failure, Is.InstanceOf<CloudflareUnknownOutcomeException>());
        Assert.That(Posts(harness), Is.EqualTo(1));
    }

    [Test]
    public async Task A_refusal_is_not_retried()
    {
        _tunnels.Add(Stored("old", new JsonObject { ["name"] = "site" }, "id"));
        using var harness = Script(_ => Error(409, 1013, "You already have a tunnel with this name"), carriesOut: false);

        var failure = await harness.FailsAsync(client => client.WarpConnectors.CreateTunnelAsync(Harness.Account, "site", null, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.Refused));
        Assert.That(failure.Message, Does.EndWith("(409, code 1013 'You already have a tunnel with this name'). Nothing changed."));
        Assert.That(Posts(harness), Is.EqualTo(1));
    }

    [Test]
    public async Task Concurrent_creations_with_lost_responses_each_get_their_own_object()
    {
        using var harness = Script(_ => Broken(HttpRequestError.ResponseEnded));
        var creations = Enumerable
            .Range(1, 10)
            .Select(number =>
                harness.Client.Profiles.CreateProfileAsync(
                    Harness.Account,
                    new JsonObject
                    {
                        ["name"] = "Office",
                        ["match"] = "os.name == \"mac\"",
                        ["precedence"] = number,
                    },
                    default
                )
            );

        var created = await harness.Time.RunAsync(Task.WhenAll(creations));

        Assert.That(created.Select(profile => profile.Precedence), Is.EqualTo(Enumerable.Range(1, 10)));
        Assert.That(created.Select(profile => profile.PolicyId), Is.Unique);
        Assert.That(_profiles, Has.Count.EqualTo(10));
    }

    [Test]
    public async Task One_object_is_not_returned_for_two_creations()
    {
        using var harness = Script(post => post == 1 ? null : Broken(HttpRequestError.ResponseEnded), carriesOut: post => post == 1);

        await harness.RunAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));
        var failure = await harness.FailsAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(failure, Is.InstanceOf<CloudflareUnknownOutcomeException>());
    }

    [Test]
    public async Task A_failed_lookup_is_reported()
    {
        var lists = 0;
        using var harness = Script(
            _ => Broken(HttpRequestError.ResponseEnded),
            listReply: () => ++lists > 1 ? Error(403, 10000, "Authentication error") : null
        );

        var failure = await harness.FailsAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, default));

        Assert.That(failure, Is.InstanceOf<CloudflareUnknownOutcomeException>());
        Assert.That(failure.Message, Does.Contain("The search for it also failed (GET device profiles: the credentials lack permission"));
    }

    [Test]
    public async Task A_creation_that_was_sent_is_not_lost_by_cancelling()
    {
        using var cancel = new CancellationTokenSource();
        using var harness = Script(_ =>
        {
            cancel.Cancel();
            return null;
        });

        // The clock stands still: the response comes before the time that is left for it ends.
        var created = await harness.Client.Profiles.CreateProfileAsync(Harness.Account, Profile, cancel.Token);

        Assert.That(created.PolicyId, Is.EqualTo("p1"));
    }

    [Test]
    public async Task A_cancelled_creation_without_a_response_is_still_looked_up()
    {
        using var cancel = new CancellationTokenSource();
        using var harness = Script(_ =>
        {
            cancel.Cancel();
            return Silence();
        });
        var creation = harness.Client.Profiles.CreateProfileAsync(Harness.Account, Profile, cancel.Token);

        Assert.That((await creation).PolicyId, Is.EqualTo("p1"));
    }

    [Test]
    public async Task Cancelling_before_anything_is_sent_creates_nothing()
    {
        using var cancel = new CancellationTokenSource();
        using var harness = Script(
            _ => null,
            listReply: () =>
            {
                cancel.Cancel();
                return null;
            }
        );

        Assert.That(
            async () => await harness.RunAsync(client => client.Profiles.CreateProfileAsync(Harness.Account, Profile, cancel.Token)),
            Throws.InstanceOf<OperationCanceledException>()
        );
        Assert.That(Posts(harness), Is.Zero);
    }

    [Test]
    public async Task Creating_many_costs_one_request_each_and_one_for_all()
    {
        using var harness = Script(_ => null);
        var creations = Enumerable
            .Range(1, 200)
            .Select(number =>
                harness.Client.Profiles.CreateProfileAsync(
                    Harness.Account,
                    new JsonObject
                    {
                        ["name"] = $"p{number}",
                        ["match"] = "os.name == \"mac\"",
                        ["precedence"] = number,
                    },
                    default
                )
            );

        await harness.Time.RunAsync(Task.WhenAll(creations));

        Assert.That(harness.Api.Requests, Has.Count.EqualTo(201));
    }

    [Test]
    public async Task A_code_whose_response_was_lost_is_not_generated_again()
    {
        using var harness = new Harness(Broken(HttpRequestError.ResponseEnded));

        var failure = await harness.FailsAsync(client => client.OverrideCodes.CreateUninstallCodeAsync(Harness.Account, null, 24, default));

        Assert.That(failure, Is.InstanceOf<CloudflareUnknownOutcomeException>());
        Assert.That(failure.Message, Does.EndWith("Run it again to get a code."));
    }

    [Test]
    public async Task Routes_virtual_networks_and_managed_networks_are_also_looked_up()
    {
        List<JsonObject> stored = [];
        using var harness = new Harness(
            new ScriptedApi(request =>
            {
                if (request.Method == "GET")
                {
                    return Result(new JsonArray([.. stored.Select(item => item.DeepClone())]).ToJsonString());
                }

                stored.Add(
                    Stored(
                        $"id{stored.Count}",
                        JsonNode.Parse(request.Body!)!.AsObject(),
                        request.Path.EndsWith("/networks", StringComparison.Ordinal) ? "network_id" : "id"
                    )
                );
                return Broken(HttpRequestError.ResponseEnded);
            })
        );

        var route = await harness.RunAsync(client =>
            client.Routes.CreateRouteAsync(Harness.Account, new JsonObject { ["network"] = "10.0.0.0/16", ["tunnel_id"] = "t1" }, default)
        );
        stored.Clear();
        var vnet = await harness.RunAsync(client =>
            client.VirtualNetworks.CreateVirtualNetworkAsync(Harness.Account, new JsonObject { ["name"] = "v" }, default)
        );
        stored.Clear();
        var managed = await harness.RunAsync(client =>
            client.ManagedNetworks.CreateManagedNetworkAsync(
                Harness.Account,
                new()
                {
                    Name = "n",
                    Type = "tls",
                    Config = new("host:1", null),
                },
                default
            )
        );

        Assert.That((route.Id, vnet.Id, managed.NetworkId), Is.EqualTo(("id0", "id0", "id0")));
        Assert.That(Posts(harness), Is.EqualTo(3));
    }

    private static int Posts(Harness harness) => harness.Api.Requests.Count(request => request.Method == "POST");

    private static JsonObject Stored(string id, JsonObject sent, string idName)
    {
        var stored = sent.DeepClone().AsObject();
        stored[idName] = id;
        return stored;
    }

    private Harness Script(Func<int, Reply?> onPost, bool carriesOut = true, Func<bool>? hideList = null) =>
        Script(onPost, _ => carriesOut, hideList);

    private Harness Script(Func<int, Reply?> onPost, Func<int, bool> carriesOut, Func<bool>? hideList = null) =>
        Script(onPost, carriesOut, () => hideList?.Invoke() == true ? Result("[]") : null);

    private Harness Script(Func<int, Reply?> onPost, Func<Reply?> listReply) => Script(onPost, _ => true, listReply);

    /// <summary>An account with profiles and tunnels.</summary>
    /// <param name="onPost">Reply to the nth creation; null returns the object.</param>
    /// <param name="carriesOut">Whether the nth creation is executed.</param>
    /// <param name="listReply">Reply to a list request; null returns the list.</param>
    private Harness Script(Func<int, Reply?> onPost, Func<int, bool> carriesOut, Func<Reply?> listReply)
    {
        var gate = new Lock();
        var posts = 0;
        return new(
            new ScriptedApi(request =>
            {
                lock (gate)
                {
                    var tunnels = request.Path.Contains("warp_connector", StringComparison.Ordinal);
                    var objects = tunnels ? _tunnels : _profiles;
                    if (request.Method == "GET")
                    {
                        return listReply() ?? Result(new JsonArray([.. objects.Select(item => item.DeepClone())]).ToJsonString());
                    }

                    var created = Stored(
                        $"{(tunnels ? 't' : 'p')}{objects.Count + 1}",
                        JsonNode.Parse(request.Body!)!.AsObject(),
                        tunnels ? "id" : "policy_id"
                    );
                    var reply = onPost(++posts);
                    if (carriesOut(posts))
                    {
                        objects.Add(created);
                    }

                    return reply ?? Result(created.ToJsonString());
                }
            })
        );
    }
}
