using System.Text.Json.Nodes;
using Google.Protobuf;
using Pulumirpc;

namespace ZeroTrust.Engine.Tests.Recordings;

/// <summary>Compares the engine with the recorded messages and state of Pulumi's own engine.</summary>
[TestFixture]
[CancelAfter(900_000)]
internal sealed class RecordingTests
{
    private static readonly string[] StatesRecorded = ["02-up-create", "07-up-replace", "12-up-fail", "14-destroy"];

    private readonly RecordedStack _stack = new();

    private static IReadOnlyList<string> Names => RecordedStack.Names;

    [OneTimeSetUp]
    public async Task Run_all_operations() => await _stack.RunAllAsync(TestContext.CurrentContext.CancellationToken);

    [OneTimeTearDown]
    public async Task Clean_up() => await _stack.DisposeAsync();

    [TestCaseSource(nameof(Names))]
    public void The_provider_receives_the_recorded_requests(string name)
    {
        var outcome = _stack.Outcomes[name];
        var recorded = outcome
            .Recording.Of("pulumirpc.ResourceProvider")
            .Where(message => message.Started)
            .Select(message => (message.Method, Request: RecordedProvider.Parse(message.Method, message)))
            .Where(call => call.Method != "GetSchema")
            .ToList();
        var recordedIds = recorded
            .Select(call => call.Request)
            .OfType<ConfigureRequest>()
            .GroupBy(request => request.Id)
            .ToDictionary(group => group.Key, group => $"<{group.First().Name}>");

        // Pulumi's code generation for an import loads the plugin again for its schema.
        var spare = name == "13-import" ? new[] { "Handshake", "GetPluginInfo", "Cancel" } : [];

        // How far the others got before the failure depends on timing.
        var late = name == "12-up-fail" ? new[] { "Configure urn:pulumi:dev::office::pulumi:providers:zerotrust::lab" } : [];

        Assert.That(
            Comparable(outcome.Received.Select(call => (call.Method, call.Request)), outcome.ProviderIds, late),
            Is.EqualTo(Comparable(recorded, recordedIds, spare))
        );
    }

    [TestCaseSource(nameof(Names))]
    public void The_program_receives_the_recorded_responses(string name)
    {
        var answers = _stack.Outcomes[name].Answers;

        Assert.That(
            answers.Select(answer => $"{answer.What}: {answer.Actual}"),
            Is.EqualTo(answers.Select(answer => $"{answer.What}: {answer.Recorded}"))
        );
    }

    [TestCaseSource(nameof(StatesRecorded))]
    public void The_state_matches_the_recorded_one(string name)
    {
        var outcome = _stack.Outcomes[name];
        var recordedIds = new Dictionary<string, string>
        {
            ["7353fb4c-07e2-4091-b753-55090746da7f"] = "<default_0_1_0>",
            ["1a7facc0-5b37-4b0e-8207-a6e1eaa0cb8d"] = "<lab>",
        };

        var ids = _stack.Outcomes.Values.SelectMany(each => each.ProviderIds).DistinctBy(pair => pair.Key).ToDictionary();

        Assert.That(_stack.Comparable(outcome.State, ids), Is.EqualTo(_stack.Comparable(Recording.State(name), recordedIds)));
    }

    [TestCaseSource(nameof(StatesRecorded))]
    public void The_state_lists_each_resource_after_its_dependencies(string name)
    {
        var seen = new HashSet<string>();
        foreach (var resource in JsonNode.Parse(_stack.Outcomes[name].State)!["deployment"]!["resources"]?.AsArray() ?? [])
        {
            var provider = resource!["provider"]?.GetValue<string>();
            var needed = (resource["dependencies"]?.AsArray().Select(urn => urn!.GetValue<string>()) ?? [])
                .Append(resource["parent"]?.GetValue<string>())
                .Append(provider?[..provider.LastIndexOf("::", StringComparison.Ordinal)]);

            Assert.That(needed.Where(urn => urn is not null && !seen.Contains(urn)), Is.Empty);
            seen.Add(resource["urn"]!.GetValue<string>());
        }
    }

    [Test]
    public void Operations_end_with_the_recorded_exit_codes()
    {
        var unexpected = _stack
            .Outcomes.Where(pair => pair.Value.Result.ExitCode != 0)
            .ToDictionary(pair => pair.Key, pair => pair.Value.Result.ExitCode);

        Assert.That(unexpected, Is.EquivalentTo(new Dictionary<string, int> { ["09-preview-refresh-expect"] = 7, ["12-up-fail"] = 1 }));
    }

    private static string Comparable(
        IEnumerable<(string Method, IMessage Request)> calls,
        IReadOnlyDictionary<string, string> providerIds,
        IReadOnlyCollection<string> spare
    )
    {
        var lines = calls
            .Select(call =>
                (
                    Key: RecordedProvider.KeyOf(call.Method, call.Request),
                    Text: $"{call.Method} {JsonFormatter.Default.Format(Normalized(call.Request))}"
                )
            )
            .GroupBy(call => call.Key)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.Skip(spare.Contains(group.Key.Trim()) ? 1 : 0).Select(call => call.Text));
        return providerIds.Aggregate(string.Join('\n', lines), (text, id) => text.Replace(id.Key, id.Value, StringComparison.Ordinal));
    }

    // Seeds, tokens and addresses vary between runs; only their presence is compared.
    private static IMessage Normalized(IMessage request)
    {
        switch (request)
        {
            case CheckRequest check:
                var normal = check.Clone();
                normal.RandomSeed = ByteString.CopyFromUtf8($"{check.RandomSeed.Length} bytes");
                return normal;
            case CreateRequest create:
                return Marked(
                    create.Clone(),
                    c => c.ResourceStatusAddress = Mark(c.ResourceStatusAddress),
                    c => c.ResourceStatusToken = Mark(c.ResourceStatusToken)
                );
            case ReadRequest read:
                return Marked(
                    read.Clone(),
                    c => c.ResourceStatusAddress = Mark(c.ResourceStatusAddress),
                    c => c.ResourceStatusToken = Mark(c.ResourceStatusToken)
                );
            case UpdateRequest update:
                return Marked(
                    update.Clone(),
                    c => c.ResourceStatusAddress = Mark(c.ResourceStatusAddress),
                    c => c.ResourceStatusToken = Mark(c.ResourceStatusToken)
                );
            case DeleteRequest delete:
                return Marked(
                    delete.Clone(),
                    c => c.ResourceStatusAddress = Mark(c.ResourceStatusAddress),
                    c => c.ResourceStatusToken = Mark(c.ResourceStatusToken)
                );
            case ProviderHandshakeRequest handshake:
                // Attached providers receive no folders; this engine serves neither schemas nor mappings.
                return new ProviderHandshakeRequest
                {
                    ConfigureWithUrn = handshake.ConfigureWithUrn,
                    SupportsViews = handshake.SupportsViews,
                    SupportsRefreshBeforeUpdate = handshake.SupportsRefreshBeforeUpdate,
                    InvokeWithPreview = handshake.InvokeWithPreview,
                    AcceptsByteString = handshake.AcceptsByteString,
                };
            default:
                return request;
        }
    }

    private static T Marked<T>(T request, params IEnumerable<Action<T>> marks)
    {
        foreach (var mark in marks)
        {
            mark(request);
        }
        return request;
    }

    private static string Mark(string value) => value.Length > 0 ? "given" : "";
}
