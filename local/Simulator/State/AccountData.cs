using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Areas;

namespace ZeroTrust.Simulator.State;

/// <summary>
/// The data of the simulated account as one JSON document. The stored form differs from API responses: deleted tunnels stay, and unset
/// fields are null.
/// </summary>
public sealed class AccountData
{
    private const int Version = 1;

    private readonly int _idSeed;

    private AccountData(JsonObject document, int idSeed)
    {
        Document = document;
        _idSeed = idSeed;
    }

    /// <summary>The document, as persisted.</summary>
    public JsonObject Document { get; }

    /// <summary>The default profile: its settings, its <c>exclude</c> or <c>include</c> list and its <c>fallback_domains</c>.</summary>
    public JsonObject DefaultProfile => Object("default_profile");

    /// <summary>Custom profiles by <c>policy_id</c>. The list of the inactive mode is null.</summary>
    public JsonTable Profiles => Table("profiles", "policy_id");

    /// <summary>Managed networks by <c>network_id</c>.</summary>
    public JsonTable ManagedNetworks => Table("managed_networks", "network_id");

    /// <summary>Physical devices by <c>id</c>.</summary>
    public JsonTable Devices => Table("devices", "id");

    /// <summary>Registrations by <c>id</c>; <c>device_id</c> and <c>policy_id</c> refer to the other tables.</summary>
    public JsonTable Registrations => Table("registrations", "id");

    /// <summary>WARP connector tunnels by <c>id</c>, including deleted ones. <c>clients</c> are their connectors.</summary>
    public JsonTable Tunnels => Table("tunnels", "id");

    /// <summary>Private network routes by <c>id</c>, including deleted ones.</summary>
    public JsonTable TeamnetRoutes => Table("routes", "id");

    /// <summary>Hostname routes by <c>id</c>, including deleted ones.</summary>
    public JsonTable HostnameRoutes => Table("hostname_routes", "id");

    /// <summary>Virtual networks by <c>id</c>, including deleted ones.</summary>
    public JsonTable VirtualNetworks => Table("virtual_networks", "id");

    /// <summary>Account device settings; null means unset.</summary>
    public JsonObject Settings => Object("settings");

    /// <summary>Connectivity settings.</summary>
    public JsonObject Connectivity => Object("connectivity");

    /// <summary>Device certificate provisioning, by zone ID.</summary>
    public JsonObject Certificates => Object("certificates");

    /// <summary>The global WARP override; null until first set.</summary>
    public JsonObject? Resilience
    {
        get => Document["resilience"]?.AsObject();
        set => Document["resilience"] = value;
    }

    /// <summary>Number of changes, including the one being made.</summary>
    internal long Changes { get; set; }

    /// <summary>The next ID; the sequence depends only on the seed.</summary>
    public string NewId()
    {
        var next = Document.Number("next_id");
        Document["next_id"] = next + 1;
        return Ids.Uuid($"{_idSeed}:{next}");
    }

    internal AccountData Copy() => new((JsonObject)Document.DeepClone(), _idSeed);

    /// <summary>A new account.</summary>
    internal static AccountData Fresh(SimulatorOptions options)
    {
        var document = new JsonObject
        {
            ["version"] = Version,
            ["account_id"] = options.AccountId,
            ["next_id"] = 1,
            ["profiles"] = new JsonArray(),
            ["managed_networks"] = new JsonArray(),
            ["devices"] = new JsonArray(),
            ["registrations"] = new JsonArray(),
            ["tunnels"] = new JsonArray(),
            ["routes"] = new JsonArray(),
            ["hostname_routes"] = new JsonArray(),
            ["virtual_networks"] = new JsonArray(),
            ["certificates"] = new JsonObject(),
            ["resilience"] = null,
        };
        var data = new AccountData(document, options.IdSeed);
        document["default_profile"] = DevicePolicies.NewDefault(data.NewId(), options.AccountId);
        document["settings"] = DeviceSettings.Fields.Defaults();
        document["connectivity"] = ConnectivitySettings.Fields.Defaults();
        data.VirtualNetworks.Add(Areas.VirtualNetworks.New(data.NewId(), "default", isDefault: true, options.TimeProvider.GetUtcNow()));
        return data;
    }

    /// <summary>A stored account. Data that an older file lacks is as in a new account.</summary>
    /// <exception cref="InvalidDataException">The document has another version or account.</exception>
    internal static AccountData Stored(JsonObject document, SimulatorOptions options)
    {
        if (document["version"].AsNumber() != Version)
        {
            throw new InvalidDataException($"it has version '{document["version"]}', this simulator reads version {Version}");
        }

        if (document.Text("account_id") is var account && account != options.AccountId)
        {
            throw new InvalidDataException($"it belongs to account '{account}', not to '{options.AccountId}'");
        }

        return new AccountData(Fresh(options).Document.Merge(document), options.IdSeed);
    }

    private JsonTable Table(string name, string key) => new(Document[name]!.AsArray(), key);

    private JsonObject Object(string name) => Document[name]!.AsObject();
}
