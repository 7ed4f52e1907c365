using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Net.Client;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Engine.Deployment;

/// <summary>The program's transforms, called through its Callbacks service.</summary>
internal sealed class Transforms : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> _channels = new();
    private readonly ConcurrentDictionary<string, (string Parent, IReadOnlyList<Callback> Callbacks)> _byResource = new();
    private readonly ConcurrentQueue<Callback> _ofStack = new();
    private readonly ConcurrentQueue<Callback> _ofInvokes = new();

    public void AddToStack(Callback callback) => _ofStack.Enqueue(callback);

    public void AddToInvokes(Callback callback) => _ofInvokes.Enqueue(callback);

    /// <summary>Stores a resource's transforms, which also apply to its children.</summary>
    public void Remember(string urn, RegisterResourceRequest request) => _byResource[urn] = (request.Parent, request.Transforms);

    /// <summary>Applies the resource's own transforms, its ancestors' and the stack's, in this order.</summary>
    public async Task ApplyAsync(RegisterResourceRequest request, CancellationToken ct)
    {
        var callbacks = request.Transforms.Concat(Inherited(request.Parent)).Concat(_ofStack).ToList();
        if (callbacks.Count == 0)
        {
            return;
        }
        var transform = new TransformRequest
        {
            Type = request.Type,
            Name = request.Name,
            Custom = request.Custom,
            Parent = request.Parent,
            Properties = request.Object ?? new(),
            Options = TransformOptions.From(request),
        };
        foreach (var callback in callbacks)
        {
            var response = TransformResponse.Parser.ParseFrom(await CallAsync(callback, transform, ct));
            transform.Properties = response.Properties ?? transform.Properties;
            transform.Options = response.Options ?? transform.Options;
        }
        request.Object = transform.Properties;
        TransformOptions.Apply(transform.Options, request);
    }

    public async Task ApplyAsync(ResourceInvokeRequest request, CancellationToken ct)
    {
        foreach (var callback in _ofInvokes)
        {
            var transform = new TransformInvokeRequest
            {
                Token = request.Tok,
                Args = request.Args ?? new(),
                Options = new()
                {
                    Provider = request.Provider,
                    Version = request.Version,
                    PluginDownloadUrl = request.PluginDownloadURL,
                },
            };
            var response = TransformInvokeResponse.Parser.ParseFrom(await CallAsync(callback, transform, ct));
            request.Args = response.Args ?? request.Args;
            request.Provider = response.Options?.Provider ?? request.Provider;
            request.Version = response.Options?.Version ?? request.Version;
            request.PluginDownloadURL = response.Options?.PluginDownloadUrl ?? request.PluginDownloadURL;
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private IEnumerable<Callback> Inherited(string parent)
    {
        while (parent.Length > 0 && _byResource.TryGetValue(parent, out var entry))
        {
            foreach (var callback in entry.Callbacks)
            {
                yield return callback;
            }
            parent = entry.Parent;
        }
    }

    private async Task<ByteString> CallAsync(Callback callback, IMessage request, CancellationToken ct)
    {
        var channel = _channels.GetOrAdd(callback.Target, LoopbackChannel.To);
        var response = await new Callbacks.CallbacksClient(channel).InvokeAsync(
            new() { Token = callback.Token, Request = request.ToByteString() },
            cancellationToken: ct
        );
        return response.Response;
    }
}

/// <summary>Converts a registration's options for transforms and back.</summary>
internal static class TransformOptions
{
    public static TransformResourceOptions From(RegisterResourceRequest request)
    {
        var options = new TransformResourceOptions
        {
            DependsOn = { request.Dependencies },
            IgnoreChanges = { request.IgnoreChanges },
            ReplaceOnChanges = { request.ReplaceOnChanges },
            Version = request.Version,
            Aliases = { request.AliasURNs.Select(urn => new Pulumirpc.Alias { Urn = urn }), request.Aliases },
            Provider = request.Provider,
            CustomTimeouts = request.CustomTimeouts,
            PluginDownloadUrl = request.PluginDownloadURL,
            DeletedWith = request.DeletedWith,
            AdditionalSecretOutputs = { request.AdditionalSecretOutputs },
            Providers = { request.Providers },
            Import = request.ImportId,
            ReplaceWith = { request.ReplaceWith },
        };
        if (request.HasProtect)
        {
            options.Protect = request.Protect;
        }
        if (request.HasRetainOnDelete)
        {
            options.RetainOnDelete = request.RetainOnDelete;
        }
        if (request.DeleteBeforeReplaceDefined || request.DeleteBeforeReplace)
        {
            options.DeleteBeforeReplace = request.DeleteBeforeReplace;
        }
        return options;
    }

    public static void Apply(TransformResourceOptions options, RegisterResourceRequest request)
    {
        Replace(request.Dependencies, options.DependsOn);
        Replace(request.IgnoreChanges, options.IgnoreChanges);
        Replace(request.ReplaceOnChanges, options.ReplaceOnChanges);
        Replace(request.Aliases, options.Aliases);
        Replace(request.AdditionalSecretOutputs, options.AdditionalSecretOutputs);
        Replace(request.ReplaceWith, options.ReplaceWith);
        request.AliasURNs.Clear();
        request.Providers.Clear();
        request.Providers.Add(options.Providers);
        request.Version = options.Version;
        request.Provider = options.Provider;
        request.CustomTimeouts = options.CustomTimeouts;
        request.PluginDownloadURL = options.PluginDownloadUrl;
        request.DeletedWith = options.DeletedWith;
        request.ImportId = options.Import;
        if (options.HasProtect)
        {
            request.Protect = options.Protect;
        }
        if (options.HasRetainOnDelete)
        {
            request.RetainOnDelete = options.RetainOnDelete;
        }
        if (options.HasDeleteBeforeReplace)
        {
            request.DeleteBeforeReplace = options.DeleteBeforeReplace;
            request.DeleteBeforeReplaceDefined = true;
        }
    }

    private static void Replace<T>(Google.Protobuf.Collections.RepeatedField<T> target, Google.Protobuf.Collections.RepeatedField<T> source)
    {
        target.Clear();
        target.Add(source);
    }
}
