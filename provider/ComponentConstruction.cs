using Pulumirpc;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ConstructRequest = Pulumirpc.Encoded.ConstructRequest;
using ConstructResponse = Pulumirpc.Encoded.ConstructResponse;

namespace ZeroTrust.Provider;

/// <summary>Registers a component and its children with the engine.</summary>
/// <param name="request">The component.</param>
/// <param name="provider">
/// The constructing provider's <c>urn::id</c>; empty if the engine sent none. The children use it unless the program names a provider,
/// because it has the program's other resources, whichever version the program asks for.
/// </param>
/// <param name="monitor">The engine's monitor.</param>
/// <param name="announce">Receives the URN of a child about to be registered, and the child that follows it.</param>
/// <param name="ct">Stops the construction.</param>
internal sealed class ComponentConstruction(
    ConstructRequest request,
    string provider,
    ResourceMonitor.ResourceMonitorClient monitor,
    Action<string, ChildDeclaration> announce,
    CancellationToken ct
) : IChildren
{
    private string _urn = "";

    public async Task<ConstructResponse> RunAsync(IComponent component, PropertyMap inputs)
    {
        _urn = (await monitor.RegisterResourceAsync(Component(inputs), cancellationToken: ct)).Urn;
        var outputs = await component.ConstructAsync(request.Name, inputs, this);
        var state = outputs.WithoutOutputs();
        await monitor.RegisterResourceOutputsAsync(new() { Urn = _urn, Outputs = PropertyCodec.Write(state) }, cancellationToken: ct);
        var response = new ConstructResponse { Urn = _urn, State = PropertyCodec.Encode(state) };
        foreach (var (name, value) in outputs)
        {
            response.StateDependencies[name] = new() { Urns = { value.Dependencies() } };
        }

        return response;
    }

    public async Task<Child> DeclareAsync(ChildDeclaration child)
    {
        var declaration = new RegisterResourceRequest
        {
            Type = Package.Token(child.Type),
            Name = child.Name,
            Parent = _urn,
            Custom = true,
            Provider = request.Providers.GetValueOrDefault(Package.Name, provider),
            Version = Package.Version,
            PluginDownloadURL = Package.DownloadUrl,
            DeletedWith = child.DeletedWith?.Urn ?? "",
        };
        Add(declaration, child.Inputs, child.DependsOn.Select(other => other.Urn));
        if (child.FollowedBy is { } next)
        {
            announce(UrnText.Child(_urn, declaration.Type, child.Name), next);
        }

        var response = await monitor.RegisterResourceAsync(declaration, cancellationToken: ct);
        return new(
            response.Urn,
            PropertyCodec.Read(response.Object) ?? PropertyMap.Empty,
            request.DryRun ? PropertyValue.Unknown : PropertyValue.Null
        );
    }

    /// <summary>The inputs; those without dependencies of their own get the ones in the request's <c>inputDependencies</c>.</summary>
    public static PropertyMap Inputs(ConstructRequest request) =>
        new(
            PropertyCodec
                .Decode(request.Inputs)
                .Select(input =>
                    request.InputDependencies.GetValueOrDefault(input.Key) is { Urns: { Count: > 0 } urns }
                    && !input.Value.Dependencies().Any()
                        ? KeyValuePair.Create(
                            input.Key,
                            (PropertyValue)
                                new PropertyOutput
                                {
                                    Value = input.Value.Unsecret() is var plain and not PropertyUnknown ? plain : null,
                                    IsSecret = input.Value is PropertySecret,
                                    Dependencies = [.. urns],
                                }
                        )
                        : input
                )
        );

    private RegisterResourceRequest Component(PropertyMap inputs)
    {
        var declaration = new RegisterResourceRequest
        {
            Type = request.Type,
            Name = request.Name,
            Parent = request.Parent,
            Providers = { request.Providers },
            Aliases = { request.Aliases.Select(WithParent) },
            IgnoreChanges = { request.IgnoreChanges },
            ReplaceOnChanges = { request.ReplaceOnChanges },
            AdditionalSecretOutputs = { request.AdditionalSecretOutputs },
            DeletedWith = request.DeletedWith,
            ReplaceWith = { request.ReplaceWith },
            ReplacementTrigger = request.ReplacementTrigger,
            Hooks = Hooks(request.ResourceHooks),
        };
        if (request.HasRetainOnDelete)
        {
            declaration.RetainOnDelete = request.RetainOnDelete;
        }

        if (request.HasDeleteBeforeReplace)
        {
            declaration.DeleteBeforeReplace = request.DeleteBeforeReplace;
            declaration.DeleteBeforeReplaceDefined = true;
        }

        Add(declaration, inputs, request.Dependencies);
        if (request.CustomTimeouts is { } timeouts)
        {
            declaration.CustomTimeouts = new()
            {
                Create = timeouts.Create,
                Update = timeouts.Update,
                Delete = timeouts.Delete,
            };
        }

        return declaration;
    }

    // The engine runs them: the component's, not its children's.
    private static RegisterResourceRequest.Types.ResourceHooksBinding? Hooks(ConstructRequest.Types.ResourceHooksBinding? hooks) =>
        hooks is null
            ? null
            : new()
            {
                BeforeCreate = { hooks.BeforeCreate },
                AfterCreate = { hooks.AfterCreate },
                BeforeUpdate = { hooks.BeforeUpdate },
                AfterUpdate = { hooks.AfterUpdate },
                BeforeDelete = { hooks.BeforeDelete },
                AfterDelete = { hooks.AfterDelete },
                OnError = { hooks.OnError },
            };

    private void Add(RegisterResourceRequest declaration, PropertyMap inputs, IEnumerable<string> dependencies)
    {
        declaration.Object = PropertyCodec.Write(inputs.WithoutOutputs());
        declaration.AcceptSecrets = true;
        declaration.AcceptResources = true;
        declaration.SupportsPartialValues = true;
        declaration.AliasSpecs = true;
        declaration.CustomTimeouts = new();
        declaration.ParentStackTraceHandle = request.StackTraceHandle;
        foreach (var (name, value) in inputs)
        {
            declaration.PropertyDependencies[name] = new() { Urns = { value.Dependencies() } };
        }

        declaration.Dependencies.Add(dependencies.Concat(inputs.Values.SelectMany(value => value.Dependencies())).Distinct());
        if (request.HasProtect)
        {
            declaration.Protect = request.Protect;
        }
    }

    // An alias without a parent means the component's own parent.
    private Alias WithParent(Alias alias)
    {
        if (alias.Spec is not { ParentUrn: "", NoParent: false } || request.Parent.Length == 0)
        {
            return alias;
        }

        var complete = alias.Clone();
        complete.Spec.ParentUrn = request.Parent;
        return complete;
    }
}
