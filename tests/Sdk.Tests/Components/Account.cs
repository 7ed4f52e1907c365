using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json;
using Pulumi;
using Pulumi.Testing;

namespace ZeroTrust.Sdk.Tests.Components;

/// <summary>An account in which everything that a program declares comes into being, and is remembered.</summary>
internal sealed class Account : IMocks
{
    private readonly ConcurrentDictionary<(string Type, string Name), MockResourceArgs> _made = [];

    /// <summary>What was made, as type and name, sorted.</summary>
    public IEnumerable<string> Made => _made.Keys.Select(key => $"{key.Type} {key.Name}").Order(StringComparer.Ordinal);

    /// <summary>What components registered, by the name of the component.</summary>
    public ConcurrentDictionary<string, ImmutableDictionary<string, Output<object?>>> Registered { get; } = [];

    /// <summary>Runs a program in an account of its own.</summary>
    public static async Task<Account> RunAsync(Action program)
    {
        var account = new Account();
        await Deployment.TestAsync(account, new TestOptions { IsPreview = false }, program);
        return account;
    }

    /// <summary>Options with which a component records its children and who their parent is.</summary>
    public static ComponentResourceOptions Recording(ICollection<(string Type, Resource? Parent)> children) => new()
    {
        ResourceTransformations =
        {
            registered =>
            {
                if (registered.Resource is CustomResource child)
                {
                    children.Add((child.GetResourceType().Split(':')[^1], registered.Options.Parent));
                }

                return null;
            },
        },
    };

    /// <summary>The inputs that a resource was made with, as JSON with its keys sorted.</summary>
    public string Inputs(string type, string name) =>
        JsonSerializer.Serialize(new SortedDictionary<string, object>(_made[(type, name)].Inputs, StringComparer.Ordinal));

    public string? Provider(string type, string name) => _made[(type, name)].Provider;

    public Task<(string? id, object state)> NewResourceAsync(MockResourceArgs args)
    {
        var type = args.Type!.Split(':')[^1];
        _made[(type, args.Name!)] = args;
        var state = args.Inputs
            .SetItem("policyId", $"policy-{args.Name}")
            .SetItem("tunnelId", $"tunnel-{args.Name}")
            .SetItem("routeId", $"route-{args.Name}")
            .SetItem("token", $"token-{args.Name}");
        return Task.FromResult<(string?, object)>(($"{args.Name}-id", state));
    }

    public Task<object> CallAsync(MockCallArgs args) => throw new NotSupportedException($"Components call no functions; this one called {args.Token}.");

    public Task RegisterResourceOutputs(MockRegisterResourceOutputsRequest args)
    {
        Registered[args.Urn.Split("::")[^1]] = args.Outputs;
        return Task.CompletedTask;
    }
}
