using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Formats;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Kernel;

/// <summary>
/// Compares the problems of inputs with unknown values with those of the same inputs with each possible value in their place.
/// </summary>
internal sealed class UnknownTests
{
    private static readonly Dictionary<StringFormat, string[]> Texts = new()
    {
        [StringFormat.Cidr] = ["10.0.0.0/7", "172.64.128.0/24", "fc00::/7", "198.51.100.7"],
        [StringFormat.IpAddress] = ["10.0.0.53", "fd00::53"],
        [StringFormat.Host] = ["a.b.c", "*.c", "intranet.corp.example"],
        [StringFormat.Suffix] = ["b.c", "internal"],
        [StringFormat.Uuid] = [Known.NetworkId, "7A1F0D52-3C1E-4A55-9D0B-5F6D1A2B3CFF"],
        [StringFormat.CloudflareId] = [Known.AccountId, Known.ZoneId],
        [StringFormat.ProfileId] = [Known.FirstProfileId, $"{Known.AccountId}/{Known.SecondProfileId}", "default"],
        [StringFormat.TunnelId] = [Known.TunnelId, $"{Known.AccountId}/{Known.OtherTunnelId}"],
        [StringFormat.VirtualNetworkId] = [Known.NetworkId, $"{Known.AccountId}/{Known.OtherNetworkId}"],
        [StringFormat.RouteId] = [Known.RegistrationId],
        [StringFormat.Endpoint] = ["203.0.113.7:443", "[fd00::1]:2408"],
        [StringFormat.HostPort] = ["a.b:1", "203.0.113.7:443"],
        [StringFormat.HttpsUrl] = ["https://203.0.113.7/signal"],
        [StringFormat.Sha256] = [Known.Fingerprint],
        [StringFormat.Duration] = ["29s", "5m"],
        [StringFormat.TunnelSecret] = [Known.Secret],
        [StringFormat.Name] = ["Sales", "berlin"],
        [StringFormat.Match] = ["os.version == \"1.2\"", "os.name == \"mac\" and os.name == \"ios\" or os.name == \"linux\""],
    };

    /// <summary>Errors that need more than one change of a valid sample.</summary>
    private static readonly Dictionary<string, PropertyMap[]> Mistakes = new()
    {
        ["SplitTunnel"] =
        [
            Sample.Routes(
                Sample.Address("10.0.0.0/8"),
                Sample.Address("10.1.0.0/16"),
                Sample.Address("10.1.1.0/24"),
                Sample.Host("*.b.c"),
                Sample.Host("a.b.c")
            ),
            Sample
                .Routes(Sample.Address("172.64.0.0/13"), Sample.Address("10.0.0.0/8").With("host", "a.b"))
                .With("mode", "include")
                .With("includeDefaults", true),
            Sample
                .Routes(Sample.Address("10.1.0.0/16"))
                .With("includeDefaults", true)
                .With("exceptDefaults", new PropertyArray(["192.168.0.0/16", "1.1.1.1/32"])),
            Sample.Routes(Sample.Address("10.1.0.0/16")).With("exceptDefaults", new PropertyArray(["10.0.0.0/8"])),
        ],
        ["SplitTunnelRoute"] = [Sample.Address("172.64.0.0/13").With("mode", "include"), Sample.Address("10.0.0.0/8").With("host", "a.b")],
        ["FallbackDomains"] = [Sample.Domains(Sample.Domain("a.b")).With("exceptDefaults", new PropertyArray(["internal"]))],
        ["DeviceProfile"] =
        [
            Sample.Profile.With("serviceModeV2", PropertyMap.Of(("mode", "warp"), ("port", 3128))).With("virtualNetworks", Outside),
            Sample.Profile.With("serviceModeV2", PropertyMap.Of(("mode", "proxy"), ("port", 3128))).With("tunnelProtocol", "wireguard"),
            Sample
                .Profile.With("serviceModeV2", PropertyMap.Of(("mode", "warp_tunnel_only")))
                .With("splitTunnel", Sample.Routes(Sample.Host("a.b")).With("mode", "exclude")),
            Sample.Profile.With("default", true).With("browserExtensionConfig", PropertyMap.Of(("proxyEnabled", true))),
            Sample.Profile.With("splitTunnel", Sample.Routes().With("mode", "include")),
            Sample.Profile.With("match", "os.name == \"mac\" and os.name == \"ios\" or os.name == \"windows\""),
            PropertyMap.Of(("name", "Browsers"), ("profileType", "browser_extension")),
            PropertyMap.Of(("name", "Staff")),
        ],
        ["DefaultDeviceProfile"] =
        [
            PropertyMap.Of(("virtualNetworks", Outside)),
            PropertyMap.Of(
                (
                    "globalAcceleration",
                    Sample
                        .Acceleration.With("masqueEndpoints", PropertyArray.Create([]))
                        .With("wireguardEndpoints", PropertyArray.Create([]))
                )
            ),
        ],
        ["DeviceProfileOrder"] =
        [
            PropertyMap.Of(
                ("profileIds", new PropertyArray([Known.FirstProfileId, Known.SecondProfileId, Known.FirstProfileId, "default"]))
            ),
        ],
        ["WarpConnectorTunnel"] = [Sample.Tunnel.With("tunnelSecret", Known.Secret).With("secretVersion", "1")],
        ["WarpConnectorConfiguration"] =
        [
            Sample.Ha("aws", new() { Vips = ["10.0.0.10"], VipsPrevious = ["10.0.0.9"] }),
            Sample.Ha("local", new() { FnrId = "eni-0123456789abcdef0" }),
            Sample.Ha("none", new() { FnrId = "eni-0123456789abcdef0", Vips = ["10.0.0.10"] }),
            Sample.Ha("aws"),
            Sample.Ha("local"),
        ],
        ["DeviceRevocation"] =
        [
            PropertyMap.Empty,
            PropertyMap.Of(("deviceId", Known.DeviceId), ("permanently", true), ("legacy", true)),
            PropertyMap.Of(("registrationIds", new PropertyArray(["", Known.RegistrationId, Known.RegistrationId]))),
        ],
        ["DeviceSettings"] =
        [
            PropertyMap.Of(("externalEmergencySignalEnabled", true)),
            PropertyMap.Of(
                ("externalEmergencySignalEnabled", true),
                ("externalEmergencySignalUrl", ""),
                ("externalEmergencySignalInterval", "1s")
            ),
        ],
        ["TunnelRoute"] = [Sample.Route.With("network", "nonsense").With("virtualNetworkId", "nonsense")],
    };

    private static PropertyMap Outside =>
        PropertyMap.Of(("allowed", new PropertyArray([Known.NetworkId, Known.OtherNetworkId])), ("default", Known.OtherRegistrationId));

    private static IEnumerable<string> Names => EveryResource.Types.Keys;

    [TestCaseSource(nameof(Names))]
    public void A_problem_is_reported_only_if_no_value_could_avoid_it(string name)
    {
        var type = EveryResource.Types[name];
        foreach (var program in Wrong(name))
        {
            foreach (var place in Places(type.Inputs, program))
            {
                var reported = Found(type, place.With(PropertyValue.Unknown));
                var certain = Values(place, program).Select(value => Found(type, place.With(value))).ToArray();
                var avoidable = reported.Where(problem => certain.Any(found => !found.Contains(problem)));
                var unsaid = certain[0].Where(problem => certain.All(found => found.Contains(problem)) && !reported.Contains(problem));

                Assert.That(avoidable, Is.Empty, $"{place.Path} unknown in {program}: a value avoids this");
                Assert.That(
                    unsaid.Where(problem => !problem.Path.StartsWith(place.Path, StringComparison.Ordinal)),
                    Is.Empty,
                    $"{place.Path} unknown in {program}: no value avoids this"
                );
            }
        }
    }

    [TestCaseSource(nameof(Names))]
    public void A_problem_that_two_values_together_could_avoid_is_not_reported(string name)
    {
        var type = EveryResource.Types[name];
        foreach (var program in Mistakes.GetValueOrDefault(name, []))
        {
            foreach (var first in Places(type.Inputs, program))
            {
                foreach (
                    var second in Places(type.Inputs, first.With(PropertyValue.Unknown)).Where(place => place.Value is not PropertyUnknown)
                )
                {
                    var reported = Found(type, second.With(PropertyValue.Unknown));
                    if (reported.Count == 0)
                    {
                        continue;
                    }

                    foreach (var (one, two) in Values(first, program).Zip(Values(second, program).Reverse()))
                    {
                        var known = Places(type.Inputs, first.With(one)).FirstOrDefault(place => place.Path == second.Path);
                        var found = Found(type, known?.With(two) ?? first.With(one));
                        Assert.That(
                            reported.Where(problem => !found.Contains(problem)),
                            Is.Empty,
                            $"{first.Path} and {second.Path} unknown in {program}: {one} and {two} avoid this"
                        );
                    }
                }
            }
        }
    }

    [TestCaseSource(nameof(Names))]
    public void Exclusive_uses_do_not_depend_on_unknown_values(string name)
    {
        var type = EveryResource.Types[name];
        foreach (var program in EveryResource.Samples(name).Select(program => type.Check(program).Inputs))
        {
            foreach (var place in Places(type.Inputs, program).Where(place => place.Path != "accountId"))
            {
                var used = Used(type, place.With(PropertyValue.Unknown));
                foreach (var value in Values(place, program))
                {
                    Assert.That(
                        used,
                        Is.SubsetOf(Used(type, place.With(value))),
                        $"{place.Path} of {program}, which turns out to be {value}"
                    );
                }
            }
        }
    }

    [TestCaseSource(nameof(Names))]
    public void No_message_quotes_a_secret(string name)
    {
        var type = EveryResource.Types[name];
        foreach (var program in Wrong(name))
        {
            foreach (var place in Places(type.Inputs, program).Where(place => place.Spec.Enum is null))
            {
                if (
                    place.Value.Unsecret() is PropertyString { Value.Length: > 8 } text
                    && Strings(program).Count(other => other.Contains(text.Value, StringComparison.Ordinal)) == 1
                )
                {
                    var hidden = place.With(new PropertySecret(text));
                    var uses = type.Declare("urn:pulumi:s::p::t::n", type.Check(hidden).Inputs, null, Known.AccountId).Uses;
                    Assert.That(
                        type.Check(hidden).Problems.Select(problem => problem.Message).Concat(uses.Select(use => use.Doing)),
                        Is.All.Not.Contain(text.Value),
                        $"{place.Path} secret in {program}"
                    );
                }
            }
        }
    }

    [Test]
    public void Messages_without_secrets_are_not_redacted() =>
        Assert.That(
            EveryResource
                .Types["SplitTunnel"]
                .Check(
                    Sample.Routes(
                        Sample.Address("10.0.0.0/8", "x").With("description", new PropertySecret("y")),
                        Sample.Address("10.1.0.0/16")
                    )
                )
                .Problems.Single()
                .Message,
            Does.StartWith("'10.1.0.0/16' is within '10.0.0.0/8'")
        );

    [Test]
    public void The_samples_trigger_every_problem_of_single_resource_rules()
    {
        ProblemKind[] kinds =
        [
            Problems.AddressXorHost,
            Problems.NoInclude,
            Problems.SecretAndVersion,
            Problems.MatchMissing,
            Problems.OtherProfileType,
            Problems.NotAmongAllowed,
            Problems.PortWithoutProxy,
            Problems.ProxyNeedsMasque,
            Problems.NoAccelerationEndpoint,
            Problems.HostWithoutDns,
            Problems.RouteCovered,
            Problems.ClientAddress,
            Problems.SignalWithoutUrl,
            Problems.SignalTooOften,
            Problems.SignalUrlUnmanaged,
            Problems.HaConfigMissing,
            Problems.HaConfigOfOtherMode,
            Problems.NoDefaultsToInclude,
            Problems.NothingToRevoke,
            Problems.NotWithLegacy,
            Problems.ExceptWithoutDefaults,
            Problems.NotADefault,
        ];

        var found = Names.SelectMany(name => Wrong(name).SelectMany(program => Found(EveryResource.Types[name], program)));
        Assert.That(found.Select(problem => problem.Code).Distinct(), Is.SupersetOf(kinds.Select(kind => kind.Code)));
    }

    // Invalid inputs, and samples with one value removed or replaced; one for each set of problems.
    private static IEnumerable<PropertyMap> Wrong(string name)
    {
        var type = EveryResource.Types[name];
        var varied =
            from program in EveryResource.Samples(name)
            from place in Places(type.Inputs, program)
            from value in Values(place, program)
            select place.With(value);
        return Mistakes
            .GetValueOrDefault(name, [])
            .Concat(varied.Take(20_000))
            .Select(program => (Program: program, Found: Found(type, program)))
            .Where(entry => entry.Found.Count > 0)
            .DistinctBy(entry => string.Join(' ', entry.Found.Order()))
            .Select(entry => entry.Program)
            .Take(12);
    }

    private static HashSet<(string Code, string Path)> Found(ResourceType type, PropertyMap program) =>
        [.. type.Check(program).Problems.Select(problem => (problem.Kind.Code, problem.Path))];

    private static IEnumerable<string> Used(ResourceType type, PropertyMap program) =>
        type.Declare("urn:pulumi:s::p::t::n", program, null, Known.AccountId).Uses.Select(use => $"{use.Of} {use.SharedAs} {use.Doing}");

    // Values that the property may have; null means absent.
    private static IReadOnlyList<PropertyValue?> Values(Place place, PropertyMap program) =>
        [.. place.IsOptional ? [null] : Array.Empty<PropertyValue?>(), place.Value, .. Values(place.Spec, Strings(program))];

    private static IEnumerable<PropertyValue> Values(ValueSpec spec, IReadOnlyList<string> around) =>
        spec.Kind switch
        {
            ValueKind.Boolean => [true, false],
            ValueKind.Integer or ValueKind.Number => [spec.Range?.Min ?? 1, spec.Range?.Max ?? 7, spec.Range?.Max - 1 ?? 8],
            ValueKind.String when spec.Enum is { } choices => choices.Values.Select(choice => (PropertyValue)choice.Value),
            ValueKind.String when spec.NamedFormat() is { } format => Texts[format]
                .Concat(around.Where(text => spec.Format!.Check(text).Error is null))
                .Select(text => (PropertyValue)text),
            ValueKind.String => ["some text", .. around.Take(3).Select(text => (PropertyValue)text)],
            ValueKind.List when Values(spec.Item!, around).ToArray() is var items =>
            [
                PropertyArray.Create([]),
                new PropertyArray(items),
                .. items.Take(4).Select(item => new PropertyArray([item])),
            ],
            ValueKind.Object => Objects(spec.Object!, around),
            _ => [],
        };

    // Objects with the required properties and each value of each property in turn.
    private static IEnumerable<PropertyValue> Objects(ObjectSpec spec, IReadOnlyList<string> around)
    {
        var required = PropertyMap.Of(
            spec.Properties.Where(property => property.Required).Select(property => (property.Name, Values(property.Value, around).First()))
        );
        return from property in spec.Properties from value in Values(property.Value, around) select required.With(property.Name, value);
    }

    private static List<string> Strings(PropertyMap program)
    {
        var found = new List<string>();
        program.Rewrite(value =>
        {
            if (value is PropertyString { Value.Length: > 0 } text)
            {
                found.Add(text.Value);
            }

            return value;
        });
        return found;
    }

    private static IEnumerable<Place> Places(ObjectSpec spec, PropertyMap program) => Within(spec, program, "", changed => changed);

    private static IEnumerable<Place> Within(ObjectSpec spec, PropertyMap value, string prefix, Func<PropertyMap, PropertyMap> whole) =>
        from property in spec.Properties
        where value.ContainsKey(property.Name)
        from place in At(
            property.Value,
            value[property.Name],
            prefix + property.Name,
            !property.Required,
            other => whole(other is null ? value.Without(property.Name) : value.With(property.Name, other))
        )
        select place;

    private static IEnumerable<Place> At(
        ValueSpec spec,
        PropertyValue value,
        string path,
        bool isOptional,
        Func<PropertyValue?, PropertyMap> with
    )
    {
        var inner = value.Unsecret() switch
        {
            PropertyMap map when spec.Object is { } nested => Within(nested, map, path + ".", with),
            PropertyArray list when spec.Item is { } item => list.SelectMany(
                (entry, index) =>
                    At(
                        item,
                        entry,
                        $"{path}[{index}]",
                        isOptional: false,
                        other => with(new PropertyArray(list.Select((kept, at) => at == index ? other ?? PropertyValue.Null : kept)))
                    )
            ),
            _ => [],
        };
        return inner.Prepend(new(path, spec, value, isOptional, with));
    }

    /// <summary>A value anywhere in a program, and programs with another value in its place.</summary>
    private sealed record Place(string Path, ValueSpec Spec, PropertyValue Value, bool IsOptional, Func<PropertyValue?, PropertyMap> With);
}
