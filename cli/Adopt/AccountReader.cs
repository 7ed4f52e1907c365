using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Shared;

namespace ZeroTrust.Cli.Adopt;

/// <summary>Reads the objects of an account that a program would declare, in the program's order.</summary>
/// <param name="names">The names of objects in another program, by id; empty without one.</param>
internal sealed class AccountReader(ProviderSession session, IReadOnlyDictionary<string, string> names)
{
    // Entries of lists belong to their lists, which are read whole.
    private static readonly (string Type, string Noun)[] Order =
    [
        ("DeviceSettings", "Settings"),
        ("GlobalWarpOverride", "Override"),
        ("ManagedNetwork", "Network"),
        ("VirtualNetwork", "Network"),
        ("DefaultDeviceProfile", "Profile"),
        ("DeviceProfile", "Profile"),
        ("SplitTunnel", "Tunnel"),
        ("FallbackDomains", "Domains"),
        ("WarpConnectorTunnel", "Connector"),
        ("WarpConnectorConfiguration", "Availability"),
        ("TunnelRoute", "Route"),
        ("HostnameRoute", "Route"),
        ("DeviceProfileOrder", "Order"),
    ];

    private readonly ResourceNames _names = new();
    private string? _defaultNetwork;
    private bool _isOrdered;

    /// <summary>Types that can be adopted, in the order of the program.</summary>
    public static IReadOnlyList<string> Types { get; } = [.. Order.Select(entry => entry.Type)];

    /// <summary>Everything, or the types named.</summary>
    public async Task<AdoptedProgram> ReadAsync(IReadOnlyCollection<string> only, Action<Progress> progress, CancellationToken ct)
    {
        var read = new List<AdoptedResource>();
        (string Type, string Noun)[] wanted = [.. Order.Where(entry => only.Count == 0 || only.Contains(entry.Type))];
        foreach (var (index, (typeName, noun)) in wanted.Index())
        {
            if (session.Catalog.FindResource(Package.Token(typeName)) is not { IsListable: true, IsImportable: true } type)
            {
                continue;
            }

            progress(new($"Reading {typeName}", (double)index / wanted.Length));
            var objects = new List<ListedObject>();
            await foreach (var listed in type.List(session.Account, ct)!)
            {
                objects.Add(listed);
            }

            var found = new List<(ListedObject Object, ReadOutcome Read)>();
            foreach (var (number, listed) in objects.Index())
            {
                progress(new($"Reading {typeName}", (index + ((double)number / objects.Count)) / wanted.Length));
                if (await type.ReadAsync(listed.Id.ToString(), null, null, session.Operation(listed.Name, ct), ct) is { } outcome)
                {
                    found.Add((listed, outcome));
                }
            }

            _defaultNetwork ??= DefaultNetwork(found);
            _isOrdered |= typeName == "DeviceProfile" && found.Count > 1 && (only.Count == 0 || only.Contains("DeviceProfileOrder"));
            read.AddRange(
                Ordered(typeName, found)
                    .Where(entry => SaysSomething(typeName, entry.Read))
                    .Select(entry => Named(type, typeName, noun, entry.Object, entry.Read, read))
            );
        }

        return new(read);
    }

    private AdoptedResource Named(
        ResourceType type,
        string typeName,
        string noun,
        ListedObject listed,
        ReadOutcome outcome,
        IReadOnlyList<AdoptedResource> before
    )
    {
        // A list has its profile's name.
        var profile = outcome.Outputs.Get("profileId") is PropertyString { Value: var profileId }
            ? before.FirstOrDefault(other => other.Outputs.Get("policyId") is PropertyString { Value: var id } && id == profileId)
            : null;
        var given = names.GetValueOrDefault(listed.Id.Object.Length > 0 ? listed.Id.Object : listed.Id.Account);
        var label = given ?? profile?.Name ?? listed.Name;
        var name = _names.Name(typeName, label);
        return new(type, outcome.Id, Inputs(outcome), outcome.Outputs)
        {
            Name = name,
            Variable = _names.Variable(name, noun),
            DeletedWith = profile,
        };
    }

    // If the order is declared, profiles must not have numbers as well.
    private PropertyMap Inputs(ReadOutcome outcome) =>
        _isOrdered && outcome.Outputs.Get("profileType") is not PropertyString { Value: Enums.BrowserExtension }
            ? WithoutDefaultNetwork(outcome.Inputs).Without("precedence")
            : WithoutDefaultNetwork(outcome.Inputs);

    // Routes without a virtual network are in the default one, which the program need not declare.
    private PropertyMap WithoutDefaultNetwork(PropertyMap inputs) =>
        inputs.Get("virtualNetworkId") is PropertyString id && id.Value == _defaultNetwork ? inputs.Without("virtualNetworkId") : inputs;

    private static string? DefaultNetwork(IEnumerable<(ListedObject Object, ReadOutcome Read)> found) =>
        found
            .Where(entry => entry.Read.Outputs.Get("isDefaultNetwork") is PropertyBool { Value: true })
            .Select(entry => (entry.Read.Outputs.Get("virtualNetworkId") as PropertyString)?.Value)
            .FirstOrDefault();

    private static IEnumerable<(ListedObject Object, ReadOutcome Read)> Ordered(
        string typeName,
        List<(ListedObject Object, ReadOutcome Read)> found
    ) =>
        typeName == "DeviceProfile"
            ? found.OrderBy(entry => entry.Read.Outputs.Get("precedence") is PropertyNumber precedence ? precedence.Value : double.MaxValue)
            : found.OrderBy(entry => entry.Object.Name, StringComparer.Ordinal).ThenBy(entry => entry.Read.Id, StringComparer.Ordinal);

    // Objects that every account has need no declaration while they are unchanged.
    private static bool SaysSomething(string typeName, ReadOutcome read) =>
        typeName switch
        {
            "SplitTunnel" => !IsDefaultList(read.Inputs, "routes"),
            "FallbackDomains" => !IsDefaultList(read.Inputs, "domains"),
            "DeviceProfileOrder" => read.Inputs.Get("profileIds") is PropertyArray { Count: > 1 },
            "GlobalWarpOverride" => read.Inputs.Get("disconnect") is PropertyBool { Value: true },
            "WarpConnectorConfiguration" => read.Inputs.Get("haMode") is PropertyString { Value: not ("none" or "disabled") },
            "VirtualNetwork" => read.Outputs.Get("isDefaultNetwork") is not PropertyBool { Value: true }
                || read.Inputs.Get("comment") is not null,
            "DefaultDeviceProfile" or "DeviceSettings" => read.Inputs.Count > 0,
            _ => true,
        };

    private static bool IsDefaultList(PropertyMap inputs, string entries) =>
        inputs.Get("includeDefaults") is PropertyBool { Value: true }
        && inputs.Get("exceptDefaults") is null or PropertyArray { Count: 0 }
        && inputs.Get(entries) is null or PropertyArray { Count: 0 };
}
