using Pulumirpc;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Builds the messages that construct a plugin's component.</summary>
internal static class Construction
{
    public static ConstructRequest Request(
        RegisterResourceRequest request,
        DeploymentContext context,
        IReadOnlyDictionary<string, ConfigValue> config
    )
    {
        var result = new ConstructRequest
        {
            Project = context.Stack.Project,
            Stack = context.Stack.Stack,
            Organization = StackName.Organization,
            Config = { config.ToDictionary(pair => pair.Key, pair => pair.Value.Value) },
            ConfigSecretKeys = { config.Where(pair => pair.Value.Secret).Select(pair => pair.Key) },
            DryRun = context.Preview,
            Parallel = context.Options.Parallel,
            Type = request.Type,
            Name = request.Name,
            Parent = request.Parent,
            Inputs = PropertyCodec.Write((PropertyMap)(PropertyCodec.Read(request.Object) ?? PropertyMap.Empty).Rewrite(ToOutput)),
            Providers = { request.Providers },
            Dependencies = { request.Dependencies },
            Aliases = { request.AliasURNs.Select(urn => new Pulumirpc.Alias { Urn = urn }), request.Aliases },
            AdditionalSecretOutputs = { request.AdditionalSecretOutputs },
            IgnoreChanges = { request.IgnoreChanges },
            ReplaceOnChanges = { request.ReplaceOnChanges },
            ReplaceWith = { request.ReplaceWith },
            DeletedWith = request.DeletedWith,
            AcceptsOutputValues = true,
        };
        foreach (var (name, dependencies) in request.PropertyDependencies)
        {
            result.InputDependencies[name] = new() { Urns = { dependencies.Urns } };
        }
        if (request.CustomTimeouts is { } timeouts)
        {
            result.CustomTimeouts = new()
            {
                Create = timeouts.Create,
                Update = timeouts.Update,
                Delete = timeouts.Delete,
            };
        }
        if (request.HasProtect)
        {
            result.Protect = request.Protect;
        }
        if (request.HasRetainOnDelete)
        {
            result.RetainOnDelete = request.RetainOnDelete;
        }
        if (request.DeleteBeforeReplaceDefined)
        {
            result.DeleteBeforeReplace = request.DeleteBeforeReplace;
        }
        return result;
    }

    public static RegisterResourceResponse Response(ConstructResponse response, bool withUnknowns)
    {
        var state = response.State ?? new();
        var result = new RegisterResourceResponse { Urn = response.Urn, Object = withUnknowns ? state : state.KnownOnly() };
        foreach (var (name, dependencies) in response.StateDependencies)
        {
            result.PropertyDependencies[name] = new() { Urns = { dependencies.Urns } };
        }
        return result;
    }

    // Construct expects secrets as output values, even those that the program sent as plain secrets.
    private static PropertyValue ToOutput(PropertyValue value) =>
        value switch
        {
            PropertySecret { Inner: PropertyUnknown } => new PropertyOutput { IsSecret = true },
            PropertySecret { Inner: PropertyOutput output } => output with { IsSecret = true },
            PropertySecret secret => new PropertyOutput { Value = secret.Inner, IsSecret = true },
            PropertyUnknown => new PropertyOutput(),
            _ => value,
        };
}
