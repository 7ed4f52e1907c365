using System.Globalization;
using Google.Protobuf.Collections;
using Pulumirpc;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Converts a program's requests into the engine's model.</summary>
internal static class RegistrationRequest
{
    public static ResourceGoal ToGoal(RegisterResourceRequest request, string provider, string projectDirectory)
    {
        var properties = (request.Object ?? new()).LowerOutputs();
        if (ResourceTypes.IsProvider(request.Type))
        {
            properties = properties.Clone();
            DefaultProviders.AddPlugin(properties, request.Version, request.PluginDownloadURL);
        }
        var dependencies = Urns(request.Dependencies);
        return new()
        {
            Type = request.Type,
            Name = request.Name,
            Custom = request.Custom,
            Properties = properties,
            Parent = Urn.ParseOptional(request.Parent),
            Protect = request.HasProtect ? request.Protect : null,
            Dependencies = dependencies,
            Provider = provider,
            PropertyDependencies = PropertyDependencies(request, dependencies),
            DeleteBeforeReplace = request.DeleteBeforeReplaceDefined || request.DeleteBeforeReplace ? request.DeleteBeforeReplace : null,
            IgnoreChanges = [.. request.IgnoreChanges],
            AdditionalSecretOutputs = [.. request.AdditionalSecretOutputs],
            Aliases = [.. request.AliasURNs.Select(urn => new Alias { Urn = Urn.Parse(urn) }), .. request.Aliases.Select(ToAlias)],
            ImportId = request.ImportId,
            CustomTimeouts = ToTimeouts(request.CustomTimeouts),
            ReplaceOnChanges = [.. request.ReplaceOnChanges],
            RetainOnDelete = request.HasRetainOnDelete ? request.RetainOnDelete : null,
            DeletedWith = Urn.ParseOptional(request.DeletedWith),
            ReplaceWith = Urns(request.ReplaceWith),
            SourcePosition = Position(request.SourcePosition, projectDirectory),
        };
    }

    public static IReadOnlyList<Urn> Urns(RepeatedField<string> urns) => [.. urns.Distinct().Select(Urn.Parse)];

    /// <summary>A source position relative to the project; empty for one outside the project.</summary>
    public static string Position(SourcePosition? position, string projectDirectory)
    {
        if (position is null || !Uri.TryCreate(position.Uri, UriKind.Absolute, out var uri) || !uri.IsFile)
        {
            return "";
        }
        var path = Path.GetRelativePath(projectDirectory, uri.LocalPath).Replace('\\', '/');
        return path.StartsWith("..", StringComparison.Ordinal)
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $"project:///{path}#{position.Line}{(position.Column > 0 ? $",{position.Column}" : "")}"
            );
    }

    private static Dictionary<string, IReadOnlyList<Urn>> PropertyDependencies(
        RegisterResourceRequest request,
        IReadOnlyList<Urn> dependencies
    ) =>
        request.PropertyDependencies.Count == 0 && !request.Remote
            ? (request.Object ?? new()).Fields.ToDictionary(field => field.Key, _ => dependencies)
            : request.PropertyDependencies.ToDictionary(pair => pair.Key, pair => Urns(pair.Value.Urns));

    private static Alias ToAlias(Pulumirpc.Alias alias) =>
        alias.Spec is not { } spec
            ? new() { Urn = Urn.Parse(alias.Urn) }
            : new()
            {
                Name = spec.Name,
                Type = spec.Type,
                Stack = spec.Stack,
                Project = spec.Project,
                Parent = Urn.ParseOptional(spec.ParentUrn),
                NoParent = spec.NoParent,
            };

    private static CustomTimeouts ToTimeouts(RegisterResourceRequest.Types.CustomTimeouts? timeouts) =>
        timeouts is null
            ? CustomTimeouts.None
            : new(
                CustomTimeoutText.Seconds(timeouts.Create),
                CustomTimeoutText.Seconds(timeouts.Update),
                CustomTimeoutText.Seconds(timeouts.Delete),
                CustomTimeoutText.Seconds(timeouts.Read)
            );
}
