using System.Net;
using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using static ZeroTrust.Provider.Tests.Cloudflare.Replies;

namespace ZeroTrust.Provider.Tests.Cloudflare;

internal sealed class ErrorTests
{
    private const string Secret = "AQIDBAUGBwgBAgMEBQYHCAECAwQFBgcIAQIDBAUGBwg=";

    [Test]
    public async Task A_refusal_is_reported_with_the_reason_and_that_nothing_changed()
    {
        using var harness = new Harness(Error(400, 2034, "invalid suffix").With("CF-Ray", "8f2a-FRA"));

        var failure = await harness.FailsAsync(client =>
            client.Profiles.PutFallbackDomainsAsync(Harness.Account, "f174", [new() { Suffix = "a" }], default)
        );

        Assert.That(
            failure.Message,
            Is.EqualTo(
                "PUT fallback_domains of profile 'f174': Cloudflare refused it (400, code 2034 'invalid suffix'). Nothing changed. Ray "
                    + "ID 8f2a-FRA."
            )
        );
        Assert.That((failure.Kind, failure.Status, failure.RayId), Is.EqualTo((CloudflareErrorKind.Refused, 400, "8f2a-FRA")));
        Assert.That(
            (failure.Method, failure.Route),
            Is.EqualTo(("PUT", "/accounts/{account_id}/devices/policy/{policy_id}/fallback_domains"))
        );
        Assert.That(failure.Errors, Is.EqualTo((CloudflareError[])[new(2034, "invalid suffix")]));
        Assert.That(failure.HasCode(2034), Is.True);
    }

    [Test]
    public async Task A_failed_read_does_not_mention_changes()
    {
        using var harness = new Harness(Error(400, 1000, "no"));

        var failure = await harness.FailsAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default));

        Assert.That(failure.Message, Is.EqualTo("GET device profiles: Cloudflare refused it (400, code 1000 'no')."));
    }

    [Test]
    public async Task A_write_that_may_have_arrived_is_reported_as_such()
    {
        using var harness = new Harness(new ScriptedApi(_ => Error(503, 1000, "no")), Harness.Options with { MaxRetries = 0 });

        var failure = await harness.FailsAsync(client =>
            client.Profiles.PatchProfileAsync(Harness.Account, "p1", new JsonObject { ["name"] = "n" }, default)
        );

        Assert.That(
            failure.Message,
            Is.EqualTo(
                "PATCH profile 'p1': Cloudflare failed (503, code 1000 'no'). Run it again; see www.cloudflarestatus.com for outages. It "
                    + "may have taken effect."
            )
        );
        Assert.That(failure.MayHaveArrived, Is.True);
    }

    [Test]
    public async Task A_write_that_was_never_sent_is_reported_as_without_effect()
    {
        using var harness = new Harness(
            new ScriptedApi(_ => Broken(HttpRequestError.NameResolutionError)),
            Harness.Options with
            {
                MaxRetries = 0,
            }
        );

        var failure = await harness.FailsAsync(client => client.Profiles.DeleteProfileAsync(Harness.Account, "p1", default));

        Assert.That(
            failure.Message,
            Is.EqualTo(
                "DELETE profile 'p1': no response (cannot resolve the name 'api.cloudflare.com'). Check the network, proxies and "
                    + "baseUrl, then run it again. Nothing changed."
            )
        );
    }

    [TestCase(401, 10000, "Authentication error")]
    [TestCase(401, 1000, "Invalid API Token")]
    [TestCase(403, 9109, "Invalid access token")]
    [TestCase(403, 9109, "Cannot use the access token from location: 192.0.2.1")]
    [TestCase(400, 6003, "Invalid request headers")]
    [TestCase(400, 6111, "Invalid format for Authorization header")]
    public async Task Rejected_credentials_are_reported_once_with_where_they_are_set(int status, int code, string message)
    {
        using var harness = new Harness(Error(status, code, message));

        var failure = await harness.FailsAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default));
        var next = await harness.FailsAsync(client => client.Routes.DeleteRouteAsync(Harness.Account, "r", default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.Unauthorized));
        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"GET device profiles: Cloudflare rejected the credentials ({status}, code {code} '{message}'). "
                    + "Check apiToken (or CLOUDFLARE_API_TOKEN), or apiKey and email."
            )
        );
        Assert.That(next, Is.SameAs(failure));
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Calls_that_are_rejected_together_have_one_explanation_in_whatever_order_they_fail()
    {
        const int Calls = 20;
        var allSent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var harness = new Harness(
            new ScriptedApi(_ =>
                async (request, ct) =>
                {
                    await allSent.Task;
                    return await Error(401, 10000, "Authentication error")(request, ct);
                }
            )
        );
        var calls = Enumerable
            .Range(0, Calls)
            .Select(index =>
                Assert.CatchAsync<CloudflareException>(() => harness.Client.Routes.DeleteRouteAsync(Harness.Account, $"r{index}", default))
            )
            .ToArray();
        await harness.Api.WhenSentAsync(Calls);
        allSent.SetResult();

        var failures = await Task.WhenAll(calls);

        Assert.That(failures.Distinct().Single()!.Message, Does.Contain("(401, code 10000 'Authentication error'). Check apiToken"));
    }

    [Test]
    public async Task A_missing_permission_is_reported_by_name()
    {
        using var harness = new Harness(new ScriptedApi(_ => Error(403, 10000, "Authentication error")));
        using var other = new Harness(Error(403, 9109, "Unauthorized to access requested resource"));

        string[] missing =
        [
            (await harness.FailsAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default))).Message,
            (await harness.FailsAsync(client => client.Profiles.DeleteProfileAsync(Harness.Account, "p", default))).Message,
            (await harness.FailsAsync(client => client.Resilience.SetGlobalOverrideAsync(Harness.Account, true, null, default))).Message,
            (await harness.FailsAsync(client => client.WarpConnectors.FindTokenAsync(Harness.Account, "t", default))).Message,
            (await harness.FailsAsync(client => client.Certificates.FindCertificatesAsync("z", default))).Message,
            (await harness.FailsAsync(client => client.Routes.ListRoutesAsync(Harness.Account, default))).Message,
        ];

        Assert.That(
            missing[0],
            Is.EqualTo(
                "GET device profiles: the credentials lack permission (403, code 10000 'Authentication error'). "
                    + $"The token needs the permission 'Zero Trust Read' in account '{Harness.Account}'; a token for another account "
                    + "gets the same error. "
                    + "A new token or permission takes a moment to become valid."
            )
        );
        Assert.That(missing[1], Does.Contain("'Zero Trust Write'"));
        Assert.That(missing[2], Does.Contain("'Zero Trust Resilience Write'"));
        Assert.That(missing[3], Does.Contain("'Cloudflare One Connector: WARP Write'"));
        Assert.That(missing[4], Does.Contain("'SSL and Certificates Read'"));
        Assert.That(missing[5], Does.Contain("'Cloudflare Tunnel Read'"));
        Assert.That(
            (await other.FailsAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default))).Message,
            Does.Contain("the credentials lack permission (403, code 9109")
        );
    }

    [Test]
    public async Task A_key_at_a_token_only_endpoint_is_explained()
    {
        using var harness = new Harness(
            ScriptedApi.InTurn(Error(403, 10000, "Authentication error")),
            Harness.Options with
            {
                ApiToken = null,
                ApiKey = "0123456789abcdef",
                Email = "admin@example.com",
            }
        );

        var failure = await harness.FailsAsync(client => client.Devices.FindDeviceAsync(Harness.Account, "d", default));

        Assert.That(failure.Message, Does.Contain("Cloudflare documents this endpoint for API tokens only, not for API keys."));
    }

    [Test]
    public async Task Missing_credentials_are_detected_before_anything_is_sent()
    {
        using var harness = new Harness(ScriptedApi.InTurn(), new CloudflareOptions());

        var failure = await harness.FailsAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.Unauthorized));
        Assert.That(
            failure.Message,
            Is.EqualTo("GET device profiles: no credentials are configured. Set apiToken (or CLOUDFLARE_API_TOKEN), or apiKey and email.")
        );
    }

    [Test]
    public async Task An_unknown_path_is_not_a_missing_object([Values(400, 404)] int status)
    {
        using var harness = new Harness(Result("[]"), Error(status, 7003, "Could not route to /accounts/x"));

        var failure = await harness.FailsAsync(client => client.Profiles.FindProfileAsync(Harness.Account, "p1", null, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.Refused));
        Assert.That(failure.Message, Does.Contain("Cloudflare does not have this path").And.Contain("Check accountId and baseUrl"));
    }

    [Test]
    public async Task Only_cloudflares_own_404_means_that_an_object_is_gone()
    {
        Reply[] others =
        [
            Page(404, "<html>Not here</html>"),
            Json(HttpStatusCode.NotFound, """{"error":"not found"}"""),
            Json(HttpStatusCode.NotFound, "[]"),
            Json(HttpStatusCode.NotFound, ""),
        ];
        foreach (var reply in others)
        {
            using var harness = new Harness(reply);

            var failure = await harness.FailsAsync(client => client.Certificates.FindCertificatesAsync("z", default));

            Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.UnexpectedResponse));
        }
    }

    [Test]
    public async Task Neither_401_nor_403_means_that_an_object_is_gone([Values(401, 403)] int status)
    {
        using var harness = new Harness(Error(status, 1002, "tunnel not found"));

        var failure = await harness.FailsAsync(client => client.WarpConnectors.FindTokenAsync(Harness.Account, "t", default));

        Assert.That(failure.Kind, Is.Not.EqualTo(CloudflareErrorKind.NotFound));
    }

    [Test]
    public async Task An_HTML_page_instead_of_a_response_is_quoted_in_part()
    {
        using var harness = new Harness(Page(200, $"<html>\n  <title>Company   proxy</title>{new string('x', 500)}"));

        var failure = await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.UnexpectedResponse));
        Assert.That(
            failure.Message,
            Does.Contain("no JSON envelope, starting '<html> <title>Company proxy</title>xxx").And.Contain("Check baseUrl and proxies")
        );
        Assert.That(failure.Message, Has.Length.LessThan(400));
    }

    [TestCase(""" "text" """, "$")]
    [TestCase("""{"gateway_proxy_enabled":"yes"}""", "$.gateway_proxy_enabled")]
    public async Task A_malformed_result_is_reported_with_its_path(string result, string path)
    {
        using var harness = new Harness(Result(result));

        var failure = await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.UnexpectedResponse));
        Assert.That(failure.Message, Does.Contain($"its result cannot be read at '{path}'").And.Contain("please report this"));
    }

    [Test]
    public async Task A_page_with_a_server_error_is_a_server_error()
    {
        using var harness = new Harness(
            new ScriptedApi(_ => Page(502, "<html>Bad gateway</html>")),
            Harness.Options with
            {
                MaxRetries = 0,
            }
        );

        var failure = await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.Unavailable));
    }

    [Test]
    public async Task A_redirect_is_not_followed()
    {
        using var harness = new Harness(Page(302, "moved").With("Location", "https://elsewhere.example.com/"));

        var failure = await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.UnexpectedResponse));
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_200_response_with_success_false_is_an_error()
    {
        using var harness = new Harness(Error(200, 1000, "not really"));

        var failure = await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(failure.Kind, Is.EqualTo(CloudflareErrorKind.UnexpectedResponse));
        Assert.That(
            failure.Message,
            Is.EqualTo(
                $"GET device settings of account '{Harness.Account}': Cloudflare's response contradicts itself: a success status with an "
                    + "error (200, code 1000 'not really'). Run it again."
            )
        );
    }

    [Test]
    public async Task A_missing_reference_is_distinguished_from_a_missing_object()
    {
        using var harness = new Harness(
            new ScriptedApi(request => request.Method == "GET" ? Result("[]") : Error(404, 1002, "tunnel not found"))
        );

        var route = await harness.FailsAsync(client =>
            client.Routes.CreateRouteAsync(Harness.Account, new JsonObject { ["network"] = "10.0.0.0/16", ["tunnel_id"] = "t" }, default)
        );
        var tunnel = await harness.FailsAsync(client =>
            client.WarpConnectors.PatchTunnelAsync(Harness.Account, "t", new JsonObject { ["name"] = "n" }, default)
        );

        Assert.That(
            route.Message,
            Does.StartWith("POST route '10.0.0.0/16': the tunnel that it refers to does not exist (404, code 1002 'tunnel not found').")
        );
        Assert.That(tunnel.Message, Does.StartWith("PATCH WARP connector 't': it does not exist (404, code 1002 'tunnel not found')."));
    }

    [Test]
    public async Task Rejected_credentials_are_explained_once_and_retried_after_a_while()
    {
        var rejects = true;
        using var harness = new Harness(new ScriptedApi(_ => rejects ? Error(401, 10000, "Authentication error") : Result("[]")));

        var first = await harness.FailsAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default));
        var second = await harness.FailsAsync(client => client.Routes.DeleteRouteAsync(Harness.Account, "r", default));

        Assert.That(first.Message, Does.Contain("Check apiToken (or CLOUDFLARE_API_TOKEN)"));
        Assert.That(second, Is.SameAs(first));
        Assert.That(harness.Api.Requests, Has.Count.EqualTo(1));

        rejects = false;
        harness.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.That(await harness.RunAsync(client => client.Profiles.ListProfilesAsync(Harness.Account, null, default)), Is.Empty);
    }

    [Test]
    public async Task Long_messages_and_long_lists_of_messages_are_truncated()
    {
        var errors = string.Join(
            ',',
            Enumerable.Range(1, 50).Select(code => $$"""{"code":{{code}},"message":"{{new string('m', 1000)}}"}""")
        );
        using var harness = new Harness(Json(HttpStatusCode.BadRequest, $$"""{"success":false,"errors":[{{errors}},null]}"""));

        var failure = await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(failure.Errors, Has.Count.EqualTo(5));
        Assert.That(failure.Message, Has.Length.LessThan(2000));
    }

    [TestCase("😀😀", "😀…")]
    [TestCase("m😀", "m…")]
    public async Task A_message_is_cut_between_two_characters(string end, string cut)
    {
        var begin = new string('m', 298);
        using var harness = new Harness(Error(400, 1000, begin + end + "m"));

        var failure = await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default));

        Assert.That(failure.Errors.Single().Message, Is.EqualTo(begin + cut));
    }

    [Test]
    public async Task Terminals_are_not_controlled_by_what_the_server_sends()
    {
        using var harness = new Harness(
            Error(400, 1000, "\e[2J\e[31mno\a\r\nline \u009b2J").With("CF-Ray", "\e[2J" + new string('r', 5000)),
            Page(403, "<p>\e]0;title\a\0</p>")
        );

        var failures = new[]
        {
            await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default)),
            await harness.FailsAsync(client => client.Settings.GetSettingsAsync(Harness.Account, default)),
        };

        Assert.That(failures.Select(failure => failure.Message), Is.All.Not.Match(@"\p{Cc}"));
        Assert.That(failures.Select(failure => failure.Message.Length), Is.All.LessThan(1000));
    }

    [Test]
    public async Task Secrets_quoted_by_cloudflare_are_redacted()
    {
        using var harness = new Harness(Error(400, 1000, $"bad header Bearer {Harness.Token}, bad secret {Secret}"));

        var failure = await harness.FailsAsync(client =>
            client.WarpConnectors.PatchTunnelAsync(Harness.Account, "t", new JsonObject { ["tunnel_secret"] = Secret }, default)
        );

        Assert.That(failure.Message, Does.Contain("bad header Bearer [secret], bad secret [secret]"));
        Assert.That(failure.ToString() + failure.Errors[0], Does.Not.Contain(Harness.Token).And.Not.Contain(Secret));
    }

    [Test]
    public async Task A_malformed_secret_response_is_not_quoted()
    {
        using var harness = new Harness(Json(HttpStatusCode.OK, "\"eyJhIjoidG9wLXNlY3JldCJ9\""));

        var failure = await harness.FailsAsync(client => client.WarpConnectors.FindTokenAsync(Harness.Account, "t", default));

        Assert.That(failure.Message, Does.Not.Contain("eyJ"));
    }

    [Test]
    public async Task Log_lines_have_no_ids_queries_bodies_or_credentials()
    {
        using var harness = new Harness(Result("""[{"id":"d1"}]"""), Error(503, 1000, "no"), Result("""{"id":"the-tunnel"}"""));

        await harness.RunAsync(async client =>
        {
            await foreach (
                var _ in client.Devices.ListDevicesAsync(Harness.Account, new() { UserEmail = "someone@example.com" }, null, default)
            ) { }

            await client.WarpConnectors.PatchTunnelAsync(
                Harness.Account,
                "the-tunnel",
                new JsonObject { ["tunnel_secret"] = Secret },
                default
            );
        });

        Assert.That(harness.Log, Has.Count.EqualTo(3));
        Assert.That(harness.Log[0], Is.EqualTo("GET /accounts/{account_id}/devices/physical-devices: 200 after 0 ms, attempt 1"));
        Assert.That(harness.Log[2], Is.EqualTo("PATCH /accounts/{account_id}/warp_connector/{tunnel_id}: 200 after 0 ms, attempt 2"));
        var all = string.Join('\n', harness.Log);
        foreach (var hidden in (string[])["someone", "the-tunnel", Secret, Harness.Token, Harness.Account])
        {
            Assert.That(all, Does.Not.Contain(hidden));
        }
    }

    [Test]
    public void The_string_forms_of_secret_responses_are_redacted()
    {
        Assert.That(new OverrideCodesWire(new Dictionary<string, string> { ["1"] = "1234567" }).ToString(), Does.Not.Contain("1234567"));
        Assert.That(new UninstallCodeWire("1234567", null).ToString(), Does.Not.Contain("1234567"));
    }

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("..")]
    public void An_id_that_would_change_the_path_is_never_sent(string id)
    {
        using var harness = new Harness();

        Assert.That(
            async () => await harness.Client.Routes.DeleteRouteAsync(Harness.Account, id, default),
            Throws.InstanceOf<FormatException>()
        );
        Assert.That(harness.Api.Requests, Is.Empty);
    }

    [Test]
    public async Task Ids_are_escaped()
    {
        using var harness = new Harness(Result("null"));

        await harness.RunAsync(client => client.Routes.DeleteRouteAsync(Harness.Account, "a/b?c", default));

        Assert.That(harness.Api.Lines, Is.EqualTo((string[])[$"DELETE /accounts/{Harness.Account}/teamnet/routes/a%2Fb%3Fc"]));
    }

    [Test]
    public async Task Requests_have_credentials_and_a_user_agent()
    {
        using var withToken = new Harness(
            ScriptedApi.InTurn(Result("null")),
            Harness.Options with
            {
                ApiKey = "unused-key",
                Email = "a@b.c",
                Version = "1.2.3",
            }
        );
        using var withKey = new Harness(
            ScriptedApi.InTurn(Result("null")),
            Harness.Options with
            {
                ApiToken = null,
                ApiKey = "the-key",
                Email = "a@b.c",
            }
        );

        await withToken.RunAsync(client => client.Resilience.FindGlobalOverrideAsync(Harness.Account, default));
        await withKey.RunAsync(client => client.Resilience.FindGlobalOverrideAsync(Harness.Account, default));

        var token = withToken.Api.Requests[0].Headers;
        var key = withKey.Api.Requests[0].Headers;
        Assert.That(token["Authorization"], Is.EqualTo($"Bearer {Harness.Token}"));
        Assert.That(token, Does.Not.ContainKey("X-Auth-Key"));
        Assert.That(token["User-Agent"], Is.EqualTo("pulumi-resource-zerotrust/1.2.3"));
        Assert.That((key["X-Auth-Email"], key["X-Auth-Key"]), Is.EqualTo(("a@b.c", "the-key")));
        Assert.That(key, Does.Not.ContainKey("Authorization"));
    }
}
