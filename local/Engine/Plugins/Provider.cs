using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumirpc;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Plugins;

/// <summary>
/// The engine's view of one provider. Adds the behavior of Pulumi's engine to the plugin's calls, such as that of a provider whose
/// configuration is not known yet.
/// </summary>
internal sealed class Provider(Plugin plugin, string engineAddress) : IAsyncDisposable
{
    private const string VersionKey = "version";

    private readonly TaskCompletionSource<Configuration> _configuration = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Package => plugin.Package;

    public int? ProcessId => plugin.ProcessId;

    public async Task<CheckedInputs> CheckConfigAsync(Urn urn, Struct olds, Struct news, CancellationToken ct)
    {
        var request = new CheckRequest
        {
            Urn = urn.Value,
            Name = urn.Name,
            Type = urn.Type,
            Olds = olds.RevealAll(),
            News = news.RevealAll(),
        };
        try
        {
            var response = await plugin.CallAsync(
                "CheckConfig",
                request,
                (client, options) => client.CheckConfigAsync(request, options),
                ct
            );
            return CheckedInputs.From(response, MarkLike(response.Inputs ?? new(), news));
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            return new(news, []);
        }
    }

    public async Task<DiffResult> DiffConfigAsync(
        Urn urn,
        Struct oldInputs,
        Struct oldOutputs,
        Struct news,
        IReadOnlyList<string> ignoreChanges,
        CancellationToken ct
    )
    {
        var request = new DiffRequest
        {
            Urn = urn.Value,
            Name = urn.Name,
            Type = urn.Type,
            Olds = oldOutputs.RevealAll(),
            OldInputs = oldInputs.RevealAll(),
            News = news.RevealAll(),
            IgnoreChanges = { ignoreChanges },
        };
        try
        {
            return DiffResult.From(
                await plugin.CallAsync("DiffConfig", request, (client, options) => client.DiffConfigAsync(request, options), ct)
            );
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.Unimplemented)
        {
            return new() { Undecided = true };
        }
    }

    /// <summary>Configures the provider in the background. The first call that needs the provider reports a failure.</summary>
    public void Configure(Urn urn, string id, Struct inputs, CancellationToken ct)
    {
        var request = new ConfigureRequest
        {
            Id = id,
            Urn = urn.Value,
            Name = urn.Name,
            Type = urn.Type,
            Args = inputs,
            AcceptSecrets = true,
            AcceptResources = true,
            SendsOldInputs = true,
            SendsOldInputsToDelete = true,
        };
        foreach (var (key, value) in inputs.Fields.Where(field => field.Key != VersionKey))
        {
            if (value.ContainsUnknowns())
            {
                _configuration.TrySetResult(new(Known: false, AcceptsSecrets: true, SupportsPreview: true));
                return;
            }
            var bare = value.RevealAll();
            request.Variables[$"{ResourceTypes.ProviderPackage(urn.Type)}:config:{key}"] =
                bare.KindCase == Value.KindOneofCase.StringValue ? bare.StringValue : PropertyJson.Write(bare);
        }
        _ = ConfigureAsync(request, ct);
    }

    public async Task<CheckedInputs> CheckAsync(Urn urn, Struct? olds, Struct news, byte[] randomSeed, bool preview, CancellationToken ct)
    {
        var configuration = await _configuration.Task.WaitAsync(ct);
        if (!configuration.Known)
        {
            return new(news, []);
        }
        var request = new CheckRequest
        {
            Urn = urn.Value,
            Name = urn.Name,
            Type = urn.Type,
            Olds = configuration.Lower(olds ?? new()),
            News = configuration.Lower(news),
            RandomSeed = Google.Protobuf.ByteString.CopyFrom(randomSeed),
        };
        var response = await plugin.CallAsync("Check", request, (client, options) => client.CheckAsync(request, options), ct);
        var inputs = response.Inputs ?? new();
        RefuseUnknowns("Check", urn, inputs, preview);
        return CheckedInputs.From(response, configuration.AcceptsSecrets ? inputs : MarkLike(inputs, news));
    }

    /// <summary>Returns null when the provider's configuration is not known yet.</summary>
    public async Task<DiffResult?> DiffAsync(DiffRequest request, CancellationToken ct)
    {
        var configuration = await _configuration.Task.WaitAsync(ct);
        if (!configuration.Known)
        {
            return null;
        }
        request.Olds = configuration.Lower(request.Olds);
        request.OldInputs = configuration.Lower(request.OldInputs);
        request.News = configuration.Lower(request.News);
        return DiffResult.From(await plugin.CallAsync("Diff", request, (client, options) => client.DiffAsync(request, options), ct));
    }

    public async Task<ProviderState> CreateAsync(CreateRequest request, CancellationToken ct)
    {
        var configuration = await _configuration.Task.WaitAsync(ct);
        if (request.Preview && !configuration.CanPreview)
        {
            return configuration.Known ? new("", request.Properties, null) : new("", new(), null);
        }
        var inputs = request.Properties;
        request.Properties = configuration.Lower(inputs);
        AddStatusAddress(address => request.ResourceStatusAddress = address, token => request.ResourceStatusToken = token);
        var urn = new Urn(request.Urn);
        var state = await ProviderState.FromAsync(async () =>
        {
            var response = await plugin.CallAsync("Create", request, (client, options) => client.CreateAsync(request, options), ct);
            return new(response.Id, response.Properties ?? new(), null, response.RefreshBeforeUpdate);
        });
        if (!request.Preview && state.Id.Length == 0)
        {
            throw new EngineException(
                $"The provider created {urn.Name} ({urn.Type}) without returning an ID; the object may exist but is not recorded. "
                    + "Report this to the provider's authors."
            );
        }
        return Finish(configuration, state, "Create", urn, inputs, request.Preview);
    }

    public async Task<ProviderState> ReadAsync(ReadRequest request, CancellationToken ct)
    {
        var configuration = await _configuration.Task.WaitAsync(ct);
        if (!configuration.Known)
        {
            return new("", new(), new());
        }
        var inputs = request.Inputs;
        request.Inputs = inputs is null ? null : configuration.Lower(inputs);
        request.Properties = request.Properties is null ? null : configuration.Lower(request.Properties);
        var urn = new Urn(request.Urn);
        if (inputs is not null)
        {
            AddStatusAddress(address => request.ResourceStatusAddress = address, token => request.ResourceStatusToken = token);
        }
        var state = await ProviderState.FromAsync(async () =>
        {
            var response = await plugin.CallAsync("Read", request, (client, options) => client.ReadAsync(request, options), ct);
            return new(response.Id, response.Properties, response.Inputs, response.RefreshBeforeUpdate);
        });
        return Finish(configuration, state, "Read", urn, inputs ?? new(), preview: false);
    }

    public async Task<ProviderState> UpdateAsync(UpdateRequest request, CancellationToken ct)
    {
        var configuration = await _configuration.Task.WaitAsync(ct);
        if (request.Preview && !configuration.CanPreview)
        {
            return configuration.Known ? new(request.Id, request.News, null) : new(request.Id, new(), null);
        }
        var inputs = request.News;
        request.Olds = configuration.Lower(request.Olds);
        request.OldInputs = configuration.Lower(request.OldInputs);
        request.News = configuration.Lower(inputs);
        AddStatusAddress(address => request.ResourceStatusAddress = address, token => request.ResourceStatusToken = token);
        var state = await ProviderState.FromAsync(async () =>
        {
            var response = await plugin.CallAsync("Update", request, (client, options) => client.UpdateAsync(request, options), ct);
            return new(request.Id, response.Properties ?? new(), null, response.RefreshBeforeUpdate);
        });
        return Finish(configuration, state with { Id = request.Id }, "Update", new Urn(request.Urn), inputs, request.Preview);
    }

    public async Task DeleteAsync(DeleteRequest request, CancellationToken ct)
    {
        var configuration = await _configuration.Task.WaitAsync(ct);
        request.Properties = configuration.Lower(request.Properties);
        request.OldInputs = configuration.Lower(request.OldInputs);
        AddStatusAddress(address => request.ResourceStatusAddress = address, token => request.ResourceStatusToken = token);
        await plugin.CallAsync("Delete", request, (client, options) => client.DeleteAsync(request, options), ct);
    }

    public async Task<InvokeResponse> InvokeAsync(string token, Struct args, bool preview, CancellationToken ct)
    {
        var configuration = await _configuration.Task.WaitAsync(ct);
        if (!configuration.Known)
        {
            return new() { Return = new() };
        }
        var request = new InvokeRequest
        {
            Tok = token,
            Args = configuration.Lower(args.DropUnknowns()),
            Preview = preview,
        };
        var response = await plugin.CallAsync("Invoke", request, (client, options) => client.InvokeAsync(request, options), ct);
        if (!configuration.AcceptsSecrets && args.Fields.Values.Any(Values.ContainsSecrets) && response.Return is { } result)
        {
            response.Return = result.Map(Values.AsSecret);
        }
        return response;
    }

    /// <summary>Constructs a component, which registers itself and its children with this engine's monitor.</summary>
    public async Task<ConstructResponse> ConstructAsync(ConstructRequest request, CancellationToken ct)
    {
        await _configuration.Task.WaitAsync(ct);
        request.MonitorEndpoint = engineAddress;
        return await plugin.CallAsync("Construct", request, (client, options) => client.ConstructAsync(request, options), ct);
    }

    public async Task<string> GetSchemaAsync(CancellationToken ct)
    {
        var request = new GetSchemaRequest();
        return (await plugin.CallAsync("GetSchema", request, (client, options) => client.GetSchemaAsync(request, options), ct)).Schema;
    }

    public ValueTask DisposeAsync() => plugin.DisposeAsync();

    private async Task ConfigureAsync(ConfigureRequest request, CancellationToken ct)
    {
        try
        {
            var response = await plugin.CallAsync("Configure", request, (client, options) => client.ConfigureAsync(request, options), ct);
            _configuration.TrySetResult(
                new(
                    Known: true,
                    AcceptsSecrets: plugin.Abilities?.AcceptSecrets ?? response.AcceptSecrets,
                    SupportsPreview: plugin.Abilities is not null || response.SupportsPreview
                )
            );
        }
        catch (Exception e)
        {
            _configuration.TrySetException(Explain(e));

            // Observes the exception: no call awaits it when every resource of the provider is unchanged.
            _ = _configuration.Task.Exception;
        }
    }

    private static Exception Explain(Exception error) =>
        (error as RpcException)?.GetRpcStatus()?.GetDetail<ConfigureErrorMissingKeys>() is { } missing
            ? new EngineException(
                "The provider is missing required configuration:\n"
                    + string.Join(
                        '\n',
                        missing.MissingKeys.Select(key =>
                            $"  {key.Name}: {key.Description}\n    set it with `zt local config set {key.Name} VALUE [--secret]`"
                        )
                    ),
                error
            )
            : error;

    private static ProviderState Finish(
        Configuration configuration,
        ProviderState state,
        string method,
        Urn urn,
        Struct inputs,
        bool preview
    )
    {
        RefuseUnknowns(method, urn, state.Outputs, preview);
        RefuseUnknowns(method, urn, state.Inputs, preview);
        return configuration.AcceptsSecrets || state.Outputs is null ? state : state with { Outputs = MarkLike(state.Outputs, inputs) };
    }

    private static void RefuseUnknowns(string method, Urn urn, Struct? properties, bool preview)
    {
        if (!preview && properties is not null && properties.ContainsUnknowns())
        {
            throw new EngineException(
                $"The provider returned unknown values from {method} of {urn.Name} ({urn.Type}) outside a preview. "
                    + "Report this to the provider's authors."
            );
        }
    }

    // A value is secret if the input of the same name is.
    private static Struct MarkLike(Struct values, Struct model)
    {
        var result = new Struct();
        foreach (var (key, value) in values.Fields)
        {
            result.Fields[key] =
                !model.Fields.TryGetValue(key, out var like) || value.IsSecret() ? value
                : IsPlainObject(value) && IsPlainObject(like) ? Value.ForStruct(MarkLike(value.StructValue, like.StructValue))
                : like.ContainsSecrets() ? value.AsSecret()
                : value;
        }
        return result;
    }

    private static bool IsPlainObject(Value value) => value.KindCase == Value.KindOneofCase.StructValue && value.Signature() is null;

    private void AddStatusAddress(Action<string> setAddress, Action<string> setToken)
    {
        setAddress(engineAddress);
        setToken(Guid.NewGuid().ToString());
    }

    private sealed record Configuration(bool Known, bool AcceptsSecrets, bool SupportsPreview)
    {
        public bool CanPreview => Known && SupportsPreview;

        public Struct Lower(Struct properties) => AcceptsSecrets ? properties : properties.RevealAll();
    }
}

/// <summary>The result of Check: the checked inputs and the failures.</summary>
internal sealed record CheckedInputs(Struct Inputs, IReadOnlyList<CheckFailure> Failures)
{
    public static CheckedInputs From(CheckResponse response, Struct inputs) => new(inputs, response.Failures);
}

/// <summary>An object as the provider reported it.</summary>
/// <param name="Id">Its ID; empty when it has none.</param>
/// <param name="Outputs">Its outputs; null when the object does not exist.</param>
/// <param name="Inputs">Its inputs, reconstructed by the provider; null when it returned none.</param>
/// <param name="RefreshBeforeUpdate">Whether the provider requires a read before the next diff.</param>
internal sealed record ProviderState(string Id, Struct? Outputs, Struct? Inputs, bool RefreshBeforeUpdate = false)
{
    /// <summary>Errors of an object that exists but is not fully initialized.</summary>
    public IReadOnlyList<string> InitErrors { get; private init; } = [];

    /// <summary>Runs a call and converts a partial failure to a state.</summary>
    public static async Task<ProviderState> FromAsync(Func<Task<ProviderState>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException e) when (e.GetRpcStatus()?.GetDetail<ErrorResourceInitFailed>() is { } partial)
        {
            return new(partial.Id, partial.Properties, partial.Inputs, partial.RefreshBeforeUpdate)
            {
                InitErrors = partial.Reasons.Count > 0 ? [.. partial.Reasons] : [e.Status.Detail],
            };
        }
    }
}
