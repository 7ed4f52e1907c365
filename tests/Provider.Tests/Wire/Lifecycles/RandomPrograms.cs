using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Formats;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire.Lifecycles;

/// <summary>Valid programs of every resource, generated from the catalog's specifications and cross-property rules.</summary>
internal sealed class RandomPrograms(Random random)
{
    /// <summary>A custom profile in include mode, which every test account has.</summary>
    public const string ProfileId = "7a1f0d52-3c1e-4a55-9d0b-5f6d1a2b3c10";

    private readonly RandomText _text = new(random);

    /// <summary>Inputs of a resource.</summary>
    /// <param name="before">The previous program; null for a new resource.</param>
    public PropertyMap Of(string type, PropertyMap? before = null)
    {
        var program = Object(EveryResource.Types[type].Inputs, "", keep: type is "DeviceCertificates");
        return Wrapped(Ruled(type, program, before?.WithoutSecrets()));
    }

    /// <summary>The same program in other spellings and another order.</summary>
    public PropertyMap Again(string type, PropertyMap program) =>
        (PropertyMap)Again(new ValueSpec(ValueKind.Object) { Object = EveryResource.Types[type].Inputs }, program, owned: false);

    /// <summary>The program in a preview before other resources exist, with some unknown values.</summary>
    public PropertyMap Unknown(PropertyMap program) => program.Map(value => Unknown(value, 4));

    private PropertyValue Unknown(PropertyValue value, int oneIn) =>
        _text.Chance(oneIn)
            ? _text.Pick(
                PropertyValue.Unknown,
                new PropertySecret(PropertyValue.Unknown),
                new PropertyOutput(),
                new PropertyOutput { IsSecret = true }
            )
            : value switch
            {
                PropertyMap map => map.Map(inner => Unknown(inner, oneIn)),
                PropertyArray list => new PropertyArray(list.Select(inner => Unknown(inner, oneIn))),
                PropertySecret secret => new PropertySecret(Unknown(secret.Inner, oneIn)),
                _ => value,
            };

    private PropertyMap Object(ObjectSpec spec, string path, bool keep = false)
    {
        var share = random.Next(1, 5);
        return new(
            spec.Properties.Where(property => property.Required || keep || random.Next(5) < share)
                .Select(property =>
                    KeyValuePair.Create(
                        property.Name,
                        !property.Required && _text.Chance(10) ? PropertyValue.Null : Value(property.Value, path + "." + property.Name)
                    )
                )
        );
    }

    private PropertyValue Value(ValueSpec spec, string path) =>
        spec.Kind switch
        {
            ValueKind.Boolean => _text.Chance(2),
            ValueKind.Integer or ValueKind.Number => Number(spec.Range),
            ValueKind.String when spec.Enum is { } type => _text.Pick(type.Values.ToArray()).Value,
            ValueKind.String => spec.NamedFormat() is { } format ? _text.Of(format) : Plain(spec.Length),
            ValueKind.List => List(spec, path),
            ValueKind.Object => Object(spec.Object!, path),
            _ => throw new NotSupportedException($"No resource has a {spec.Kind} among its inputs."),
        };

    private PropertyValue Number(Provider.Kernel.RangeAttribute? range)
    {
        var (min, max) = (range?.Min ?? 0, range?.Max ?? int.MaxValue);
        return _text.Pick(min, max, random.Next(min, max), Math.Min(max, min + 7));
    }

    private string Plain(LengthAttribute? length)
    {
        var text = _text.Plain(length?.Max ?? 300);
        return text.Length < (length?.Min ?? 0) ? "x" : text;
    }

    private PropertyArray List(ValueSpec spec, string path)
    {
        var min = Math.Max(spec.Count?.Min ?? 0, 0);
        var items = Enumerable
            .Range(0, random.Next(min, Math.Min(spec.Count?.Max ?? 5, 5) + 1))
            .Select(_ => Entry(Value(spec.Item!, path)));
        return new(spec.SetKeys is null ? items : items.DistinctBy(item => KeyOf(spec, item)));
    }

    // A route has either an address or a host. Entries of routes and fallback domains are named by their canonical key.
    private PropertyValue Entry(PropertyValue item) =>
        item switch
        {
            PropertyMap map when map.ContainsKey("suffix") => map,
            PropertyMap map => _text.Chance(3)
                ? map.With("host", _text.Of(StringFormat.Host))
                    .With("address", _text.Pick<PropertyValue>(PropertyValue.Null, ""))
                    .Without(_text.Pick("address", ""))
                : map.With("address", _text.Of(StringFormat.Cidr))
                    .With("host", _text.Pick<PropertyValue>(PropertyValue.Null, ""))
                    .Without(_text.Pick("host", "")),
            _ => item,
        };

    private static SetKey? KeyOf(ValueSpec spec, PropertyValue item) => SetKey.Of(spec, item);

    private PropertyMap Ruled(string type, PropertyMap program, PropertyMap? before)
    {
        program = program.ContainsKey("accountId") ? program.With("accountId", Known.AccountId) : program;
        switch (type)
        {
            case "DeviceProfile":
                return Profile(CustomProfile(program, before));
            case "DefaultDeviceProfile":
                return Profile(program);
            case "DeviceProfileOrder":
                string[] profiles = [Known.FirstProfileId, Known.SecondProfileId, Known.ThirdProfileId];
                random.Shuffle(profiles);
                return program.With("profileIds", new PropertyArray(profiles.Select(id => (PropertyValue)id)));
            case "SplitTunnel":
                program = program.With("profileId", _text.Pick("default", ProfileId));
                return Is(program, "mode", "include") ? WithRoutes(program.Without("includeDefaults"), "routes") : program;
            case "FallbackDomains":
                return program.With("profileId", _text.Pick("default", ProfileId));
            case "SplitTunnelRoute":
                program = (PropertyMap)Entry(program.Without("address").Without("host"));
                return Distinct(program, "address", "10.0.0.0/8", "fd00::/8", "fe80::/10")
                    .With("profileId", Is(program, "mode", "include") ? ProfileId : "default");
            case "FallbackDomain":
                return program.With("profileId", _text.Pick("default", ProfileId));
            case "WarpConnectorTunnel":
                return IsEmpty(program, "tunnelSecret") ? program : program.Without("secretVersion");
            case "DeviceCertificates":
                return program.With("zoneId", Known.ZoneId);
            case "DeviceSettings":
                return Settings(program);
            case "TunnelRoute":
                return Some(
                    program.With("tunnelId", _text.Pick(Known.TunnelId, Known.OtherTunnelId)),
                    "virtualNetworkId",
                    Known.NetworkId,
                    Known.OtherNetworkId
                );
            case "HostnameRoute":
                return program
                    .With("hostname", _text.Of(StringFormat.Suffix))
                    .With("tunnelId", _text.Pick(Known.TunnelId, Known.OtherTunnelId));
            case "VirtualNetwork":
                return before is not null && Is(before, "isDefaultNetwork", true) ? program.With("isDefaultNetwork", true)
                    : Is(program, "isDefaultNetwork", true) ? program.Without("isDefaultNetwork")
                    : program;
            case "WarpConnectorConfiguration":
                return HighAvailability(program.With("tunnelId", Known.TunnelId));
            case "WarpConnectorFailover":
                return program.With("tunnelId", Known.TunnelId).With("clientId", _text.Pick(Known.ActiveHost, Known.PassiveHost));
            case "UninstallCode":
                return Some(program, "deviceId", Known.DeviceId, "").With("durationHours", random.Next(1, 10_000));
            case "DeviceRevocation":
                program = Some(program.Without("permanently").Without("legacy"), "deviceId", Known.DeviceId);
                return program.With(
                    "registrationIds",
                    new PropertyArray(
                        _text.Pick<PropertyValue[]>(
                            [Known.RegistrationId],
                            [Known.OtherRegistrationId],
                            [Known.RegistrationId, Known.OtherRegistrationId]
                        )
                    )
                );
            default:
                return program;
        }
    }

    private PropertyMap CustomProfile(PropertyMap program, PropertyMap? before)
    {
        var forBrowser =
            before is null || !_text.Chance(5)
                ? before is null
                    ? _text.Chance(5)
                    : Is(before, "profileType", "browser_extension")
                : _text.Chance(2);
        if (forBrowser)
        {
            return program
                .With("profileType", "browser_extension")
                .With(
                    "browserExtensionConfig",
                    PropertyMap.Of(("proxyControl", _text.Pick("locked", "unlocked")), ("proxyEnabled", _text.Chance(2)))
                );
        }

        program = Is(program, "profileType", "browser_extension") ? program.Without("profileType") : program;
        program = Is(program, "default", true) ? program.Without("default") : program;
        return program.With("match", _text.Of(StringFormat.Match)).Without("browserExtensionConfig");
    }

    private PropertyMap Profile(PropertyMap program)
    {
        if (program.Get("serviceModeV2") is PropertyMap mode)
        {
            // Traffic only mode rejects hosts, including those of another client and of the previous list.
            mode = Is(mode, "mode", "warp_tunnel_only") ? mode.With("mode", "warp") : mode;
            program = program.With("serviceModeV2", Is(mode, "mode", "proxy") ? mode : mode.Without("port"));
        }

        if (program.Get("virtualNetworks") is PropertyMap)
        {
            var allowed = _text.Pick<PropertyValue[]>([Known.NetworkId], [Known.OtherNetworkId, Known.NetworkId]);
            program = program.With(
                "virtualNetworks",
                PropertyMap.Of(("allowed", new PropertyArray(allowed)), ("default", _text.Pick(allowed)))
            );
        }

        if (program.Get("globalAcceleration") is PropertyMap acceleration)
        {
            program = program.With(
                "globalAcceleration",
                acceleration.With("masqueEndpoints", new PropertyArray([_text.Of(StringFormat.Endpoint)]))
            );
        }

        return program.Get("splitTunnel") is PropertyMap tunnel && Is(tunnel, "mode", "include")
            ? program.With("splitTunnel", WithRoutes(tunnel, "routes"))
            : program;
    }

    private PropertyMap Settings(PropertyMap program)
    {
        // Independent of the account's existing settings: enabled with a URL, or neither.
        program = Is(program, "externalEmergencySignalEnabled", true)
            ? program.With("externalEmergencySignalUrl", _text.Of(StringFormat.HttpsUrl))
            : program.With("externalEmergencySignalEnabled", false);
        return IsEmpty(program, "externalEmergencySignalFingerprint") && _text.Chance(3)
            ? program.With("externalEmergencySignalFingerprint", "")
            : program;
    }

    private PropertyMap HighAvailability(PropertyMap program) =>
        program["haMode"] switch
        {
            PropertyString { Value: "aws" } => program.With("config", PropertyMap.Of(("fnrId", "eni-" + random.Next(10)))),
            PropertyString { Value: "local" } => program.With("config", Vips(program.Get("config") as PropertyMap ?? PropertyMap.Empty)),
            _ => program.Without("config"),
        };

    private static PropertyMap Vips(PropertyMap config) =>
        (
            config.Get("vips") is PropertyArray { Count: > 0 } ? config : config.With("vips", new PropertyArray(["10.0.0.10", "fd00::10"]))
        ).Without("fnrId");

    private static PropertyMap WithRoutes(PropertyMap owner, string name) =>
        owner[name] is PropertyArray { Count: 0 }
            ? owner.With(name, new PropertyArray([PropertyMap.Of(("address", "192.0.2.0/24"))]))
            : owner;

    private PropertyMap Some(PropertyMap program, string name, params string[] values) =>
        program.ContainsKey(name) ? program.With(name, _text.Pick(values)) : program;

    // The account's defaults are already in the list.
    private static PropertyMap Distinct(PropertyMap program, string name, params string[] taken) =>
        program.Get(name) is PropertyString { Value: var value } && taken.Contains(value) ? program.With(name, "198.51.100.0/25") : program;

    private static bool Is(PropertyMap program, string name, PropertyValue value) => program.Get(name) == value;

    private static bool IsEmpty(PropertyMap program, string name) => Equivalence.IsEmpty(program.Get(name));

    // Values at any depth may come from secret outputs.
    private PropertyMap Wrapped(PropertyMap program) =>
        program.Map(value => value is PropertyNull || !_text.Chance(12) ? Inside(value) : Secret(value));

    private PropertyValue Inside(PropertyValue value) =>
        value switch
        {
            PropertyMap map => map.Map(inner => _text.Chance(30) && inner is not PropertyNull ? Secret(inner) : Inside(inner)),
            PropertyArray list => new PropertyArray(list.Select(inner => _text.Chance(30) ? Secret(inner) : Inside(inner))),
            _ => value,
        };

    private PropertyValue Secret(PropertyValue value) =>
        _text.Chance(2) ? new PropertySecret(value) : new PropertyOutput { Value = value, IsSecret = true };

    private PropertyValue Again(ValueSpec spec, PropertyValue value, bool owned)
    {
        switch (value)
        {
            case PropertySecret secret:
                return new PropertySecret(Again(spec, secret.Inner, owned));
            case PropertyOutput { Value: { } inner } output:
                return output with { Value = Again(spec, inner, owned) };
            case PropertyString text when spec.Enum is null:
                return _text.Again(spec.NamedFormat(), text.Value);
            case PropertyArray list:
                var items = list.Select(item => Again(spec.Item!, item, owned: true)).ToArray();
                if (spec.SetKeys is not null)
                {
                    random.Shuffle(items);
                }

                return new PropertyArray(items);
            case PropertyMap map when spec.Object is { } type:
                var again = new PropertyMap(
                    map.Select(entry => KeyValuePair.Create(entry.Key, Again(type.Find(entry.Key)!.Value, entry.Value, owned)))
                );

                // Absent, null and, in entries, empty are equivalent.
                foreach (var property in type.Properties.Where(property => !property.Required))
                {
                    again = again.Get(property.Name) switch
                    {
                        null when _text.Chance(4) => again.With(property.Name, PropertyValue.Null),
                        PropertyNull when _text.Chance(2) => again.Without(property.Name),
                        PropertyString { Value: "" } when owned && _text.Chance(2) => again.Without(property.Name),
                        _ => again,
                    };
                }

                return again;
            default:
                return value;
        }
    }
}
