using System.Globalization;
using System.Text.RegularExpressions;
using Pulumirpc;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using ZeroTrust.Engine.Programs;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Tests.Programs;

/// <summary>
/// A program in the parts of Pulumi YAML that tests need: resources with options, <c>${…}</c>, <c>fn::secret</c> and <c>fn::invoke</c>.
/// <c>fn::repeat</c> makes a list of <c>count</c> copies of <c>item</c>, in which <c>#</c> is the copy's number.
/// </summary>
/// <param name="resources">The program's resources.</param>
internal sealed partial class YamlProgram(YamlMappingNode resources)
{
    private static readonly string[] Components = ["zerotrust:ManagedProfile", "zerotrust:ConnectorSite"];

    /// <summary>The resources of each program in a YAML stream.</summary>
    public static IReadOnlyList<YamlMappingNode> Parse(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    /// <summary>Registers all resources at once, each when what it refers to is registered.</summary>
    public async Task RunAsync(ProgramContext context, CancellationToken ct)
    {
        using var channel = LoopbackChannel.To(context.MonitorAddress);
        await new Run(new(channel), context, resources, ct).AllAsync();
    }

    private sealed class Run(
        ResourceMonitor.ResourceMonitorClient monitor,
        ProgramContext context,
        YamlMappingNode resources,
        CancellationToken ct
    )
    {
        private readonly Dictionary<string, Lazy<Task<Registered>>> _registered = [];
        private string _stack = "";

        public async Task AllAsync()
        {
            _stack = (await RegisterAsync(new() { Type = "pulumi:pulumi:Stack", Name = $"{context.Project}-{context.Stack}" })).Urn;
            foreach (var (key, node) in resources.Children)
            {
                var name = ((YamlScalarNode)key).Value!;
                _registered[name] = new(() => RegisterAsync(name, (YamlMappingNode)node));
            }

            await Task.WhenAll(_registered.Values.Select(resource => resource.Value));
            await monitor.SignalAndWaitForShutdownAsync(new(), cancellationToken: ct);
        }

        private async Task<Registered> RegisterAsync(string name, YamlMappingNode node)
        {
            var type = Text(node, "type")!;
            var isComponent = Components.Contains(type);
            var inputs = node.Children.TryGetValue("properties", out var properties)
                ? (PropertyMap)await EvaluateAsync(properties)
                : PropertyMap.Empty;
            var request = new RegisterResourceRequest
            {
                Type = Token(type),
                Name = name,
                Custom = !isComponent,
                Remote = isComponent,
                Parent = _stack,
                Object = PropertyCodec.Write(inputs.WithoutOutputs()),
                AcceptResources = true,
                SupportsPartialValues = true,
                AliasSpecs = true,
            };
            foreach (var (property, value) in inputs)
            {
                request.PropertyDependencies[property] = new() { Urns = { value.Dependencies() } };
            }

            request.Dependencies.Add(inputs.Values.SelectMany(value => value.Dependencies()).Distinct());
            if (node.Children.TryGetValue("options", out var options))
            {
                await AddOptionsAsync(request, (YamlMappingNode)options);
            }

            var response = await RegisterAsync(request);
            return new(response.Urn, response.Id, PropertyCodec.Read(response.Object) ?? PropertyMap.Empty);
        }

        private async Task AddOptionsAsync(RegisterResourceRequest request, YamlMappingNode options)
        {
            foreach (var (key, node) in options.Children)
            {
                switch (((YamlScalarNode)key).Value)
                {
                    case "protect":
                        request.Protect = Flag(node);
                        break;
                    case "dependsOn":
                        request.Dependencies.Add(await Task.WhenAll(Texts(node).Select(async name => (await FindAsync(name)).Urn)));
                        break;
                    case "deletedWith":
                        request.DeletedWith = (await FindAsync(Texts(node).Single())).Urn;
                        break;
                    case "parent":
                        request.Parent = (await FindAsync(Texts(node).Single())).Urn;
                        break;
                    case "aliases":
                        request.Aliases.Add(
                            Texts(node)
                                .Select(name =>
                                    name.StartsWith("urn:", StringComparison.Ordinal)
                                        ? new Alias { Urn = name }
                                        : new Alias { Spec = new() { Name = name } }
                                )
                        );
                        break;
                    case "ignoreChanges":
                        request.IgnoreChanges.Add(Texts(node));
                        break;
                    case "replaceOnChanges":
                        request.ReplaceOnChanges.Add(Texts(node));
                        break;
                    case "additionalSecretOutputs":
                        request.AdditionalSecretOutputs.Add(Texts(node));
                        break;
                    case "import":
                        request.ImportId = Texts(node).Single();
                        break;
                    case var other:
                        throw new NotSupportedException($"The option {other} is not supported.");
                }
            }
        }

        private async Task<RegisterResourceResponse> RegisterAsync(RegisterResourceRequest request)
        {
            request.AcceptSecrets = true;
            request.SupportsResultReporting = true;
            var response = await monitor.RegisterResourceAsync(request, cancellationToken: ct);
            return response.Result == Result.Success ? response : throw new InvalidOperationException($"{request.Name} failed.");
        }

        private Task<Registered> FindAsync(string name) => _registered[name].Value;

        private async Task<PropertyValue> EvaluateAsync(YamlNode node)
        {
            switch (node)
            {
                case YamlScalarNode { Style: ScalarStyle.Plain, Value: var plain } scalar:
                    return plain switch
                    {
                        null or "" or "null" or "~" => PropertyValue.Null,
                        "true" => true,
                        "false" => false,
                        not null when double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => number,
                        _ => await InterpolateAsync(plain!),
                    };
                case YamlScalarNode scalar:
                    return await InterpolateAsync(scalar.Value!);
                case YamlSequenceNode list:
                    return new PropertyArray(await Task.WhenAll(list.Select(EvaluateAsync)));
                case YamlMappingNode { Children: [{ Key: YamlScalarNode { Value: "fn::secret" }, Value: var secret }] }:
                    return new PropertySecret(await EvaluateAsync(secret));
                case YamlMappingNode { Children: [{ Key: YamlScalarNode { Value: "fn::repeat" }, Value: YamlMappingNode repeat }] }:
                    return await RepeatAsync(repeat);
                case YamlMappingNode { Children: [{ Key: YamlScalarNode { Value: "fn::invoke" }, Value: YamlMappingNode call }] }:
                    return await InvokeAsync(call);
                case YamlMappingNode map:
                    return PropertyMap.Of(
                        await Task.WhenAll(
                            map.Select(async entry => (((YamlScalarNode)entry.Key).Value!, await EvaluateAsync(entry.Value)))
                        )
                    );
                default:
                    throw new NotSupportedException(node.ToString());
            }
        }

        private async Task<PropertyValue> RepeatAsync(YamlMappingNode repeat)
        {
            var item = await EvaluateAsync(repeat["item"]);
            return new PropertyArray(
                Enumerable
                    .Range(0, int.Parse(Text(repeat, "count")!, CultureInfo.InvariantCulture))
                    .Select(number =>
                        item.Rewrite(value =>
                            value is PropertyString { Value: var text }
                                ? text.Replace("##", $"{number / 256}.{number % 256}", StringComparison.Ordinal)
                                    .Replace("#", $"{number}", StringComparison.Ordinal)
                                : value
                        )
                    )
            );
        }

        private async Task<PropertyValue> InvokeAsync(YamlMappingNode call)
        {
            var arguments = call.Children.TryGetValue("arguments", out var node)
                ? (PropertyMap)await EvaluateAsync(node)
                : PropertyMap.Empty;
            if (arguments.ContainsUnknown)
            {
                return PropertyValue.Unknown;
            }

            var response = await monitor.InvokeAsync(
                new()
                {
                    Tok = Token(Text(call, "function")!),
                    Args = PropertyCodec.Write(arguments.WithoutOutputs()),
                    AcceptResources = true,
                },
                cancellationToken: ct
            );
            return response.Failures.Count > 0
                    ? throw new InvalidOperationException(string.Join('\n', response.Failures.Select(failure => failure.Reason)))
                : Text(call, "return") is { } wanted ? PropertyCodec.Read(response.Return)![wanted]
                : PropertyCodec.Read(response.Return)!;
        }

        private async Task<PropertyValue> InterpolateAsync(string text)
        {
            if (Reference().Match(text) is { Success: true } whole && whole.Length == text.Length)
            {
                return await ResolveAsync(whole.Groups[1].Value);
            }

            var (value, known, secret, dependencies) = ("", true, false, new List<string>());
            var at = 0;
            foreach (Match reference in Reference().Matches(text))
            {
                value += text[at..reference.Index];
                at = reference.Index + reference.Length;
                var part = await ResolveAsync(reference.Groups[1].Value);
                secret |= part.ContainsSecret;
                known &= !part.ContainsUnknown;
                dependencies.AddRange(part.Dependencies());
                value += part.WithoutSecrets().WithoutOutputs() is PropertyString { Value: var known2 } ? known2 : "";
            }

            value += text[at..];
            return at == 0
                ? text
                : new PropertyOutput
                {
                    Value = known ? (PropertyValue)value : null,
                    IsSecret = secret,
                    Dependencies = [.. dependencies],
                };
        }

        // In a preview, what a resource has no value for may get one.
        private async Task<PropertyValue> ResolveAsync(string reference)
        {
            var path = reference.Split('.', '[', ']').Where(part => part.Length > 0).ToArray();
            var resource = await FindAsync(path[0]);
            PropertyValue? found = path[1] == "id" ? resource.Id : resource.Outputs;
            foreach (var part in path[1] == "id" ? [] : path[1..])
            {
                found = found?.Unsecret() switch
                {
                    PropertyMap map => map.GetValueOrDefault(part),
                    PropertyArray list => list[int.Parse(part, CultureInfo.InvariantCulture)],
                    var other => other,
                };
            }

            var isSecret = resource.Outputs.GetValueOrDefault(path[1])?.ContainsSecret is true;
            found = found is PropertyString { Value: "" } && path[1] == "id" ? null : found?.WithoutSecrets().WithoutOutputs();
            return new PropertyOutput
            {
                Value = found is null or PropertyUnknown ? (context.Preview ? null : PropertyValue.Null) : found,
                IsSecret = isSecret,
                Dependencies = [resource.Urn],
            };
        }

        private static string Token(string name) => name.Replace("zerotrust:", "zerotrust:index:", StringComparison.Ordinal);

        private static string? Text(YamlMappingNode node, string key) =>
            node.Children.TryGetValue(key, out var value) ? ((YamlScalarNode)value).Value : null;

        private static bool Flag(YamlNode node) => ((YamlScalarNode)node).Value == "true";

        private static IEnumerable<string> Texts(YamlNode node) =>
            node is YamlSequenceNode list ? list.Select(item => ((YamlScalarNode)item).Value!) : [((YamlScalarNode)node).Value!];
    }

    private sealed record Registered(string Urn, string Id, PropertyMap Outputs);

    [GeneratedRegex(@"\$\{([^}]+)\}")]
    private static partial Regex Reference();
}
