using Pulumi.Serialization;
using Pulumirpc;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Run;

/// <summary>Builds the registration request of a resource, waiting for everything that it refers to.</summary>
internal sealed class RegistrationBuilder(DeploymentContext deployment, Registration registration)
{
    private ResourceOptions Options => registration.Options;

    public async Task<RegisterResourceRequest> BuildRegisterRequestAsync()
    {
        var request = new RegisterResourceRequest
        {
            Type = registration.Type,
            Name = registration.Name,
            Custom = registration.IsCustom,
            Remote = registration.IsRemote,
            Version = Options.Version ?? "",
            PluginDownloadURL = Options.PluginDownloadURL ?? "",
            AcceptSecrets = true,
            AcceptResources = true,
            SupportsResultReporting = true,
            CustomTimeouts = OptionMessages.Write(Options.CustomTimeouts),
            Hooks = new(),
            IgnoreChanges = { Options.IgnoreChanges },
        };
        if (Options.Protect is { } protect)
        {
            request.Protect = protect;
        }

        if (Options.RetainOnDelete is { } retain)
        {
            request.RetainOnDelete = retain;
        }

        if (Options is CustomResourceOptions custom)
        {
            AddCustomOptions(request, custom);
        }

        var inputs = await WriteInputsAsync();
        request.Object = PropertyCodec.Write(inputs.Object);
        request.Dependencies.Add(inputs.Dependencies);
        request.PropertyDependencies.Add(inputs.PropertyDependencies);
        request.Parent = await ParentUrnAsync();
        request.Provider = await ProviderReferenceAsync();
        if (registration.IsRemote)
        {
            await AddProvidersAsync(request, (ComponentResourceOptions)Options);
        }

        await AddAliasesAsync(request);
        await AddDeletedWithAsync(request);
        await AddTransformsAsync(request);
        return request;
    }

    // Like the package, omits AdditionalSecretOutputs and PluginDownloadURL.
    public async Task<ReadResourceRequest> BuildReadRequestAsync(string id)
    {
        var inputs = await WriteInputsAsync();
        return new()
        {
            Id = id,
            Type = registration.Type,
            Name = registration.Name,
            Parent = await ParentUrnAsync(),
            Provider = await ProviderReferenceAsync(),
            Properties = PropertyCodec.Write(inputs.Object),
            Dependencies = { inputs.Dependencies },
            Version = Options.Version ?? "",
            AcceptSecrets = true,
            AcceptResources = true,
        };
    }

    private static void AddCustomOptions(RegisterResourceRequest request, CustomResourceOptions options)
    {
        request.ImportId = options.ImportId ?? "";
        request.AdditionalSecretOutputs.Add(options.AdditionalSecretOutputs);
        request.ReplaceOnChanges.Add(options.ReplaceOnChanges);
        request.DeleteBeforeReplace = options.DeleteBeforeReplace ?? false;
        request.DeleteBeforeReplaceDefined = options.DeleteBeforeReplace is not null;
    }

    private async Task<Inputs> WriteInputsAsync()
    {
        // Fixes the dependencies before awaiting anything: a component may get more children in the meantime.
        var dependsOn = await Options.DependsOn.ToOutput().ValueOrAsync([]);
        var urns = await DependencyUrns.OfAsync(dependsOn.IsDefault ? [] : dependsOn, registration.Resource);

        // Inputs of a remote component are outputs with their own dependencies; its resource references are not dependencies.
        var keepReferences = await deployment.Monitor.SupportsAsync("resourceReferences");
        var keepOutputs = registration.IsRemote && await deployment.Monitor.SupportsAsync("outputValues");
        var writing = new WriterOptions(keepReferences, keepOutputs, ReferencesAreDependencies: !(registration.IsRemote && keepReferences));

        var values = new Dictionary<string, PropertyValue>();
        var propertyDependencies = new Dictionary<string, RegisterResourceRequest.Types.PropertyDependencies>();
        foreach (var (name, value) in registration.Args.ToInputs())
        {
            if (name is "id" or "urn")
            {
                continue;
            }

            var writer = new ValueWriter(writing);
            var written = await writer.WriteAsync($"{registration.Name}.{name}", value);
            if (written is PropertyNull)
            {
                continue;
            }

            var propertyUrns = await DependencyUrns.OfAsync(writer.Dependencies, registration.Resource);
            values[name] = written;
            propertyDependencies[name] = new() { Urns = { propertyUrns } };
            urns.UnionWith(propertyUrns);
        }

        return new(new(values), urns, propertyDependencies);
    }

    private async Task<string> ParentUrnAsync()
    {
        if (registration.Type == Stack.TypeName)
        {
            return "";
        }

        return await (Options.Parent ?? deployment.Stack).Urn.ValueOrAsync("");
    }

    private async Task<string> ProviderReferenceAsync() =>
        registration.IsCustom && Options.Provider is { } provider ? await provider.ReferenceAsync() : "";

    private static async Task AddProvidersAsync(RegisterResourceRequest request, ComponentResourceOptions options)
    {
        IEnumerable<ProviderResource> providers = options.Provider is { } single ? [.. options.Providers, single] : options.Providers;
        foreach (var provider in providers)
        {
            request.Providers[provider.Package] = await provider.ReferenceAsync();
        }
    }

    private async Task AddAliasesAsync(RegisterResourceRequest request)
    {
        if (Options.Aliases.Count == 0)
        {
            return;
        }

        await RequireFeatureAsync("aliasSpecs", nameof(Options.Aliases));
        request.Aliases.Add(await OptionMessages.WriteAsync(Options.Aliases));
    }

    private async Task AddDeletedWithAsync(RegisterResourceRequest request)
    {
        if (Options.DeletedWith is { } other)
        {
            await RequireFeatureAsync("deletedWith", nameof(Options.DeletedWith));
            request.DeletedWith = await other.Urn.ValueOrAsync("");
        }
    }

    private async Task AddTransformsAsync(RegisterResourceRequest request)
    {
        foreach (var transform in Options.ResourceTransforms)
        {
            await RequireFeatureAsync("transforms", nameof(Options.ResourceTransforms));
            request.Transforms.Add(await deployment.Monitor.AddCallbackAsync(new TransformCallback(deployment, transform).RunAsync));
        }
    }

    private async Task RequireFeatureAsync(string feature, string option)
    {
        if (!await deployment.Monitor.SupportsAsync(feature))
        {
            throw new RunException(
                $"{registration.Type} '{registration.Name}' has the option {option}, which this engine does not support; use a newer one."
            );
        }
    }

    private sealed record Inputs(
        PropertyMap Object,
        HashSet<string> Dependencies,
        Dictionary<string, RegisterResourceRequest.Types.PropertyDependencies> PropertyDependencies
    );
}
