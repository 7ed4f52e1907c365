using System.Text.Json;
using Google.Protobuf;
using Grpc.Core;
using Pulumirpc;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>
/// Sends the recorded requests of the real engine to our provider. The recorded objects do not exist here, some values violate our rules
/// and IDs are those of another provider: clear errors about these are accepted, and listed.
/// </summary>
internal sealed class RecordedRequestsTests
{
    private static IEnumerable<string> Recordings =>
        Directory
            .EnumerateFiles(RepositoryFiles.PathTo("tests", "recordings"), "*.grpc.jsonl")
            .Select(file => Path.GetFileName(file))
            .Order(StringComparer.Ordinal);

    [TestCaseSource(nameof(Recordings))]
    public async Task Every_request_gets_a_clear_response(string recording)
    {
        await using var host = await ProviderHost.StartAsync(new() { AccountId = new string('0', 32), Token = "canary-token" });
        await using var lab = await ProviderHost.StartAsync(new() { AccountId = new string('0', 31) + "1", Token = "lab-token" });

        foreach (var (method, request) in RequestsOf(recording))
        {
            try
            {
                // The recorded program has a second provider, in a separate process.
                await SendAsync(request.TryGetProperty("name", out var name) && name.GetString() == "lab" ? lab : host, method, request);
            }
            catch (RpcException refusal)
            {
                Assert.That(Expected(method, request), Does.Contain(refusal.StatusCode), $"{method}: {refusal.Status.Detail} {request}");
                Assert.That(refusal.Status.Detail, Does.Not.Contain("c2VjcmV0LXNlY3JldA==").And.Not.Contain("canary-token"));
            }
        }
    }

    [Test]
    public void The_recordings_contain_every_call_of_an_engine() =>
        Assert.That(
            Recordings.SelectMany(RequestsOf).Select(entry => entry.Method).Distinct(),
            Is.EquivalentTo([
                "Handshake",
                "GetPluginInfo",
                "GetSchema",
                "CheckConfig",
                "Configure",
                "DiffConfig",
                "Cancel",
                "Check",
                "Diff",
                "Create",
                "Read",
                "Update",
                "Delete",
                "Invoke",
            ])
        );

    // The expected failures: the object does not exist, or its ID is not one of ours.
    private static StatusCode[] Expected(string method, JsonElement request) =>
        method switch
        {
            "Invoke" => [StatusCode.NotFound, StatusCode.PermissionDenied],
            "Create" when Type(request) == "SplitTunnel" => [StatusCode.NotFound],
            "Create" when Type(request) == "WarpConnectorTunnel" => [StatusCode.FailedPrecondition],
            "Create" => [StatusCode.FailedPrecondition],
            "Update" => [StatusCode.NotFound],
            "Delete" when Type(request) == "SplitTunnel" => [StatusCode.InvalidArgument],
            _ => [],
        };

    private static string Type(JsonElement request) => request.GetProperty("type").GetString()!.Split(':')[^1];

    private static async Task SendAsync(ProviderHost host, string method, JsonElement request)
    {
        var (client, ct) = (host.Client, CancellationToken.None);
        switch (method)
        {
            case "Handshake":
                // The recorded engine no longer exists.
                var handshake = Parse<ProviderHandshakeRequest>(request);
                handshake.EngineAddress = "";
                await client.HandshakeAsync(handshake, cancellationToken: ct);
                break;
            case "Configure":
                var configure = Parse<ConfigureRequest>(request);
                configure.Args.Fields["baseUrl"] = new() { StringValue = host.Cloudflare.BaseUrl };
                await client.ConfigureAsync(configure, cancellationToken: ct);
                break;
            case "CheckConfig":
                Assert.That((await client.CheckConfigAsync(Parse<CheckRequest>(request), cancellationToken: ct)).Failures, Is.Empty);
                break;
            case "DiffConfig":
                Assert.That(
                    (await client.DiffConfigAsync(Parse<DiffRequest>(request), cancellationToken: ct)).Changes,
                    Is.EqualTo(DiffResponse.Types.DiffChanges.DiffNone)
                );
                break;
            case "Cancel":
                // The recorded process ends here; the next one starts with a handshake.
                await client.CancelAsync(new(), cancellationToken: ct);
                await client.HandshakeAsync(new(), cancellationToken: ct);
                break;
            case "Check":
                AssertFailures(
                    request,
                    (await client.CheckAsync(Parse<CheckRequest>(request), cancellationToken: ct)).Failures.Select(failure =>
                        failure.Property
                    )
                );
                break;
            case "Diff":
                ProviderHost.Describe(await client.DiffAsync(Parse<DiffRequest>(request), cancellationToken: ct));
                break;
            case "Invoke":
                Assert.That(
                    (await client.InvokeAsync(Parse<InvokeRequest>(request), cancellationToken: ct)).Failures.Select(failure =>
                        failure.Property
                    ),
                    Is.EqualTo(["accountId"])
                );
                break;
            default:
                await (
                    method switch
                    {
                        "GetPluginInfo" => client.GetPluginInfoAsync(new(), cancellationToken: ct).ResponseAsync,
                        "GetSchema" => client.GetSchemaAsync(Parse<GetSchemaRequest>(request), cancellationToken: ct).ResponseAsync,
                        "Create" => client.CreateAsync(Parse<CreateRequest>(request), cancellationToken: ct).ResponseAsync,
                        "Read" => client.ReadAsync(Parse<ReadRequest>(request), cancellationToken: ct).ResponseAsync,
                        "Update" => client.UpdateAsync(Parse<UpdateRequest>(request), cancellationToken: ct).ResponseAsync,
                        "Delete" => client.DeleteAsync(Parse<DeleteRequest>(request), cancellationToken: ct).ResponseAsync,
                        _ => (Task)
                            Task.FromException(
                                new NotSupportedException($"The recordings hold a call that this test does not send: {method}.")
                            ),
                    }
                );
                break;
        }
    }

    // The recorded program has values that our rules reject: a profile without match, a short secret (whose property is not reported), a
    // host that is an unresolved ID.
    private static void AssertFailures(JsonElement request, IEnumerable<string> properties)
    {
        var news = request.GetProperty("news");
        string[] expected = Type(request) switch
        {
            "DeviceProfile" when !news.TryGetProperty("match", out _) => ["match"],
            "WarpConnectorTunnel" when news.GetProperty("tunnelSecret").GetProperty("value").GetString()!.Length < 44 => [""],
            _ => [],
        };
        Assert.That(properties, Is.EqualTo(expected), request.ToString());
    }

    private static IEnumerable<(string Method, JsonElement Request)> RequestsOf(string recording)
    {
        foreach (var line in File.ReadLines(RepositoryFiles.PathTo("tests", "recordings", recording)))
        {
            using var document = JsonDocument.Parse(line);
            var path = document.RootElement.GetProperty("method").GetString()!.TrimStart('/').Split('/');
            if (path[0] == "pulumirpc.ResourceProvider" && document.RootElement.GetProperty("progress").GetString() == "request_started")
            {
                yield return (path[1], document.RootElement.GetProperty("request").Clone());
            }
        }
    }

    private static T Parse<T>(JsonElement request)
        where T : IMessage<T>, new() => new MessageParser<T>(() => new T()).WithDiscardUnknownFields(true).ParseJson(request.GetRawText());
}
