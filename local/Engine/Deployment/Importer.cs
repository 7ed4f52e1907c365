using System.Security.Cryptography;
using Pulumirpc;
using ZeroTrust.Engine.Config;
using ZeroTrust.Engine.Properties;
using ZeroTrust.Engine.State;

namespace ZeroTrust.Engine.Deployment;

/// <summary>Imports existing objects without running the program.</summary>
internal sealed class Importer(DeploymentContext context, IReadOnlyDictionary<string, ConfigValue> config)
{
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        using var executor = new StepExecutor(context, ct);
        await using var cancelling = ct.Register(() => _ = context.Providers.CancelAsync());
        await KeepAsync(executor, context.Prior.Resources.Where(resource => !resource.Delete));
        if (context.Prior.Find(context.Stack.Urn) is null)
        {
            await executor.RunAsync([
                new CreateStep(
                    Stack(),
                    new Registration(
                        new()
                        {
                            Type = ResourceTypes.Stack,
                            Name = context.Stack.Urn.Name,
                            Custom = false,
                        }
                    )
                ),
            ]);
        }
        var providers = new Dictionary<(string, string?), string>();
        foreach (var import in context.Options.Imports)
        {
            var key = (import.Provider.IsEmpty ? ResourceTypes.Package(import.Type) : import.Provider.Value, import.Version);
            if (!providers.ContainsKey(key))
            {
                providers[key] = await ProviderAsync(executor, import, ct);
            }
        }
        await Task.WhenAll(
            context.Options.Imports.Select(async import =>
            {
                var key = (import.Provider.IsEmpty ? ResourceTypes.Package(import.Type) : import.Provider.Value, import.Version);
                await ImportAsync(executor, import, providers[key], ct);
            })
        );
        return !executor.Failed && !ct.IsCancellationRequested;
    }

    private static Task<bool> KeepAsync(StepExecutor executor, IEnumerable<ResourceState> resources) =>
        executor.RunAsync([.. resources.Select(resource => new SameStep(resource, resource.Copy(), null))]);

    private ResourceState Stack() =>
        new()
        {
            Urn = context.Stack.Urn,
            Type = ResourceTypes.Stack,
            Custom = false,
        };

    private async Task<string> ProviderAsync(StepExecutor executor, ImportSpec import, CancellationToken ct)
    {
        if (!import.Provider.IsEmpty)
        {
            var found =
                context.Prior.Find(import.Provider)
                ?? throw new EngineException(
                    $"Provider {import.Provider} is not in the state; run up first, or import with the default provider."
                );
            return new ProviderReference(found.Urn, found.Id).ToString();
        }
        var package = ResourceTypes.Package(import.Type);
        var existing = context.Prior.Resources.LastOrDefault(resource =>
            !resource.Delete
            && resource.Parent.IsEmpty
            && resource.Type == ResourceTypes.Provider(package)
            && (import.Version is null || resource.Inputs.Fields.GetValueOrDefault("version")?.StringValue == import.Version)
        );
        return existing is not null
            ? new ProviderReference(existing.Urn, existing.Id).ToString()
            : await CreateProviderAsync(executor, package, import.Version, ct);
    }

    private async Task<string> CreateProviderAsync(StepExecutor executor, string package, string? version, CancellationToken ct)
    {
        var request = new ProviderRequest(package, version ?? "", "");
        var type = ResourceTypes.Provider(package);
        var urn = Urn.Create(context.Stack.Stack, context.Stack.Project, default, type, request.DefaultName);
        var result = await context.Providers.CheckAsync(urn, null, DefaultProviders.Inputs(config, request), ct);
        if (result.Failures.Count > 0)
        {
            throw new EngineException(
                string.Join('\n', result.Failures.Select(failure => $"Configuration of provider '{package}': {Text(failure)}"))
            );
        }
        var state = new ResourceState
        {
            Urn = urn,
            Type = type,
            Custom = true,
            Inputs = result.Inputs,
        };
        await executor.RunAsync([
            new CreateStep(
                state,
                new Registration(
                    new()
                    {
                        Type = type,
                        Name = request.DefaultName,
                        Custom = true,
                    }
                )
            ),
        ]);
        return new ProviderReference(urn, state.Id).ToString();
    }

    private async Task ImportAsync(StepExecutor executor, ImportSpec import, string provider, CancellationToken ct)
    {
        var parent = import.Parent.IsEmpty ? context.Stack.Urn : import.Parent;
        var urn = Urn.Create(context.Stack.Stack, context.Stack.Project, parent, import.Type, import.Name);
        if (context.Prior.Find(urn) is not null)
        {
            throw new EngineException(
                $"The stack already has a resource '{import.Name}' of type {import.Type}; give the import another name."
            );
        }
        var state = new ResourceState
        {
            Urn = urn,
            Type = import.Type,
            Custom = true,
            Parent = parent,
            Provider = provider,
            Protect = import.Protect,
            ImportId = import.Id,
        };
        if (await executor.RunAsync([new ImportStep(null, state, null) { KeepsImportId = false }], othersGoOn: true))
        {
            await CheckAsync(state, ct);
        }
    }

    // Inputs that fail the provider's own check would fail in the program that the user writes from them.
    private async Task CheckAsync(ResourceState state, CancellationToken ct)
    {
        var seed = RandomNumberGenerator.GetBytes(32);
        var result = await context.ProviderOf(state).CheckAsync(state.Urn, state.Inputs, state.Inputs, seed, context.Preview, ct);
        foreach (var failure in result.Failures)
        {
            context.Events.Report(
                new(
                    Severity.Warning,
                    $"The imported inputs fail the provider's own check, which is a bug in the provider: {Text(failure)}. "
                        + "The resource is imported; correct the inputs in your program.",
                    state.Urn
                )
            );
        }
    }

    private static string Text(CheckFailure failure) =>
        failure.Property.Length > 0 ? $"{failure.Property}: {failure.Reason}" : failure.Reason;
}
