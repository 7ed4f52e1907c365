using Google.Protobuf.WellKnownTypes;
using Pulumirpc;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Protocol.Loopback;

namespace ZeroTrust.Cli.Tests.Adopt;

/// <summary>Runs the subset of Pulumi YAML that <c>zt adopt</c> writes: resources, options and references to outputs.</summary>
internal sealed class YamlStack
{
    private readonly YamlMappingNode _resources;
    private readonly Dictionary<string, Task<RegisterResourceResponse>> _registered = new(StringComparer.Ordinal);
    private ResourceMonitor.ResourceMonitorClient _monitor = null!;
    private string _parent = "";

    private YamlStack(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        _resources = (YamlMappingNode)stream.Documents[0].RootNode["resources"];
    }

    public static IProgram Of(string yaml) => new InProcessProgram((context, ct) => new YamlStack(yaml).RunAsync(context, ct));

    private async Task RunAsync(ProgramContext context, CancellationToken ct)
    {
        using var channel = LoopbackChannel.To(context.MonitorAddress);
        _monitor = new(channel);
        var stack = new RegisterResourceRequest { Type = "pulumi:pulumi:Stack", Name = $"{context.Project}-{context.Stack}" };
        _parent = (await _monitor.RegisterResourceAsync(stack, cancellationToken: ct)).Urn;
        foreach (var key in _resources.Children.Keys)
        {
            await RegisteredAsync(key.ToString());
        }
    }

    private Task<RegisterResourceResponse> RegisteredAsync(string key) =>
        _registered.TryGetValue(key, out var registered) ? registered : _registered[key] = RegisterAsync(key);

    private async Task<RegisterResourceResponse> RegisterAsync(string key)
    {
        var resource = (YamlMappingNode)_resources[key];
        var request = new RegisterResourceRequest
        {
            Type = resource["type"].ToString(),
            Name = Child(resource, "name")?.ToString() ?? key,
            Custom = true,
            Parent = _parent,
            AcceptSecrets = true,
            AcceptResources = true,
            Object = Child(resource, "properties") is { } properties ? (await ValueAsync(properties)).StructValue : new Struct(),
        };
        if (Child(resource, "options") is YamlMappingNode options)
        {
            if (Child(options, "protect") is not null)
            {
                request.Protect = true;
            }

            if (Child(options, "deletedWith")?.ToString() is { } profile)
            {
                request.DeletedWith = (await RegisteredAsync(profile[2..^1])).Urn;
            }
        }

        return await _monitor.RegisterResourceAsync(request);
    }

    private async Task<Value> ValueAsync(YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                var fields = new Struct();
                foreach (var (name, value) in map.Children)
                {
                    fields.Fields[Text(name.ToString())] = await ValueAsync(value);
                }

                return Value.ForStruct(fields);
            case YamlSequenceNode list:
                return Value.ForList([.. await Task.WhenAll(list.Select(ValueAsync))]);
            default:
                return await ScalarAsync((YamlScalarNode)node);
        }
    }

    private async Task<Value> ScalarAsync(YamlScalarNode scalar)
    {
        var text = scalar.Value!;
        if (text.StartsWith("${", StringComparison.Ordinal))
        {
            var dot = text.LastIndexOf('.');
            return (await RegisteredAsync(text[2..dot])).Object.Fields[text[(dot + 1)..^1]];
        }

        return scalar.Style != ScalarStyle.Plain ? Value.ForString(Text(text))
            : bool.TryParse(text, out var flag) ? Value.ForBool(flag)
            : double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? Value.ForNumber(number)
            : Value.ForString(Text(text));
    }

    private static string Text(string text) => text.Replace("$${", "${", StringComparison.Ordinal);

    private static YamlNode? Child(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var child) ? child : null;
}
