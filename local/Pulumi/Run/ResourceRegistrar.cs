using System.Collections.Immutable;
using Grpc.Core;
using Pulumi.Serialization;
using Pulumirpc;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Run;

/// <summary>Registers resources with the engine and resolves their outputs with its responses.</summary>
internal sealed class ResourceRegistrar(DeploymentContext deployment)
{
    private static readonly ImmutableDictionary<string, ImmutableHashSet<Resource>> NoDependencies = ImmutableDictionary<
        string,
        ImmutableHashSet<Resource>
    >.Empty;

    /// <summary>Starts the registration; the program waits for it.</summary>
    public void Start(
        Resource resource,
        bool isCustom,
        bool isRemote,
        ResourceArgs args,
        ResourceOptions options,
        ImmutableDictionary<string, IOutputSlot> slots
    ) => deployment.Work.Add(CompleteAsync(new(resource, isCustom, isRemote, args, options), slots));

    /// <summary>Starts registering a component's outputs.</summary>
    public void StartOutputs(ComponentResource component, Output<IDictionary<string, object?>> outputs) =>
        deployment.Work.Add(RegisterOutputsAsync(component, outputs));

    private async Task CompleteAsync(Registration registration, ImmutableDictionary<string, IOutputSlot> slots)
    {
        try
        {
            Settle(registration.Resource, slots, await RegisterOrReadAsync(registration));
        }
        catch (Exception e)
        {
            // Fails everything that waits for this resource, which would otherwise wait forever.
            foreach (var slot in slots.Values)
            {
                slot.Fail(e);
            }

            throw;
        }
    }

    private void Settle(Resource resource, ImmutableDictionary<string, IOutputSlot> slots, Registered registered)
    {
        foreach (var (name, slot) in slots)
        {
            if (name == "urn")
            {
                slot.Settle(OutputData.Known<object?>(registered.Urn));
            }
            else if (name == "id" && resource is CustomResource)
            {
                var isKnown = registered.Id.Length > 0 && !PropertySignatures.IsUnknown(registered.Id);
                slot.Settle(new(isKnown ? registered.Id : null, isKnown, IsSecret: false, []));
            }
            else if (registered.State.TryGetValue(name, out var value))
            {
                var path = $"{resource.GetResourceType()} '{resource.GetResourceName()}': {name}";
                var data = ValueReader.Read(value, slot.ValueType, path, message => Log.Warn(message, resource));
                slot.Settle(data with { Resources = data.Resources.Union(registered.Dependencies.GetValueOrDefault(name, [])) });
            }
            else
            {
                // In a preview, or if the step was not done, a missing output may still get a value and is unknown.
                slot.SettleEmpty(isKnown: !deployment.Settings.IsDryRun && registered.IsDone);
            }
        }
    }

    private async Task<Registered> RegisterOrReadAsync(Registration registration)
    {
        if (registration.Options.Urn is { } urn)
        {
            var found = await deployment.Functions.GetResourceAsync(urn);
            return new(TextOf(found, "urn"), TextOf(found, "id"), (PropertyMap)found["state"].Unsecret(), NoDependencies, IsDone: true);
        }

        // The engine handles unknown IDs; an empty one means that there is no ID.
        var id = registration.Options.Id is { } input ? await input.ToOutput().ValueOrAsync(PropertySignatures.Unknown) : null;
        var builder = new RegistrationBuilder(deployment, registration);
        if (string.IsNullOrEmpty(id))
        {
            return await RegisterAsync(registration.Resource, await builder.BuildRegisterRequestAsync());
        }

        return registration.IsCustom
            ? await ReadAsync(registration.Resource, await builder.BuildReadRequestAsync(id))
            : throw new RunException(
                $"{registration.Type} '{registration.Name}' is a component, which cannot be read by ID; remove the option Id."
            );
    }

    private static string TextOf(PropertyMap map, string key) => map.GetValueOrDefault(key) is PropertyString text ? text.Value : "";

    private async Task<Registered> RegisterAsync(Resource resource, RegisterResourceRequest request)
    {
        try
        {
            var response = await deployment.Monitor.RegisterResourceAsync(resource, request);
            var dependencies = response.PropertyDependencies.ToImmutableDictionary(
                property => property.Key,
                property => property.Value.Urns.Select(urn => (Resource)new DependencyResource(urn)).ToImmutableHashSet()
            );
            var state = PropertyCodec.Read(response.Object) ?? PropertyMap.Empty;
            return new(response.Urn, response.Id, state, dependencies, response.Result == Result.Success);
        }
        catch (RpcException e)
        {
            throw Refused(request.Type, request.Name, request.Parent, e);
        }
    }

    private async Task<Registered> ReadAsync(Resource resource, ReadResourceRequest request)
    {
        try
        {
            var response = await deployment.Monitor.ReadResourceAsync(resource, request);
            var state = PropertyCodec.Read(response.Properties) ?? PropertyMap.Empty;
            return new(response.Urn, request.Id, state, NoDependencies, IsDone: true);
        }
        catch (RpcException e)
        {
            throw Refused(request.Type, request.Name, request.Parent, e);
        }
    }

    private ResourceException Refused(string type, string name, string parent, RpcException e)
    {
        // The stack's type is not part of its children's qualified types.
        var parentTypes = parent.Split("::", 4) is [_, _, var types, _] && types != Stack.TypeName ? $"{types}$" : "";
        var urn = $"urn:pulumi:{deployment.Settings.Stack}::{deployment.Settings.Project}::{parentTypes}{type}::{name}";
        return new($"{type} '{name}' could not be registered ({e.StatusCode}): {e.Status.Detail}", urn, e);
    }

    private async Task RegisterOutputsAsync(ComponentResource component, Output<IDictionary<string, object?>> outputs)
    {
        var values = await outputs.ValueOrAsync(ImmutableDictionary<string, object?>.Empty);
        var writer = new ValueWriter(new(await deployment.Monitor.SupportsAsync("resourceReferences")));
        var request = new RegisterResourceOutputsRequest
        {
            Outputs = PropertyCodec.Write(await writer.WriteFieldsAsync(component.GetResourceName(), values)),
            Urn = await component.Urn.ValueOrAsync(""),
        };
        await deployment.Monitor.RegisterResourceOutputsAsync(request);
    }

    /// <summary>The engine's response.</summary>
    /// <param name="IsDone">False if the step failed or was skipped and the deployment continues without it.</param>
    private sealed record Registered(
        string Urn,
        string Id,
        PropertyMap State,
        ImmutableDictionary<string, ImmutableHashSet<Resource>> Dependencies,
        bool IsDone
    );
}

/// <summary>A resource to register.</summary>
internal sealed record Registration(Resource Resource, bool IsCustom, bool IsRemote, ResourceArgs Args, ResourceOptions Options)
{
    public string Type => Resource.GetResourceType();

    public string Name => Resource.GetResourceName();
}
