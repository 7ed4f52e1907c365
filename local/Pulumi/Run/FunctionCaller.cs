using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi.Serialization;
using Pulumirpc;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Run;

/// <summary>Calls functions of providers and methods of resources.</summary>
internal sealed class FunctionCaller(DeploymentContext deployment)
{
    private const string SelfArgument = "__self__";

    /// <summary>Calls a function with arguments that may be outputs. In a preview, unknown arguments make the result unknown.</summary>
    public async Task<OutputData<T>> InvokeOutputAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var writer = await NewWriterAsync();
        var arguments = await WriteArgumentsAsync(writer, token, args);
        HashSet<Resource> dependencies = [.. writer.Dependencies];
        if (options is InvokeOutputOptions { DependsOn: var dependsOn })
        {
            dependencies.UnionWith(await dependsOn.ToOutput().ValueOrAsync([]));
        }

        if (arguments.ContainsUnknown || await AnyUnsettledAsync(dependencies))
        {
            return new(default!, IsKnown: false, IsSecret: false, [.. dependencies]);
        }

        var result = await InvokeAsync(token, arguments, options);
        var data = ValueReader.Read<T>(result, $"the result of {token}", deployment.Log.Warning);
        return data with { Resources = data.Resources.Union(dependencies) };
    }

    /// <summary>Calls a function with plain arguments.</summary>
    public async Task<T> InvokePlainAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var arguments = await WriteArgumentsAsync(await NewWriterAsync(), token, args);
        var result = await InvokeAsync(token, arguments, options);
        return ValueReader.Read<T>(result, $"the result of {token}", deployment.Log.Warning).Value;
    }

    /// <summary>Reads a resource's <c>urn</c>, <c>id</c> and <c>state</c> from the stack's state.</summary>
    public Task<PropertyMap> GetResourceAsync(string urn) =>
        InvokeAsync("pulumi:pulumi:getResource", PropertyMap.Of(("urn", urn)), options: null);

    /// <summary>Calls a method of a resource, or a function that accepts and returns outputs.</summary>
    public async Task<OutputData<T>> CallAsync<T>(string token, CallArgs? args, Resource? self, CallOptions? options)
    {
        var arguments = (args ?? CallArgs.Empty).ToInputs();
        if (self is not null)
        {
            arguments = arguments.Append(new(SelfArgument, self));
        }

        var provider = self is not null ? self.Provider : options?.Provider ?? options?.Parent?.ProviderFor(token);
        var request = new ResourceCallRequest
        {
            Tok = token,
            Provider = provider is null ? "" : await provider.ReferenceAsync(),
            Version = (self is not null ? self.Version : options?.Version) ?? "",
            PluginDownloadURL = (self is not null ? self.PluginDownloadUrl : options?.PluginDownloadURL) ?? "",
        };
        var writing = new WriterOptions(KeepReferences: true, KeepOutputs: await deployment.Monitor.SupportsAsync("outputValues"));
        var written = new Dictionary<string, PropertyValue>();
        foreach (var (name, argument) in arguments)
        {
            var writer = new ValueWriter(writing);
            var value = await writer.WriteAsync($"{token}.{name}", argument);
            if (value is not PropertyNull)
            {
                written[name] = value;
                request.ArgDependencies[name] = new() { Urns = { await DependencyUrns.OfAsync(writer.Dependencies, dependent: null) } };
            }
        }

        request.Args = PropertyCodec.Write(new PropertyMap(written));
        var response = await AskAsync(token, () => deployment.Monitor.CallAsync(request));
        ThrowOnFailure(token, response.Failures);
        var data = ValueReader.Read<T>(ResultOf(response.Return), $"the result of {token}", deployment.Log.Warning);
        var urns = response.ReturnDependencies.Values.SelectMany(dependencies => dependencies.Urns).Distinct();
        return data with { Resources = data.Resources.Union(urns.Select(urn => new DependencyResource(urn))) };
    }

    private async Task<ValueWriter> NewWriterAsync() => new(new(await deployment.Monitor.SupportsAsync("resourceReferences")));

    private static Task<PropertyMap> WriteArgumentsAsync(ValueWriter writer, string token, InvokeArgs? args) =>
        writer.WriteFieldsAsync(token, (args ?? InvokeArgs.Empty).ToInputs());

    private async Task<PropertyMap> InvokeAsync(string token, PropertyMap arguments, InvokeOptions? options)
    {
        var provider = options?.Provider ?? options?.Parent?.ProviderFor(token);
        var request = new ResourceInvokeRequest
        {
            Tok = token,
            Args = PropertyCodec.Write(arguments),
            Provider = provider is null ? "" : await provider.ReferenceAsync(),
            Version = options?.Version ?? "",
            PluginDownloadURL = options?.PluginDownloadURL ?? "",
            AcceptResources = true,
        };
        var response = await AskAsync(token, () => deployment.Monitor.InvokeAsync(request));
        ThrowOnFailure(token, response.Failures);
        return ResultOf(response.Return);
    }

    private static PropertyMap ResultOf(Struct? result) => PropertyCodec.Read(result) ?? PropertyMap.Empty;

    private static async Task<T> AskAsync<T>(string token, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException e)
        {
            throw new RunException($"{token} failed ({e.StatusCode}): {e.Status.Detail}", e);
        }
    }

    // A resource whose ID is unknown does not exist yet, so the function would not find it.
    private static async Task<bool> AnyUnsettledAsync(IEnumerable<Resource> dependencies)
    {
        foreach (var resource in DependencyUrns.Expand(dependencies, dependent: null).OfType<CustomResource>())
        {
            if (resource is { Id: { } id } && !(await id.Data).IsKnown)
            {
                return true;
            }
        }

        return false;
    }

    private static void ThrowOnFailure(string token, RepeatedField<CheckFailure> failures)
    {
        if (failures.Count > 0)
        {
            var reasons = failures.Select(failure => failure.Property != "" ? $"{failure.Property}: {failure.Reason}" : failure.Reason);
            throw new RunException($"The provider rejected the arguments of {token}: {string.Join("; ", reasons)}");
        }
    }
}
