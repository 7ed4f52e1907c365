using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Rpc;
using ZeroTrust.Protocol.Services;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using Severity = ZeroTrust.Provider.Kernel.Severity;

namespace ZeroTrust.Provider;

/// <summary>The ResourceProvider service: decodes, routes to the kernel, encodes. Knows no resource.</summary>
internal sealed class ProviderService(TimeProvider time, Func<string, string?> environment) : ResourceProviderService, IDisposable
{
    // Cloudflare's rate limit blocks for five minutes; an operation should survive one such block.
    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(10);

    // The engine waits 5 seconds for a provider that it closes.
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(2);

    private readonly Interruption _interruption = new(time);
    private readonly EngineLog _log = new();
    private Configured? _configured;
    private int _running;

    /// <summary>Where to log when no handshake tells: the process's last argument.</summary>
    public void UseEngine(string? address) => _log.Attach(address);

    public override Task<ProviderHandshakeResponse> HandshakeAsync(ProviderHandshakeRequest request, CallContext context)
    {
        _interruption.Reset();
        _log.Attach(request.EngineAddress);
        return Task.FromResult(new ProviderHandshakeResponse { AcceptSecrets = true, AcceptResources = true, AcceptOutputs = true });
    }

    public override Task<Empty> AttachAsync(PluginAttach request, CallContext context)
    {
        _interruption.Reset();
        _log.Attach(request.Address);
        return Task.FromResult(new Empty());
    }

    public override Task<PluginInfo> GetPluginInfoAsync(Empty request, CallContext context) => Task.FromResult(new PluginInfo { Version = Package.Version });

    public override Task<GetSchemaResponse> GetSchemaAsync(GetSchemaRequest request, CallContext context) =>
        request.SubpackageName.Length > 0
            ? throw new RpcException(RpcStatusCode.InvalidArgument, $"The package {Package.Name} has no subpackages.")
            : Task.FromResult(new GetSchemaResponse { Schema = Package.Schema() });

    public override Task<CheckResponse> CheckConfigAsync(CheckRequest request, CallContext context)
    {
        var response = new CheckResponse { Inputs = request.News ?? new Struct() };
        response.Failures.Add(ProviderConfiguration.Check(Decode(request.News))
            .Where(problem => problem.Kind.Severity == Severity.Error)
            .Select(problem => Failure(problem, ProviderConfiguration.Spec.Find(problem.Path) is { Secret: true })));
        return Task.FromResult(response);
    }

    /// <summary>Only another account makes other resources; credentials, limits and addresses may change at any time.</summary>
    public override Task<DiffResponse> DiffConfigAsync(DiffRequest request, CallContext context)
    {
        var spec = ProviderConfiguration.Spec;
        var old = Decode(request.OldInputs ?? request.Olds);
        var news = Decode(request.News);
        var response = new DiffResponse { HasDetailedDiff = true };
        foreach (var property in spec.Properties)
        {
            var (before, after) = (old.Get(property.Name), news.Get(property.Name));
            if (after is not PropertyUnknown && Equivalence.Equivalent(property.Value, before, after, owned: true))
            {
                continue;
            }

            var replaces = property.Name == "accountId" && after is PropertyString && before is PropertyString;
            var kind = Equivalence.IsEmpty(before) ? PropertyDiff.Types.Kind.Add
                : Equivalence.IsEmpty(after) ? PropertyDiff.Types.Kind.Delete
                : replaces ? PropertyDiff.Types.Kind.UpdateReplace : PropertyDiff.Types.Kind.Update;
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

    public override Task<ConfigureResponse> ConfigureAsync(ConfigureRequest request, CallContext context)
    {
        _interruption.Reset();
        var values = request.Args is { } args
            ? PropertyCodec.Read(args)
            : new PropertyMap(request.Variables.Select(entry => KeyValuePair.Create(entry.Key.Split(':')[^1], (PropertyValue)(entry.Value))));
        var resolved = ProviderConfiguration.Resolve(values, environment);
        var config = ProviderConfiguration.Read(resolved);
        if (ProviderConfiguration.Missing(config).ToArray() is { Length: > 0 } missing)
        {
            throw ErrorAnswers.MissingConfiguration(missing);
        }

        // The program's values have been checked before; the environment's have not.
        if (ProviderConfiguration.Check(resolved).Where(problem => problem.Kind.Severity == Severity.Error).ToArray() is { Length: > 0 } wrong)
        {
            throw ErrorAnswers.WrongConfiguration(wrong);
        }

        var previous = Interlocked.Exchange(ref _configured, new(new CloudflareClient(config.ToOptions(Package.Version), time), config.AccountId!.ToLowerInvariant(), config.AdoptExisting is true));
        previous?.Dispose();
        return Task.FromResult(new ConfigureResponse { AcceptSecrets = true, SupportsPreview = true, AcceptResources = true, AcceptOutputs = true });
    }

    public override async Task<CheckResponse> CheckAsync(CheckRequest request, CallContext context)
    {
        var type = Resource(request.Type, request.Urn);
        var (inputs, problems) = type.Check(Decode(request.News));
        problems = [.. problems, .. Register(type, request.Urn, inputs, null)];
        await _log.WriteAsync(
            request.Urn,
            problems.Where(problem => problem.Kind.Severity != Severity.Error).Select(problem => (problem.Kind.Severity, problem.Text)),
            context.CancellationToken);
        var response = new CheckResponse { Inputs = PropertyCodec.Write(inputs) };
        response.Failures.Add(problems.Where(problem => problem.Kind.Severity == Severity.Error)
            .Select(problem => Failure(problem, inputs.Get(problem.Path) is { ContainsSecret: true })));
        return response;
    }

    public override async Task<DiffResponse> DiffAsync(DiffRequest request, CallContext context)
    {
        var type = Resource(request.Type, request.Urn);
        var (state, inputs) = (Decode(request.Olds), Decode(request.News));
        var outcome = type.Diff(state, Decode(request.OldInputs ?? request.Olds), inputs, request.IgnoreChanges);

        // Now that its id is known, it may turn out to conflict with another resource. A refresh asks about resources without a program: it wants to
        // know what has changed, possible to repair or not.
        if (Configuration.Program.Has(request.Urn))
        {
            Configuration.Program.Compared(
                type.Token, request.Urn, request.Id, outcome.Changes.Count > 0, outcome.Changes.Any(change => change.Replaces));
            Problem[] problems = [.. Register(type, request.Urn, inputs, state), .. outcome.Problems];
            if (problems.FirstOrDefault(problem => problem.Kind.Severity == Severity.Error) is { } conflict)
            {
                throw new RpcException(RpcStatusCode.FailedPrecondition, conflict.Text);
            }

            await _log.WriteAsync(request.Urn, problems.Select(problem => (problem.Kind.Severity, problem.Text)), context.CancellationToken);
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
        response.Replaces.Add(outcome.Changes.Where(change => change.Replaces).Select(change => change.TopLevel).Distinct().Order(StringComparer.Ordinal));
        if (!replaces)
        {
            response.Stables.Add(type.Outputs.Properties.Where(property => property.Stable).Select(property => property.Name).Order(StringComparer.Ordinal));
        }

        return response;
    }

    public override async Task<CreateResponse> CreateAsync(CreateRequest request, CallContext context)
    {
        var type = Resource(request.Type, request.Urn);
        var inputs = Decode(request.Properties);
        if (request.Preview)
        {
            return new() { Properties = PropertyCodec.Write(type.PreviewCreate(inputs, Configuration.Account)) };
        }

        var (id, outputs) = await RunAsync(request.Urn, request.Name, request.Timeout, context, (operation, ct) => type.CreateAsync(inputs, operation, ct));

        // From now on its id is known. A conflict is reported when the other resource is checked: this one exists, and the engine has to know it.
        var doubts = Register(type, request.Urn, inputs, outputs).Where(problem => problem.Kind.Severity != Severity.Error);
        await _log.WriteAsync(request.Urn, doubts.Select(problem => (problem.Kind.Severity, problem.Text)), CancellationToken.None);
        return new() { Id = id, Properties = PropertyCodec.Write(outputs) };
    }

    public override async Task<ReadResponse> ReadAsync(ReadRequest request, CallContext context)
    {
        var type = Resource(request.Type, request.Urn);

        // Presence tells an import (nothing known) from a refresh; emptiness does not.
        var state = request.Properties is null ? null : Decode(request.Properties);
        var inputs = request.Inputs is null ? null : Decode(request.Inputs);
        var read = await RunAsync(
            request.Urn, request.Name, request.Timeout, context, (operation, ct) => type.ReadAsync(request.Id, state, inputs, operation, ct));
        return read is null
            ? new()
            : new() { Id = read.Id, Properties = PropertyCodec.Write(read.Outputs), Inputs = PropertyCodec.Write(read.Inputs) };
    }

    public override async IAsyncEnumerable<ListResponse> ListAsync(ListRequest request, CallContext context)
    {
        var account = Decode(request.Query).Get("accountId")?.Unsecret();
        if (account is PropertyUnknown)
        {
            yield return new() { Computed = new() };
            yield break;
        }

        using var tokens = _interruption.Begin(DefaultLimit, context.CancellationToken);
        var objects = Resource(request.Token, "").List(account is PropertyString own ? own.Value.ToLowerInvariant() : Configuration.Account, tokens.Stop)
            ?? throw new RpcException(RpcStatusCode.Unimplemented, $"Objects of type '{request.Token}' cannot be listed.");
        var left = request.Limit > 0 ? request.Limit : long.MaxValue;
        await foreach (var found in objects)
        {
            yield return new() { Result = new() { Id = found.Id.ToString(), Name = found.Name } };
            if (--left == 0)
            {
                yield break;
            }
        }
    }

    public override async Task<UpdateResponse> UpdateAsync(UpdateRequest request, CallContext context)
    {
        var type = Resource(request.Type, request.Urn);
        var (olds, news) = (Decode(request.Olds), Decode(request.News));
        var oldInputs = Decode(request.OldInputs ?? request.Olds);
        var outputs = request.Preview
            ? type.PreviewUpdate(olds, oldInputs, news, request.IgnoreChanges)
            : await RunAsync(
                request.Urn, request.Name, request.Timeout, context,
                (operation, ct) => type.UpdateAsync(request.Id, olds, oldInputs, news, request.IgnoreChanges, operation, ct));
        if (!request.Preview)
        {
            Register(type, request.Urn, news, outputs);
        }

        return new() { Properties = PropertyCodec.Write(outputs) };
    }

    public override async Task<Empty> DeleteAsync(DeleteRequest request, CallContext context)
    {
        var type = Resource(request.Type, request.Urn);
        var state = Decode(request.Properties);
        var inputs = Decode(request.OldInputs ?? request.Properties);
        return await RunAsync(request.Urn, request.Name, request.Timeout, context, async (operation, ct) =>
        {
            await type.DeleteAsync(request.Id, state, inputs, operation, ct);
            return new Empty();
        });
    }

    public override async Task<InvokeResponse> InvokeAsync(InvokeRequest request, CallContext context)
    {
        var function = Configuration.Catalog.FindFunction(request.Tok)
            ?? throw new RpcException(RpcStatusCode.NotFound, $"The package {Package.Name} has no function '{request.Tok}'.");
        var args = Decode(request.Args);
        var (result, problems) = await RunAsync("", request.Tok, 0, context, (operation, ct) => function.InvokeAsync(args, operation, ct));
        var response = new InvokeResponse { Return = result is null ? null : PropertyCodec.Write(result) };
        response.Failures.Add(problems.Where(problem => problem.Kind.Severity == Severity.Error).Select(problem => Failure(problem, isSecret: false)));
        return response;
    }

    /// <summary>Acknowledged at once and without stopping the server: the engine closes the connection itself.</summary>
    public override async Task<Empty> CancelAsync(Empty request, CallContext context)
    {
        // An interrupted program has not said all that it would have said.
        var over = Volatile.Read(ref _running) == 0;
        _interruption.Cancel();
        if (over && _configured is { } configuration)
        {
            using var limit = new CancellationTokenSource(FarewellLimit, time);
            foreach (var (urn, problem) in configuration.Facts.Finish())
            {
                await _log.WriteAsync(urn, [(problem.Kind.Severity, problem.Text)], limit.Token);
            }
        }

        return new();
    }

    public void Dispose()
    {
        _interruption.Dispose();
        _log.Dispose();
        _configured?.Dispose();
    }

    private Configured Configuration => _configured
        ?? throw new RpcException(RpcStatusCode.FailedPrecondition, "The provider is not configured yet: Configure comes before any call about a resource or function.");

    private ResourceType Resource(string type, string urn)
    {
        var token = type.Length > 0 ? type : TypeOf(urn);
        return Configuration.Catalog.FindResource(token)
            ?? throw new RpcException(RpcStatusCode.NotFound, $"The package {Package.Name} has no resource '{token}'. Is the plugin older than the SDK?");
    }

    private IReadOnlyList<Problem> Register(ResourceType type, string urn, PropertyMap inputs, PropertyMap? state) =>
    [
        .. Configuration.Program.Declare(type.Declare(urn, inputs, state, Configuration.Account)),
        .. Configuration.Facts.Register(urn, type.Facts(urn, inputs, state, Configuration.Account)),
    ];

    private async Task<T> RunAsync<T>(string urn, string name, double timeout, CallContext context, Func<Operation, CancellationToken, Task<T>> run)
    {
        var messages = new List<(Severity, string)>();
        var limit = timeout > 0 ? TimeSpan.FromSeconds(timeout) : DefaultLimit;
        using var tokens = _interruption.Begin(limit, context.CancellationToken);
        Interlocked.Increment(ref _running);
        try
        {
            var operation = new Operation(urn, name, Configuration.Account, (severity, text) => messages.Add((severity, text)), tokens.Commit)
            {
                Program = Configuration.Program,
                AdoptExisting = Configuration.AdoptExisting,
            };
            return await run(operation, tokens.Stop);
        }
        catch (IncompleteException incomplete)
        {
            throw ErrorAnswers.Incomplete(incomplete);
        }
        catch (OperationCanceledException) when (tokens.TimedOut)
        {
            throw new RpcException(
                RpcStatusCode.DeadlineExceeded,
                $"Not done within {limit.TotalSeconds:0} seconds; run the update again, or allow more time with the resource option customTimeouts.");
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            await _log.WriteAsync(urn, messages, CancellationToken.None);
        }
    }

    private static PropertyMap Decode(Struct? value) => value is null ? PropertyMap.Empty : PropertyCodec.Read(value);

    // The engine prints the value of the property that a failure names, secret or not: a failure of a secret names it in its text alone.
    private static CheckFailure Failure(Problem problem, bool isSecret) => isSecret
        ? new() { Reason = $"{problem.Path}: {problem.Message} ({problem.Kind.Code})" }
        : new() { Property = problem.Path, Reason = $"{problem.Message} ({problem.Kind.Code})" };

    private static PropertyDiff.Types.Kind Kind(Change change) => (change.Kind, change.Replaces) switch
    {
        (ChangeKind.Add, false) => PropertyDiff.Types.Kind.Add,
        (ChangeKind.Add, true) => PropertyDiff.Types.Kind.AddReplace,
        (ChangeKind.Delete, false) => PropertyDiff.Types.Kind.Delete,
        (ChangeKind.Delete, true) => PropertyDiff.Types.Kind.DeleteReplace,
        (_, false) => PropertyDiff.Types.Kind.Update,
        (_, true) => PropertyDiff.Types.Kind.UpdateReplace,
    };

    // Engines before 3.132 send no type: it is in the URN, whose name part may hold "::" as well.
    private static string TypeOf(string urn) => urn.Split("::", 4) is [_, _, var types, _] ? types.Split('$')[^1] : "";

    private sealed class Configured(CloudflareClient client, string account, bool adoptExisting) : IDisposable
    {
        public string Account => account;

        public bool AdoptExisting => adoptExisting;

        public Catalog Catalog { get; } = new(client);

        public DeclaredProgram Program { get; } = new();

        public ProgramFacts Facts { get; } = new();

        public void Dispose() => client.Dispose();
    }
}
