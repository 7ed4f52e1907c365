using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Formats;
using ZeroTrust.Provider.Tests.Wire;

namespace ZeroTrust.Provider.Tests.Kernel;

/// <summary>
/// What is said of inputs with unknown values, against what is said of the same inputs with one value after another in their place.
/// </summary>
internal sealed class UnknownTests
{
    private static readonly Dictionary<StringFormat, string[]> Texts = new()
    {
        [StringFormat.Cidr] = ["10.0.0.0/7", "172.64.128.0/24", "fc00::/7", "198.51.100.7"],
        [StringFormat.IpAddress] = ["10.0.0.53", "fd00::53"],
        [StringFormat.Host] = ["a.b.c", "*.c", "intranet.corp.example"],
        [StringFormat.Suffix] = ["b.c", "internal"],
        [StringFormat.Uuid] = [A.NetworkId, "7A1F0D52-3C1E-4A55-9D0B-5F6D1A2B3CFF"],
        [StringFormat.CloudflareId] = [A.AccountId, A.ZoneId],
        [StringFormat.ProfileId] = [A.FirstProfileId, $"{A.AccountId}/{A.SecondProfileId}", "default"],
        [StringFormat.TunnelId] = [A.TunnelId, $"{A.AccountId}/{A.OtherTunnelId}"],
        [StringFormat.Endpoint] = ["203.0.113.7:443", "[fd00::1]:2408"],
        [StringFormat.HostPort] = ["a.b:1", "203.0.113.7:443"],
        [StringFormat.HttpsUrl] = ["https://203.0.113.7/signal"],
        [StringFormat.Sha256] = [A.Fingerprint],
        [StringFormat.Duration] = ["29s", "5m"],
        [StringFormat.TunnelSecret] = [A.Secret],
        [StringFormat.Match] = ["os.version == \"1.2\"", "os.name == \"mac\" and os.name == \"ios\" or os.name == \"linux\""],
    };

    /// <summary>Mistakes that need more than one change of a valid sample.</summary>
    private static readonly Dictionary<string, PropertyMap[]> Mistakes = new()
    {
        ["SplitTunnel"] =
        [
            A.Routes(A.Address("10.0.0.0/8"), A.Address("10.1.0.0/16"), A.Address("10.1.1.0/24"), A.Host("*.b.c"), A.Host("a.b.c")),
            A.Routes(A.Address("172.64.0.0/13"), A.Address("10.0.0.0/8").With("host", "a.b"))
                .With("mode", "include")
                .With("includeDefaults", true),
            A.Routes(A.Address("10.1.0.0/16"))
                .With("includeDefaults", true)
                .With("exceptDefaults", new PropertyArray(["192.168.0.0/16", "1.1.1.1/32"])),
            A.Routes(A.Address("10.1.0.0/16")).With("exceptDefaults", new PropertyArray(["10.0.0.0/8"])),
        ],
        ["SplitTunnelRoute"] = [A.Address("172.64.0.0/13").With("mode", "include"), A.Address("10.0.0.0/8").With("host", "a.b")],
        ["FallbackDomains"] = [A.Domains(A.Domain("a.b")).With("exceptDefaults", new PropertyArray(["internal"]))],
        ["DeviceProfile"] =
        [
            A.Profile.With("serviceModeV2", PropertyMap.Of(("mode", "warp"), ("port", 3128))).With("virtualNetworks", Outside),
            A.Profile.With("serviceModeV2", PropertyMap.Of(("mode", "proxy"), ("port", 3128))).With("tunnelProtocol", "wireguard"),
            A
                .Profile.With("serviceModeV2", PropertyMap.Of(("mode", "warp_tunnel_only")))
                .With("splitTunnel", A.Routes(A.Host("a.b")).With("mode", "exclude")),
            A.Profile.With("default", true).With("browserExtensionConfig", PropertyMap.Of(("proxyEnabled", true))),
            A.Profile.With("splitTunnel", A.Routes().With("mode", "include")),
            A.Profile.With("match", "os.name == \"mac\" and os.name == \"ios\" or os.name == \"windows\""),
            PropertyMap.Of(("name", "Browsers"), ("profileType", "browser_extension")),
            PropertyMap.Of(("name", "Staff")),
        ],
        ["DefaultDeviceProfile"] =
        [
            PropertyMap.Of(("virtualNetworks", Outside)),
            PropertyMap.Of(
                (
                    "globalAcceleration",
                    A.Acceleration.With("masqueEndpoints", PropertyArray.Create([])).With("wireguardEndpoints", PropertyArray.Create([]))
                )
            ),
        ],
        ["DeviceProfileOrder"] =
        [
            PropertyMap.Of(("profileIds", new PropertyArray([A.FirstProfileId, A.SecondProfileId, A.FirstProfileId, "default"]))),
        ],
        ["WarpConnectorTunnel"] = [A.Tunnel.With("tunnelSecret", A.Secret).With("secretVersion", "1")],
        ["WarpConnectorConfiguration"] =
        [
            A.Ha("aws", PropertyMap.Of(("vips", new PropertyArray(["10.0.0.10"])), ("vipsPrevious", new PropertyArray(["10.0.0.9"])))),
            A.Ha("local", PropertyMap.Of(("fnrId", "eni-0123456789abcdef0"))),
            A.Ha("none", PropertyMap.Of(("fnrId", "eni-0123456789abcdef0"), ("vips", new PropertyArray(["10.0.0.10"])))),
            A.Ha("aws"),
            A.Ha("local"),
        ],
        ["DeviceRevocation"] =
        [
            PropertyMap.Empty,
            PropertyMap.Of(("deviceId", A.DeviceId), ("permanently", true), ("legacy", true)),
            PropertyMap.Of(("registrationIds", new PropertyArray(["", A.RegistrationId, A.RegistrationId]))),
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
        ["TunnelRoute"] = [A.Route.With("network", "nonsense").With("virtualNetworkId", "nonsense")],
    };

    private static PropertyMap Outside =>
        PropertyMap.Of(("allowed", new PropertyArray([A.NetworkId, A.OtherNetworkId])), ("default", A.OtherRegistrationId));

    private static IEnumerable<string> Names => A.Types.Keys;

    [TestCaseSource(nameof(Names))]
    public void A_problem_is_reported_if_no_value_could_avoid_it_and_only_then(string name)
    {
        var type = A.Types[name];
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
        var type = A.Types[name];
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
    public void What_is_used_depends_on_no_unknown_value(string name)
    {
        var type = A.Types[name];
        foreach (var program in A.Programs(name).Select(program => type.Check(program).Inputs))
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
        var type = A.Types[name];
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
                    var uses = type.Declare("urn:pulumi:s::p::t::n", type.Check(hidden).Inputs, null, A.AccountId).Uses;
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
    public void What_a_secret_has_no_part_in_is_said_in_full() =>
        Assert.That(
            A.Types["SplitTunnel"]
                .Check(A.Routes(A.Address("10.0.0.0/8", "x").With("description", new PropertySecret("y")), A.Address("10.1.0.0/16")))
                .Problems.Single()
                .Message,
            Does.StartWith("'10.1.0.0/16' is within '10.0.0.0/8'")
        );

    [Test]
    public void The_mistakes_are_of_every_kind_that_rules_of_one_resource_find()
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

        var found = Names.SelectMany(name => Wrong(name).SelectMany(program => Found(A.Types[name], program)));
        Assert.That(found.Select(problem => problem.Code).Distinct(), Is.SupersetOf(kinds.Select(kind => kind.Code)));
    }

    // Mistakes, and samples with one value taken out or replaced, one of each set of problems.
    private static IEnumerable<PropertyMap> Wrong(string name)
    {
        var type = A.Types[name];
        var varied =
            from program in A.Programs(name)
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
        type.Declare("urn:pulumi:s::p::t::n", program, null, A.AccountId).Uses.Select(use => $"{use.Of} {use.IsPart} {use.Doing}");

    // Values that the property may have; null is absence.
    private static IReadOnlyList<PropertyValue?> Values(Place place, PropertyMap program) =>
        [null, place.Value, .. Values(place.Spec, Strings(program))];

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

    // With what is required, and each value of each property in turn.
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
            other => whole(other is null ? value.Without(property.Name) : value.With(property.Name, other))
        )
        select place;

    private static IEnumerable<Place> At(ValueSpec spec, PropertyValue value, string path, Func<PropertyValue?, PropertyMap> with)
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
                        other => with(new PropertyArray(list.Select((kept, at) => at == index ? other ?? PropertyValue.Null : kept)))
                    )
            ),
            _ => [],
        };
        return inner.Prepend(new(path, spec, value, with));
    }

    /// <summary>A value in a program, wherever it is, and programs with another in its place.</summary>
    private sealed record Place(string Path, ValueSpec Spec, PropertyValue Value, Func<PropertyValue?, PropertyMap> With);
}
