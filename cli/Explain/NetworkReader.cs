using System.Text.Json;
using ZeroTrust.Cli.Adopt;
using ZeroTrust.Cli.States;
using ZeroTrust.Network;
using ZeroTrust.Network.Checks;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider;
using ZeroTrust.Provider.Formats;
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
    public async Task<NetworkReading> StateAsync(string file, CancellationToken ct) =>
        Reading(Planned.AllOf(await RecordedState.ReadAsync(file, input, stacks.Environment, ct)));

    /// <summary>What a stack's state records.</summary>
    /// <param name="stack">Null: the selected one.</param>
    public async Task<NetworkReading> StackAsync(string? stack, CancellationToken ct) =>
        Reading(Planned.AllOf(await stacks.ExportAsync(stack, ct)));

    /// <summary>The resources after the preview's changes. A preview lists only changes; the rest is in the state.</summary>
    /// <param name="state">Null if the stack is new, or the preview lists everything.</param>
    public async Task<NetworkPlan> PlanAsync(string plan, string? state, CancellationToken ct)
    {
        var recorded = state is null ? null : await RecordedState.ReadAsync(state, input, stacks.Environment, ct);
        return Plan(await StateFile.ReadAsync(plan, "preview", input, ct), StateFile.Origin(plan), recorded);
    }

    /// <summary>As <see cref="PlanAsync"/>, of a stack: runs a preview.</summary>
    /// <param name="stack">Null: the selected one.</param>
    public async Task<NetworkPlan> PlanOfStackAsync(string? stack, CancellationToken ct)
    {
        var recorded = await stacks.ExportAsync(stack, ct);
        return Plan(await stacks.PreviewAsync(stack, ct), "the preview", recorded);
    }

    /// <summary>The network after a preview's changes.</summary>
    public NetworkModel Plan(string preview, string state) =>
        Plan(preview, "the preview", RecordedState.Parse(state, "the state", stacks.Environment)).After.Model;

    /// <summary>The network of the account.</summary>
    public async Task<NetworkReading> LiveAsync(CancellationToken ct)
    {
        using var session = ProviderSession.Open(stacks.Environment, time);
        var reader = new AccountReader(session, new Dictionary<string, string>());
        var read = await ProgressBar.ShowAsync(progress => reader.ReadAsync([], progress, ct));
        return new(
            Model(
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
            ),
            new([])
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

    private NetworkPlan Plan(string json, string origin, RecordedState? recorded)
    {
        var before = recorded is null ? [] : Planned.AllOf(recorded).ToDictionary(resource => resource.Urn, StringComparer.Ordinal);
        using var session = ProviderSession.Offline(time);
        var after = new PreviewSteps(before, type => session.Catalog.FindResource(type)?.Inputs).Apply(json, origin);
        return new(Model(Parts(before.Values)), Reading(after.Values));
    }

    private NetworkReading Reading(IReadOnlyCollection<Planned> resources) =>
        new(
            Model(Parts(resources)),
            new(
                resources
                    .Where(resource => resource.Type == Package.ProviderToken)
                    .SelectMany(provider =>
                        ProviderConfiguration.Read(ProviderConfiguration.Resolve(provider.Inputs, stacks.Environment)).IgnoreProblems ?? []
                    )
            )
        );

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

/// <summary>A network, and the warnings about it that the configuration ignores.</summary>
internal sealed record NetworkReading(NetworkModel Model, IgnoredProblems Ignored)
{
    /// <summary>What the network checks find, without what is ignored.</summary>
    /// <param name="except">Findings to leave out.</param>
    public IReadOnlyList<string> Problems(Func<Finding, bool>? except = null) =>
        [
            .. from finding in NetworkChecks.Run(Model)
            where except?.Invoke(finding) is not true
            let problem = new Problem(ProgramNetwork.KindOf(finding.Kind), finding.Path, finding.Message)
            where !Ignored.Has(finding.At.Key, problem)
            select $"{finding.At}: {problem.Text}",
        ];
}

/// <summary>The network before and after a preview's changes.</summary>
internal sealed record NetworkPlan(NetworkModel Before, NetworkReading After);

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
/// <param name="before">The resources before them, by URN.</param>
/// <param name="inputsOf">The inputs of a type of resource; null when there is no such type.</param>
internal sealed class PreviewSteps(IReadOnlyDictionary<string, Planned> before, Func<string, ObjectSpec?> inputsOf)
{
    // The string that a preview has in place of an unknown value.
    private const string Unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    private static readonly (StringFormat Format, string Type)[] References =
    [
        (StringFormat.ProfileId, Package.Token("DeviceProfile")),
        (StringFormat.ProfileId, Package.Token("DefaultDeviceProfile")),
        (StringFormat.TunnelId, Package.Token("WarpConnectorTunnel")),
        (StringFormat.VirtualNetworkId, Package.Token("VirtualNetwork")),
    ];

    private static readonly string[] Components = [.. Provider.Catalog.Components.Keys];

    private readonly Dictionary<string, Planned> _resources = new(before, StringComparer.Ordinal);

    /// <summary>The resources after the steps.</summary>
    /// <exception cref="CommandException">The text is not a preview.</exception>
    public Dictionary<string, Planned> Apply(string json, string origin)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty("steps", out var steps))
            {
                throw new CommandException($"{origin} has no steps; pass the output of 'pulumi preview --json'.");
            }

            foreach (var step in steps.EnumerateArray())
            {
                Apply(step);
            }
        }
        catch (JsonException e)
        {
            throw new CommandException($"{origin} is not valid JSON ({e.Message}); pass the output of 'pulumi preview --json'.", e);
        }

        return _resources;
    }

    private void Apply(JsonElement step)
    {
        // A refresh step has the recorded outputs; the deletion of a replaced resource must not remove its replacement.
        var (op, urn) = (step.String("op"), step.String("urn"));
        if (op is "refresh" or "delete-replaced" or "discard-replaced" or "read" or "read-replacement")
        {
            return;
        }

        if (op == "delete")
        {
            _resources.Remove(urn);
        }
        else if (
            step.TryGetProperty("newState", out var state)
            && state.String("type") is var type
            && (type == Package.ProviderToken || type.StartsWith($"{Package.Name}:", StringComparison.Ordinal))
        )
        {
            var exists = op is "update" or "same" or "import" && _resources.ContainsKey(urn);
            var outputs =
                exists && Map(state, "outputs") is { Count: > 0 } own ? own
                : exists ? _resources[urn].Outputs
                : null;
            var inputs = Map(state, "inputs");
            _resources[urn] = new(urn, type, inputsOf(type) is { } spec ? Resolved(inputs, spec, state) : inputs, outputs);
        }
    }

    // An unknown id belongs to the resource that the property depends on.
    private PropertyMap Resolved(PropertyMap inputs, ObjectSpec spec, JsonElement state)
    {
        if (!state.TryGetProperty("propertyDependencies", out var dependencies) || dependencies.ValueKind != JsonValueKind.Object)
        {
            return inputs;
        }

        foreach (var dependency in dependencies.EnumerateObject())
        {
            if (
                dependency.Value.ValueKind == JsonValueKind.Array
                && spec.Find(dependency.Name) is { } property
                && inputs.Get(dependency.Name) is { } value
            )
            {
                string[] urns = [.. dependency.Value.EnumerateArray().Select(urn => urn.ToString())];
                inputs = inputs.With(dependency.Name, Resolved(value, property.Value, urns));
            }
        }

        return inputs;
    }

    private PropertyValue Resolved(PropertyValue value, ValueSpec spec, string[] urns) =>
        (value, spec) switch
        {
            (PropertyUnknown, { Kind: ValueKind.String }) => Referenced(spec, urns) is { } urn ? urn : value,
            (PropertyArray items, { Item: { } item }) => new PropertyArray(items.Select(one => Resolved(one, item, urns))),
            (PropertyMap map, { Object: { } type }) => new PropertyMap(
                map.Select(entry =>
                    type.Find(entry.Key) is { } property
                        ? KeyValuePair.Create(entry.Key, Resolved(entry.Value, property.Value, urns))
                        : entry
                )
            ),
            _ => value,
        };

    // The resource whose ID a property is, if it depends on one only. A component's ID is that of a child.
    private string? Referenced(ValueSpec spec, string[] urns)
    {
        var referenced =
            from reference in References
            where StringFormats.Of(reference.Format) == spec.Format
            from urn in urns
            let own = UrnText.Type(urn) == reference.Type ? urn : UrnText.Child(urn, reference.Type, Components)
            where own is not null && _resources.ContainsKey(own)
            select own;
        return referenced.Distinct(StringComparer.Ordinal).ToArray() is [var only] ? only : null;
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
