using System.Text.Json;
using ZeroTrust.Cli.Adopt;
using ZeroTrust.Cli.States;
using ZeroTrust.Network;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Shared;

namespace ZeroTrust.Cli.Explain;

/// <summary>Reads the model of the network from a state, from a preview, or from the account.</summary>
/// <param name="stacks">The stacks, and the settings of the account.</param>
/// <param name="input">Standard input.</param>
internal sealed class NetworkReader(Stacks stacks, TimeProvider time, TextReader input)
{
    private const string MeshRanges = "meshRanges";

    /// <summary>What a state records.</summary>
    public async Task<NetworkModel> StateAsync(string file, CancellationToken ct) =>
        Model(Parts(await RecordedState.ReadAsync(file, input, stacks.Environment, ct)));

    /// <summary>What a stack's state records.</summary>
    /// <param name="stack">Null: the selected one.</param>
    public async Task<NetworkModel> StackAsync(string? stack, CancellationToken ct) => Model(Parts(await stacks.ExportAsync(stack, ct)));

    /// <summary>The resources after the preview's changes. A preview lists only changes; the rest is in the state.</summary>
    /// <param name="state">Null if the stack is new, or the preview lists everything.</param>
    public async Task<(NetworkModel Before, NetworkModel After)> PlanAsync(string plan, string? state, CancellationToken ct)
    {
        var recorded = state is null ? null : await RecordedState.ReadAsync(state, input, stacks.Environment, ct);
        return Plan(await StateFile.ReadAsync(plan, "preview", input, ct), StateFile.Origin(plan), recorded);
    }

    /// <summary>As <see cref="PlanAsync"/>, of a stack: runs a preview.</summary>
    /// <param name="stack">Null: the selected one.</param>
    public async Task<(NetworkModel Before, NetworkModel After)> PlanOfStackAsync(string? stack, CancellationToken ct)
    {
        var recorded = await stacks.ExportAsync(stack, ct);
        return Plan(await stacks.PreviewAsync(stack, ct), "the preview", recorded);
    }

    /// <summary>The network after a preview's changes.</summary>
    public NetworkModel Plan(string preview, string state) =>
        Plan(preview, "the preview", RecordedState.Parse(state, "the state", stacks.Environment)).After;

    /// <summary>The network of the account.</summary>
    public async Task<NetworkModel> LiveAsync(CancellationToken ct)
    {
        using var session = ProviderSession.Open(stacks.Environment, time);
        var reader = new AccountReader(session, new Dictionary<string, string>());
        var read = await ProgressBar.ShowAsync(progress => reader.ReadAsync([], progress, ct));
        return Model(
            read.Resources.SelectMany(resource =>
                DeclaredParts.Of(
                    resource.Type.Declare(
                        $"urn:pulumi:account::account::{resource.Type.Token}::{resource.Name}",
                        resource.Inputs,
                        resource.Outputs,
                        session.Account
                    )
                )
            )
        );
    }

    /// <summary>Registrations of the account, with the profile that Cloudflare assigns, and the known facts about the device.</summary>
    public async Task<IReadOnlyList<Registration>> RegistrationsAsync(CancellationToken ct)
    {
        using var session = ProviderSession.Open(stacks.Environment, time);
        return await ProgressBar.ShowAsync(progress =>
        {
            progress(new("Reading the registrations", null));
            return Registration.ReadAsync(session, ct);
        });
    }

    private (NetworkModel Before, NetworkModel After) Plan(string json, string origin, RecordedState? recorded)
    {
        var before = recorded is null ? [] : Planned.AllOf(recorded).ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
        var after = PreviewSteps.Apply(json, origin, before);
        return (Model(Parts(before.Values)), Model(Parts(after.Values)));
    }

    private IEnumerable<NetworkPart> Parts(RecordedState state) => Parts(Planned.AllOf(state));

    private IReadOnlyList<NetworkPart> Parts(IReadOnlyCollection<Planned> resources)
    {
        using var session = ProviderSession.Offline(time);
        return
        [
            .. from resource in resources
            where resource.Type == Package.ProviderToken
            from part in PartsOfProvider(resource.Inputs)
            select part,
            .. from resource in resources
            let type = session.Catalog.FindResource(resource.Type)
            where type is not null
            from part in DeclaredParts.Of(type.Declare(resource.Urn, resource.Inputs, resource.Outputs, session.Account))
            select part,
        ];
    }

    // The account's settings, if no provider in a state or a preview sets them.
    private NetworkModel Model(IEnumerable<NetworkPart> parts)
    {
        var all = parts.ToList();
        return NetworkBuilder.Build(all.Any(part => part is MeshPart) ? all : all.Concat(PartsOfProvider(PropertyMap.Empty)));
    }

    private IReadOnlyList<NetworkPart> PartsOfProvider(PropertyMap inputs)
    {
        var resolved = ProviderConfiguration.Resolve(inputs, stacks.Environment);
        return
            ProviderConfiguration.Check(resolved).FirstOrDefault(problem => problem.Path.StartsWith(MeshRanges, StringComparison.Ordinal))
                is { } problem
            ? throw new CommandException($"{ProviderConfiguration.VariableOf(MeshRanges)}: {problem.Message}")
            : DeclaredParts.OfProvider(ProviderConfiguration.Read(resolved));
    }
}

/// <summary>A resource in a state or a preview.</summary>
/// <param name="Outputs">Null: it does not exist yet.</param>
internal sealed record Planned(string Urn, string Type, PropertyMap Inputs, PropertyMap? Outputs)
{
    /// <summary>The resources of a state and their providers.</summary>
    public static IReadOnlyCollection<Planned> AllOf(RecordedState state) =>
        [
            .. state.Resources.Select(resource => new Planned(
                resource.Urn.ToString(),
                resource.Urn.Type,
                resource.Inputs,
                resource.Outputs
            )),
            .. state
                .Providers.Select(provider => new Planned(
                    provider.Key[..provider.Key.LastIndexOf("::", StringComparison.Ordinal)],
                    Package.ProviderToken,
                    provider.Value,
                    provider.Value
                ))
                .DistinctBy(provider => provider.Urn),
        ];
}

/// <summary>The steps of <c>pulumi preview --json</c>.</summary>
internal static class PreviewSteps
{
    // The string that a preview has in place of an unknown value.
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>The resources after the steps.</summary>
    /// <param name="before">The resources before them, by URN.</param>
    /// <exception cref="CommandException">The text is not a preview.</exception>
    public static Dictionary<string, Planned> Apply(string json, string origin, IReadOnlyDictionary<string, Planned> before)
    {
        var after = new Dictionary<string, Planned>(before, StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("steps", out var steps))
            {
                throw new CommandException($"{origin} has no steps; pass the output of 'pulumi preview --json'.");
            }

            foreach (var step in steps.EnumerateArray())
            {
                Apply(step, after);
            }
        }
        catch (JsonException e)
        {
            throw new CommandException($"{origin} is not valid JSON ({e.Message}); pass the output of 'pulumi preview --json'.", e);
        }

        return after;
    }

    private static void Apply(JsonElement step, Dictionary<string, Planned> resources)
    {
        // A refresh step has the recorded outputs; the deletion of a replaced resource must not remove its replacement.
        var (op, urn) = (step.String("op"), step.String("urn"));
        if (op is "refresh" or "delete-replaced" or "discard-replaced" or "read" or "read-replacement")
        {
            return;
        }

        if (op == "delete")
        {
            resources.Remove(urn);
        }
        else if (
            step.TryGetProperty("newState", out var state)
            && state.String("type") is var type
            && (type == Package.ProviderToken || type.StartsWith($"{Package.Name}:", StringComparison.Ordinal))
        )
        {
            var exists = op is "update" or "same" or "import" && resources.ContainsKey(urn);
            var outputs =
                exists && Map(state, "outputs") is { Count: > 0 } own ? own
                : exists ? resources[urn].Outputs
                : null;
            resources[urn] = new(urn, type, Resolved(Map(state, "inputs"), state), outputs);
        }
    }

    // An unknown id belongs to the resource that the property depends on.
    private static PropertyMap Resolved(PropertyMap inputs, JsonElement state)
    {
        if (!state.TryGetProperty("propertyDependencies", out var dependencies) || dependencies.ValueKind != JsonValueKind.Object)
        {
            return inputs;
        }

        foreach (var dependency in dependencies.EnumerateObject())
        {
            if (
                inputs.Get(dependency.Name) is PropertyUnknown
                && dependency.Value.ValueKind == JsonValueKind.Array
                && dependency.Value.GetArrayLength() == 1
            )
            {
                inputs = inputs.With(dependency.Name, dependency.Value[0].GetString()!);
            }
        }

        return inputs;
    }

    private static PropertyMap Map(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && Value(value) is PropertyMap map ? map : PropertyMap.Empty;

    private static PropertyValue Value(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
            JsonValueKind.Number => json.GetDouble(),
            JsonValueKind.String when json.ValueEquals(Unknown) => PropertyValue.Unknown,
            JsonValueKind.String when json.ValueEquals("[secret]") => new PropertySecret(PropertyValue.Unknown),
            JsonValueKind.String => json.GetString()!,
            JsonValueKind.Array => new PropertyArray(json.EnumerateArray().Select(Value)),
            JsonValueKind.Object when json.String(PropertySignatures.Key) == PropertySignatures.Secret => new PropertySecret(
                PropertyValue.Unknown
            ),
            JsonValueKind.Object => new PropertyMap(
                json.EnumerateObject().Select(property => KeyValuePair.Create(property.Name, Value(property.Value)))
            ),
            _ => PropertyValue.Null,
        };
}
