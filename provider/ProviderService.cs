using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc.Encoded;
using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using PluginAttach = Pulumirpc.PluginAttach;
using PluginInfo = Pulumirpc.PluginInfo;
using Severity = ZeroTrust.Provider.Kernel.Severity;

namespace ZeroTrust.Provider;

/// <summary>The ResourceProvider gRPC service: decodes requests, routes them to the kernel, encodes responses. Knows no resource.</summary>
internal sealed class ProviderService(TimeProvider time, Func<string, string?> environment)
    : ResourceProvider.ResourceProviderBase,
        IDisposable
{
    // Cloudflare's rate limit blocks for five minutes; an operation should survive one block.
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(10);

    // Below the 5 seconds that the engine waits for a provider to close; it includes the checks of the whole program.
    private static readonly TimeSpan FinalReportLimit = TimeSpan.FromSeconds(4);

    // Longer than any operation, and below the maximum of a timer.
    private static readonly TimeSpan LongestLimit = TimeSpan.FromDays(30);

    private readonly Interruption _interruption = new(time);
    private readonly EngineLog _log = new();
    private readonly Lock _lock = new();
    private Configured? _configured;
    private string _reference = "";
    private UnusableConfiguration? _unusable;
    private int _running;

    // A refresh or destroy without a program uses the recorded configuration and does not call CheckConfig.
    private bool _runsProgram;

    private static ConfigureResponse Abilities =>
        new()
        {
            AcceptSecrets = true,
            SupportsPreview = true,
            AcceptResources = true,
            AcceptOutputs = true,
        };

    /// <summary>Logs to the engine given on the command line, until a handshake or Attach names one.</summary>
    public void UseEngine(string? address) => _log.Attach(address);

    public override Task<ProviderHandshakeResponse> Handshake(ProviderHandshakeRequest request, ServerCallContext context)
    {
        _interruption.Reset();
        _runsProgram = false;
        _log.Attach(request.EngineAddress);
        return Task.FromResult(
            new ProviderHandshakeResponse
            {
                AcceptSecrets = true,
                AcceptResources = true,
                AcceptOutputs = true,
            }
        );
    }

    public override Task<Empty> Attach(PluginAttach request, ServerCallContext context)
    {
        _interruption.Reset();
        _runsProgram = false;
        _log.Attach(request.Address);
        return Task.FromResult(new Empty());
    }

    public override Task<PluginInfo> GetPluginInfo(Empty request, ServerCallContext context) =>
        Task.FromResult(new PluginInfo { Version = Package.Version });

    public override Task<GetSchemaResponse> GetSchema(GetSchemaRequest request, ServerCallContext context) =>
        request.SubpackageName.Length > 0
            ? throw ErrorResponses.Refusal(StatusCode.InvalidArgument, $"The package {Package.Name} has no subpackages.")
            : Task.FromResult(new GetSchemaResponse { Schema = Package.Schema() });

    /// <summary>What is missing or wrong is refused here, at the provider: one error, before any resource.</summary>
    public override Task<CheckResponse> CheckConfig(CheckRequest request, ServerCallContext context)
    {
        _runsProgram = true;
        var news = Decode(request.News);
        var response = new CheckResponse { Inputs = request.News };
        response.Failures.Add(
            ProviderConfiguration
                .Errors(news, environment)
                .Select(problem =>
                    Failure(problem, news.ContainsKey(problem.Path) && ProviderConfiguration.Spec.Find(problem.Path) is { Secret: true })
                )
        );
        return Task.FromResult(response);
    }

    /// <summary>Changing the account replaces the provider's resources; credentials, limits and addresses may change at any time.</summary>
    public override Task<DiffResponse> DiffConfig(DiffRequest request, ServerCallContext context)
    {
        var spec = ProviderConfiguration.Spec;
        var old = Decode(request.HasOldInputs ? request.OldInputs : request.Olds);
        var news = Decode(request.News);
        var response = new DiffResponse { HasDetailedDiff = true };
        foreach (var property in spec.Properties)
        {
            var (before, after) = (old.Get(property.Name), news.Get(property.Name));
            if (after is not PropertyUnknown && Equivalence.Equivalent(property.Value, before, after, owned: true))
            {
                continue;
            }

            var replaces = property.Name == "accountId" && after?.Unsecret() is PropertyString && before?.Unsecret() is PropertyString;
            var kind =
                Equivalence.IsEmpty(before) ? PropertyDiff.Types.Kind.Add
                : Equivalence.IsEmpty(after) ? PropertyDiff.Types.Kind.Delete
                : replaces ? PropertyDiff.Types.Kind.UpdateReplace
                : PropertyDiff.Types.Kind.Update;
            response.DetailedDiff[property.Name] = new() { Kind = kind, InputDiff = true };
            response.Diffs.Add(property.Name);
            if (replaces)
            {
                response.Replaces.Add(property.Name);
            }
        }

        response.Changes = response.Diffs.Count > 0 ? DiffResponse.Types.DiffChanges.DiffSome : DiffResponse.Types.DiffChanges.DiffNone;
        return Task.FromResult(response);
    }

    public override async Task<ConfigureResponse> Configure(ConfigureRequest request, ServerCallContext context)
    {
        _interruption.Reset();
        _reference = request.HasUrn && request.HasId ? $"{request.Urn}::{request.Id}" : "";
        var values = request.HasArgs
            ? PropertyCodec.Decode(request.Args)
            : new PropertyMap(
                request.Variables.Select(entry => KeyValuePair.Create(entry.Key.Split(':')[^1], (PropertyValue)(entry.Value)))
            );
        var hint = _runsProgram ? "" : ProviderConfiguration.RecordedHint;
        if (ProviderConfiguration.Errors(values, environment) is { Count: > 0 } errors)
        {
            // The engine would repeat an error of this call for every resource. A run with a program ended at CheckConfig.
            Replace(null, new(ErrorResponses.Configuration(errors, hint)));
            return Abilities;
        }

        var resolved = ProviderConfiguration.Resolve(values, environment);
        var config = ProviderConfiguration.Read(resolved);
        var client = new CloudflareClient(config.ToOptions(Package.Version), time, report: ReportWait);
        client.Redactor.Add(SecretStrings.Of(resolved));
        Replace(
            new(client, config.AccountId!.ToLowerInvariant(), config.AdoptExisting is true, new(config.IgnoreProblems ?? []))
            {
                Network = new(DeclaredParts.OfProvider(config)),
                CredentialsHint = hint,
            },
            null
        );
        using var configured = Use();
        await ReportAsync(configured, "", ProviderConfiguration.Warnings(values, environment), context.CancellationToken);
        return Abilities;
    }

    public override async Task<CheckResponse> Check(CheckRequest request, ServerCallContext context)
    {
        using var configured = Use();
        var type = configured.Resource(request.Type, request.Urn);
        var (inputs, problems) = type.Check(Decode(request.News));
        var olds = new Lazy<PropertyMap>(() => Decode(request.Olds, inputs));
        problems =
        [
            .. problems.Where(problem => problem.Kind != InputProblems.UnusualSpelling || !IsSame(problem.Path, olds.Value, inputs)),
            .. configured.Register(type, request.Urn, inputs, null),
        ];
        await ReportAsync(configured, request.Urn, problems, context.CancellationToken);
        var response = new CheckResponse { Inputs = PropertyCodec.Encode(inputs) };
        response.Failures.Add(
            problems
                .Where(problem => problem.IsError)
                .Select(problem =>
                    Failure(problem with { Message = Redact(problem.Message) }, inputs.Get(problem.Path) is { ContainsSecret: true })
                )
        );
        if (response.Failures.Count > 0)
        {
            configured.Interrupt();
        }

        configured.KeepChecked(request.Urn, inputs);
        return response;
    }

    public override async Task<DiffResponse> Diff(DiffRequest request, ServerCallContext context)
    {
        using var configured = Use();
        var type = configured.Resource(request.Type, request.Urn);
        RequireState(request.Id, request.HasOlds, "Diff");
        var inputs = Decode(request.News, configured.TakeChecked(request.Urn));
        var state = Decode(request.Olds, inputs);
        var oldInputs = request.HasOldInputs ? Decode(request.OldInputs, inputs) : state;
        var outcome = type.Diff(state, oldInputs, inputs, request.IgnoreChanges);

        // Now that the ID is known, the resource may conflict with another one. A refresh runs no program and only asks what has changed,
        // so conflicts are not checked.
        if (configured.Program.Find(request.Urn) is not null)
        {
            configured.Program.Compared(
                type.Token,
                request.Urn,
                request.Id,
                outcome.Changes.Count > 0,
                outcome.Changes.Any(change => change.Replaces)
            );
            Problem[] problems =
            [
                .. configured.Register(type, request.Urn, inputs, state),
                .. outcome.Problems,
                .. configured.Left(type, state, inputs),
            ];
            if (problems.FirstOrDefault(problem => problem.IsError) is { } conflict)
            {
                configured.Interrupt();
                throw ErrorResponses.Refusal(StatusCode.FailedPrecondition, Redact(conflict.Text));
            }

            await ReportAsync(configured, request.Urn, problems, context.CancellationToken);
        }

        var replaces = outcome.Changes.Any(change => change.Replaces);
        var response = new DiffResponse
        {
            Changes = outcome.Changes.Count > 0 ? DiffResponse.Types.DiffChanges.DiffSome : DiffResponse.Types.DiffChanges.DiffNone,
            HasDetailedDiff = true,
            DeleteBeforeReplace = outcome.DeleteBeforeReplace,
        };
        foreach (var change in outcome.Changes)
        {
            response.DetailedDiff[change.Path] = new() { Kind = Kind(change), InputDiff = change.FromInputs };
        }

        response.Diffs.Add(outcome.Changes.Select(change => change.TopLevel).Distinct().Order(StringComparer.Ordinal));
        response.Replaces.Add(
            outcome.Changes.Where(change => change.Replaces).Select(change => change.TopLevel).Distinct().Order(StringComparer.Ordinal)
        );
        if (!replaces)
        {
            response.Stables.Add(type.Stables);
        }

        return response;
    }

    public override async Task<CreateResponse> Create(CreateRequest request, ServerCallContext context)
    {
        using var configured = Use();
        var type = configured.Resource(request.Type, request.Urn);
        var inputs = Decode(request.Properties, configured.TakeChecked(request.Urn));
        if (request.Preview)
        {
            return new() { Properties = PropertyCodec.Encode(type.PreviewCreate(inputs, configured.Account)) };
        }

        var call = new RunningCall(configured, request.Urn, request.Name, request.Timeout, context.CancellationToken);
        var (id, outputs) = await RunAsync(call, (operation, ct) => type.CreateAsync(inputs, operation, ct));

        // Now that the ID is known, the resource may conflict with another one. Its object exists and the engine must record it, so a
        // conflict is left to the check of the other resource.
        await ReportAsync(configured, request.Urn, configured.Register(type, request.Urn, inputs, outputs), CancellationToken.None);
        return new() { Id = id, Properties = PropertyCodec.Encode(outputs) };
    }

    public override async Task<ReadResponse> Read(ReadRequest request, ServerCallContext context)
    {
        using var configured = Use();
        var type = configured.Resource(request.Type, request.Urn);
        Require(request.Id.Length > 0, "Read needs an ID.");

        // An import sends no state and no inputs; a refresh may send empty ones.
        var state = request.HasProperties ? Decode(request.Properties) : null;
        var inputs = request.HasInputs ? Decode(request.Inputs, state) : null;
        var call = new RunningCall(configured, request.Urn, request.Name, request.Timeout, context.CancellationToken);
        var read = await RunAsync(call, (operation, ct) => type.ReadAsync(request.Id, state, inputs, operation, ct));
        return read is null
            ? new()
            : new()
            {
                Id = read.Id,
                Properties = PropertyCodec.Encode(read.Outputs),
                Inputs = PropertyCodec.Encode(read.Inputs),
            };
    }

    public override async Task List(ListRequest request, IServerStreamWriter<ListResponse> responseStream, ServerCallContext context)
    {
        using var configured = Use();
        var account = Decode(request.Query).Get("accountId")?.Unsecret();
        if (account is PropertyUnknown)
        {
            await responseStream.WriteAsync(new() { Computed = new() });
            return;
        }

        using var tokens = _interruption.Begin(DefaultLimit, context.CancellationToken);
        var owner = account is PropertyString own ? own.Value.ToLowerInvariant() : configured.Account;
        var objects =
            configured.Resource(request.Token, "").List(owner, tokens.Stop)
            ?? throw ErrorResponses.Refusal(StatusCode.Unimplemented, $"Objects of type '{request.Token}' cannot be listed.");
        var left = request.Limit > 0 ? request.Limit : long.MaxValue;
        await foreach (var found in objects)
        {
            await responseStream.WriteAsync(
                new()
                {
                    Result = new() { Id = found.Id.ToString(), Name = found.Name },
                },
                tokens.Stop
            );
            if (--left == 0)
            {
                return;
            }
        }
    }

    public override async Task<UpdateResponse> Update(UpdateRequest request, ServerCallContext context)
    {
        using var configured = Use();
        var type = configured.Resource(request.Type, request.Urn);
        RequireState(request.Id, request.HasOlds, "Update");
        var olds = Decode(request.Olds);
        var news = Decode(request.News, olds);
        var oldInputs = request.HasOldInputs ? Decode(request.OldInputs, olds) : olds;
        var outputs = request.Preview
            ? type.PreviewUpdate(olds, oldInputs, news, request.IgnoreChanges)
            : await RunAsync(
                new(configured, request.Urn, request.Name, request.Timeout, context.CancellationToken),
                (operation, ct) => type.UpdateAsync(request.Id, olds, oldInputs, news, request.IgnoreChanges, operation, ct)
            );
        if (!request.Preview)
        {
            configured.Register(type, request.Urn, news, outputs);
        }

        return new() { Properties = PropertyCodec.Encode(outputs) };
    }

    public override async Task<Empty> Delete(DeleteRequest request, ServerCallContext context)
    {
        using var configured = Use();
        var type = configured.Resource(request.Type, request.Urn);
        RequireState(request.Id, request.HasProperties, "Delete");
        var state = Decode(request.Properties);
        var inputs = request.HasOldInputs ? Decode(request.OldInputs, state) : state;
        var call = new RunningCall(configured, request.Urn, request.Name, request.Timeout, context.CancellationToken);
        return await RunAsync(
            call,
            async (operation, ct) =>
            {
                await type.DeleteAsync(request.Id, state, inputs, operation, ct);
                return new Empty();
            }
        );
    }

    public override async Task<InvokeResponse> Invoke(InvokeRequest request, ServerCallContext context)
    {
        using var configured = Use();
        var function =
            configured.Catalog.FindFunction(request.Tok)
            ?? throw ErrorResponses.Refusal(StatusCode.NotFound, $"The package {Package.Name} has no function '{request.Tok}'.");
        var args = Decode(request.Args);
        var call = new RunningCall(configured, "", request.Tok, 0, context.CancellationToken);
        var (result, problems) = await RunAsync(call, (operation, ct) => function.InvokeAsync(args, operation, ct));
        await ReportAsync(
            configured,
            "",
            problems.Select(problem => problem with { Path = $"{request.Tok.Split(':')[^1]} {problem.Path}".TrimEnd() }),
            CancellationToken.None
        );
        var response = new InvokeResponse();
        if (result is not null)
        {
            response.Return = PropertyCodec.Encode(result);
        }

        response.Failures.Add(problems.Where(problem => problem.IsError).Select(problem => Failure(problem, isSecret: false)));
        return response;
    }

    public override async Task<ConstructResponse> Construct(ConstructRequest request, ServerCallContext context)
    {
        var component =
            Catalog.Components.GetValueOrDefault(request.Type)
            ?? throw ErrorResponses.Refusal(
                StatusCode.NotFound,
                $"The package {Package.Name} has no component '{request.Type}'. Is the plugin older than the SDK?"
            );
        var inputs = ComponentConstruction.Inputs(request);
        var problems = Checker.Check(component.Inputs, inputs.WithoutOutputs()).Problems.Concat(component.Check(inputs));
        if (problems.Where(problem => problem.IsError).ToArray() is { Length: > 0 } wrong)
        {
            throw ErrorResponses.WrongInputs(wrong);
        }

        using var tokens = _interruption.Begin(LongestLimit, context.CancellationToken);
        using var channel = LoopbackChannel.To(request.MonitorEndpoint);
        try
        {
            return await new ComponentConstruction(request, _reference, new(channel), Announce, tokens.Stop).RunAsync(component, inputs);
        }
        catch (OperationCanceledException)
        {
            // The engine reports it as a problem of the component, beside the error that is the reason.
            throw ErrorResponses.Refusal(
                StatusCode.Cancelled,
                "Pulumi stopped before the component was complete: the run was interrupted, or another resource failed."
            );
        }

        void Announce(string urn, ChildDeclaration next)
        {
            if (!request.DryRun && _configured is { } configured)
            {
                configured.Announce(urn, Package.Token(next.Type), next.Inputs.WithoutOutputs());
            }
        }
    }

    /// <summary>Returns without stopping the server; the engine closes the connection itself.</summary>
    public override async Task<Empty> Cancel(Empty request, ServerCallContext context)
    {
        // If operations are running, the program was interrupted and has not declared all of its resources.
        var over = Volatile.Read(ref _running) == 0;
        _interruption.Cancel();
        if (_configured is { } configured)
        {
            if (!over)
            {
                configured.Interrupt();
            }

            using var limit = new CancellationTokenSource(FinalReportLimit, time);
            foreach (var (urn, problem) in configured.Finish())
            {
                await ReportAsync(configured, urn, [problem], limit.Token);
            }
        }

        return new();
    }

    public void Dispose()
    {
        _interruption.Dispose();
        _log.Dispose();
        Replace(null, null);
    }

    // A running call keeps the configuration it started with, even if Configure is called again.
    private Configured Use()
    {
        lock (_lock)
        {
            return _configured?.Use()
                ?? throw _unusable?.ToReport()
                    ?? ErrorResponses.Refusal(
                        StatusCode.FailedPrecondition,
                        "The provider is not configured: call Configure before any call about a resource or function."
                    );
        }
    }

    private void Replace(Configured? next, UnusableConfiguration? unusable)
    {
        Configured? previous;
        lock (_lock)
        {
            (previous, _configured, _unusable) = (_configured, next, unusable);
        }

        previous?.Dispose();
    }

    private async Task<T> RunAsync<T>(RunningCall call, Func<Operation, CancellationToken, Task<T>> run)
    {
        var messages = new List<(Severity, string)>();
        var limit = Limit(call.Timeout);
        using var tokens = _interruption.Begin(limit, call.Aborted);
        Interlocked.Increment(ref _running);
        try
        {
            var operation = new Operation(
                call.Urn,
                call.Name,
                call.Configured.Account,
                (severity, text) => messages.Add((severity, Redact(text))),
                tokens.Commit
            )
            {
                Program = call.Configured.Program,
                AdoptExisting = call.Configured.AdoptExisting,
            };
            return await run(operation, tokens.Stop);
        }
        catch (IncompleteException incomplete)
        {
            call.Configured.Interrupt();
            throw ErrorResponses.Incomplete(incomplete, Redact);
        }
        catch (OperationCanceledException) when (tokens.TimedOut)
        {
            // Not DeadlineExceeded, which clients treat as their own deadline.
            throw ErrorResponses.Refusal(
                StatusCode.Aborted,
                $"The operation did not finish within {limit.TotalSeconds:0} seconds; run the update again, "
                    + "or allow more time with the resource option customTimeouts."
            );
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw ErrorResponses.Of(call.Configured.ToReport(failure), Redact);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            await _log.WriteAsync(call.Urn, messages, CancellationToken.None);
        }
    }

    // Errors are returned in responses, so only warnings and notes are logged. Notes about unusual spellings are combined.
    private Task ReportAsync(Configured configured, string urn, IEnumerable<Problem> problems, CancellationToken ct) =>
        _log.WriteAsync(
            urn,
            problems
                .Where(problem => !problem.IsError && configured.Reports(urn, problem))
                .GroupBy(problem => problem.Kind == InputProblems.UnusualSpelling ? "" : problem.Text)
                .Select(group => (group.First().Kind.Severity, Redact(string.Join('\n', group.Select(problem => problem.Text))))),
            ct
        );

    private static bool IsSame(string path, PropertyMap olds, PropertyMap news) => olds.At(path) is { } old && old.Equals(news.At(path));

    private static TimeSpan Limit(double seconds) =>
        seconds >= LongestLimit.TotalSeconds ? LongestLimit
        : seconds > 0 ? TimeSpan.FromSeconds(seconds)
        : DefaultLimit;

    private static void RequireState(string id, bool hasState, string method) =>
        Require(id.Length > 0 && hasState, $"{method} needs an ID and the state.");

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw ErrorResponses.Refusal(StatusCode.InvalidArgument, message);
        }
    }

    /// <param name="like">Properties that are probably the same; what is decoded of them already is used again.</param>
    private PropertyMap Decode(ByteString value, PropertyMap? like = null)
    {
        var properties = PropertyCodec.Decode(value, like);
        if (_configured is { } configuration && SecretStrings.Of(properties) is { Count: > 0 } secrets)
        {
            configuration.Redactor.Add(secrets);
        }

        return properties;
    }

    private string Redact(string text) => _configured?.Redactor.Redact(text) ?? text;

    // Not on a resource's row, because many resources wait for the same rate limit.
    private void ReportWait(string message) => _ = _log.WriteAsync("", [(Severity.Info, message)], CancellationToken.None);

    // The engine prints the value of the property that a failure names, even a secret. For a secret, only the reason names the property.
    private static CheckFailure Failure(Problem problem, bool isSecret) =>
        isSecret
            ? new() { Reason = $"{problem.Path}: {problem.Message} ({problem.Kind.Code})" }
            : new() { Property = problem.Path, Reason = $"{problem.Message} ({problem.Kind.Code})" };

    private static PropertyDiff.Types.Kind Kind(Change change) =>
        (change.Kind, change.Replaces) switch
        {
            (ChangeKind.Add, false) => PropertyDiff.Types.Kind.Add,
            (ChangeKind.Add, true) => PropertyDiff.Types.Kind.AddReplace,
            (ChangeKind.Delete, false) => PropertyDiff.Types.Kind.Delete,
            (ChangeKind.Delete, true) => PropertyDiff.Types.Kind.DeleteReplace,
            (_, false) => PropertyDiff.Types.Kind.Update,
            (_, true) => PropertyDiff.Types.Kind.UpdateReplace,
        };

    /// <summary>The resource or function that a running operation is for.</summary>
    private readonly record struct RunningCall(Configured Configured, string Urn, string Name, double Timeout, CancellationToken Aborted);
}
