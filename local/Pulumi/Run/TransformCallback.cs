using System.Collections.Immutable;
using Google.Protobuf;
using Pulumi.Serialization;
using Pulumirpc;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Run;

/// <summary>The callback through which the engine calls a transform of the program.</summary>
internal sealed class TransformCallback(DeploymentContext deployment, ResourceTransform transform)
{
    // A transform may return what it received, so secrets, unknowns and dependencies must survive the round trip.
    private static readonly WriterOptions Writing = new(KeepReferences: true, KeepOutputs: true);

    public async Task<IMessage> RunAsync(ByteString message, CancellationToken ct)
    {
        // The engine's call arrives outside the program's async context.
        using var entered = Deployment.Enter(deployment);
        var request = TransformRequest.Parser.ParseFrom(message);
        var properties = PropertyCodec.Read(request.Properties)?.ToImmutableDictionary(field => field.Key, field => ToProgram(field.Value));
        var args = new ResourceTransformArgs(
            request.Name,
            request.Type,
            request.Custom,
            properties ?? ImmutableDictionary<string, object?>.Empty,
            Read(request.Options ?? new(), request.Custom, request.Parent)
        );

        if (await transform(args, ct) is not { } result)
        {
            return new TransformResponse();
        }

        return new TransformResponse
        {
            Properties = PropertyCodec.Write(await new ValueWriter(Writing).WriteFieldsAsync(request.Name, result.Args)),
            Options = await WriteAsync(result.Options),
        };
    }

    // Only values that are unknown, secret or have dependencies become outputs; the values around them stay plain.
    private static object? ToProgram(PropertyValue value) =>
        value switch
        {
            PropertyArray items => items.Select(ToProgram).ToImmutableArray(),
            PropertyMap entries => entries.ToImmutableDictionary(entry => entry.Key, entry => ToProgram(entry.Value)),
            PropertyUnknown or PropertySecret or PropertyOutput => new Output<object?>(Task.FromResult(ValueReader.ReadAny(value))),
            _ => ValueReader.ReadAny(value).Value,
        };

    private static ResourceOptions Read(TransformResourceOptions options, bool isCustom, string parent)
    {
        ResourceOptions result = isCustom
            ? new CustomResourceOptions
            {
                DeleteBeforeReplace = options.HasDeleteBeforeReplace ? options.DeleteBeforeReplace : null,
                AdditionalSecretOutputs = [.. options.AdditionalSecretOutputs],
                ImportId = Optional(options.Import),
            }
            : new ComponentResourceOptions { Providers = [.. options.Providers.Values.Select(DependencyProviderResource.FromReference)] };
        result.Parent = Optional(parent) is { } urn ? new DependencyResource(urn) : null;
        result.DependsOn = options.DependsOn.Select(dependency => (Resource)new DependencyResource(dependency)).ToArray();
        result.Protect = options.HasProtect ? options.Protect : null;
        result.IgnoreChanges = [.. options.IgnoreChanges];
        result.ReplaceOnChanges = [.. options.ReplaceOnChanges];
        result.Version = Optional(options.Version);
        result.Aliases = [.. options.Aliases.Select(alias => (Input<Alias>)OptionMessages.Read(alias))];
        result.Provider = Optional(options.Provider) is { } reference ? DependencyProviderResource.FromReference(reference) : null;
        result.CustomTimeouts = OptionMessages.Read(options.CustomTimeouts);
        result.PluginDownloadURL = Optional(options.PluginDownloadUrl);
        result.RetainOnDelete = options.HasRetainOnDelete ? options.RetainOnDelete : null;
        result.DeletedWith = Optional(options.DeletedWith) is { } other ? new DependencyResource(other) : null;
        return result;
    }

    private static async Task<TransformResourceOptions> WriteAsync(ResourceOptions options)
    {
        var dependsOn = await options.DependsOn.ToOutput().ValueOrAsync([]);
        var result = new TransformResourceOptions
        {
            DependsOn = { await DependencyUrns.OfAsync(dependsOn, dependent: null) },
            IgnoreChanges = { options.IgnoreChanges },
            ReplaceOnChanges = { options.ReplaceOnChanges },
            Version = options.Version ?? "",
            Aliases = { await OptionMessages.WriteAsync(options.Aliases) },
            Provider = options.Provider is { } provider ? await provider.ReferenceAsync() : "",
            CustomTimeouts = OptionMessages.Write(options.CustomTimeouts),
            PluginDownloadUrl = options.PluginDownloadURL ?? "",
            DeletedWith = options.DeletedWith is { } other ? await other.Urn.ValueOrAsync("") : "",
        };
        if (options.Protect is { } protect)
        {
            result.Protect = protect;
        }

        if (options.RetainOnDelete is { } retain)
        {
            result.RetainOnDelete = retain;
        }

        if (options is CustomResourceOptions custom)
        {
            result.AdditionalSecretOutputs.Add(custom.AdditionalSecretOutputs);
            result.Import = custom.ImportId ?? "";
            if (custom.DeleteBeforeReplace is { } deleteFirst)
            {
                result.DeleteBeforeReplace = deleteFirst;
            }
        }

        if (options is ComponentResourceOptions component)
        {
            foreach (var each in component.Providers)
            {
                result.Providers[each.Package] = await each.ReferenceAsync();
            }
        }

        return result;
    }

    private static string? Optional(string text) => text.Length == 0 ? null : text;
}
