using System.Collections.Immutable;

namespace Pulumi.Tests.Samples;

internal sealed class ZoneArgs : ResourceArgs
{
    [Input("name", required: true)]
    public Input<string> Name { get; set; } = null!;

    [Input("port")]
    public Input<int>? Port { get; set; }

    [Input("rules")]
    private InputList<RuleArgs>? _rules;

    public InputList<RuleArgs> Rules
    {
        get => _rules ??= [];
        set => _rules = value;
    }

    [Input("tags")]
    public InputMap<string>? Tags { get; set; }
}

internal sealed class RuleArgs : ResourceArgs
{
    [Input("match")]
    public Input<string>? Match { get; set; }

    [Input("kind")]
    public Input<Kind>? Kind { get; set; }

    [Input("mode")]
    public Input<Mode>? Mode { get; set; }
}

[EnumType]
internal readonly struct Kind : IEquatable<Kind>
{
    private readonly string _value;

    private Kind(string value)
    {
        _value = value;
    }

    public static Kind Full { get; } = new("full");

    public static explicit operator string(Kind value) => value._value;

    public bool Equals(Kind other) => _value == other._value;

    public override bool Equals(object? obj) => obj is Kind other && Equals(other);

    public override int GetHashCode() => _value.GetHashCode(StringComparison.Ordinal);
}

internal enum Mode
{
    Off = 0,
    On = 7,
}

[OutputType]
internal sealed class Rule
{
    public readonly string Match;
    public readonly int? Ttl;
    public readonly ImmutableArray<string> Hosts;

    [OutputConstructor]
    private Rule(string match, int? ttl, ImmutableArray<string> hosts)
    {
        Match = match;
        Ttl = ttl;
        Hosts = hosts;
    }
}

[ResourceType("acme:index:Zone", "1.2.0")]
internal sealed class Zone(string name, ZoneArgs? args, CustomResourceOptions? options = null)
    : CustomResource("acme:index:Zone", name, args ?? new ZoneArgs(), options)
{
    [Output("name")]
    public Output<string> Name { get; private set; } = null!;

    [Output("port")]
    public Output<int?> Port { get; private set; } = null!;

    [Output("rules")]
    public Output<ImmutableArray<Rule>> Rules { get; private set; } = null!;
}

internal sealed class AcmeProvider(string name, CustomResourceOptions? options = null)
    : ProviderResource("acme", name, ResourceArgs.Empty, options);

/// <summary>A component whose children the test creates.</summary>
internal sealed class Office : ComponentResource
{
    public Office(string name, ComponentResourceOptions? options = null)
        : base("acme:index:Office", name, options) { }

    [Output("label")]
    public Output<string> Label { get; set; } = Output.Create("none");

    public void Done() => RegisterOutputs();
}

internal sealed class GetZoneArgs : InvokeArgs
{
    [Input("name")]
    public Input<string>? Name { get; set; }
}

[OutputType]
internal sealed class GetZoneResult
{
    public readonly string Id;

    [OutputConstructor]
    private GetZoneResult(string id)
    {
        Id = id;
    }
}
