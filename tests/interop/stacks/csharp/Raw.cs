using System.Collections.Immutable;
using Pulumi;

namespace Interop;

/// <summary>Resources by their tokens alone, as a program without the generated SDK writes them.</summary>
internal static class Raw
{
    public static string Type(string name) => $"zerotrust:index:{name}";

    public static DictionaryResourceArgs Args(params (string Name, object? Value)[] properties) =>
        new(properties.ToImmutableDictionary(property => property.Name, property => property.Value));

    public static DictionaryInvokeArgs InvokeArgs(params (string Name, object? Value)[] properties) =>
        new(properties.ToImmutableDictionary(property => property.Name, property => property.Value));

    public static ImmutableDictionary<string, object?> Map(params (string Name, object? Value)[] properties) =>
        properties.ToImmutableDictionary(property => property.Name, property => property.Value);

    public static ImmutableArray<object?> List(params ImmutableArray<object?> items) => items;
}

internal sealed class Profile(string name, ResourceArgs args, CustomResourceOptions? options = null)
    : CustomResource(Raw.Type("DeviceProfile"), name, args, options)
{
    [Output("policyId")]
    public Output<string> PolicyId { get; private set; } = null!;
}

internal sealed class DefaultProfile(string name, CustomResourceOptions options)
    : CustomResource(Raw.Type("DefaultDeviceProfile"), name, null, options)
{
    [Output("captivePortal")]
    public Output<int> CaptivePortal { get; private set; } = null!;
}

internal sealed class Tunnel(string name, ResourceArgs args, CustomResourceOptions? options = null)
    : CustomResource(Raw.Type("WarpConnectorTunnel"), name, args, options)
{
    [Output("tunnelId")]
    public Output<string> TunnelId { get; private set; } = null!;

    [Output("token")]
    public Output<string> Token { get; private set; } = null!;
}
