using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Formats;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Provider.Tests.Wire.Lifecycles;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>Every property of every resource, from the catalog's specifications, in every possible state.</summary>
internal sealed class MatrixTests
{
    // The emergency signal requires a URL; an account without one rejects it, so nothing can drift.
    private static IEnumerable<TestCaseData> Optional =>
        from type in EveryResource.Types.Values
        let name = type.Token.Split(':')[^1]
        from program in EveryResource.Samples(name).Index()
        from variation in Variation.Of(type.Inputs, program.Item)
        where !program.Item.ContainsKey("accountId") || variation.Path == "accountId"
        where !variation.Property.Required && !variation.IsKey
        from kind in (string[])["unset", "null", "empty", "default"]
        let value = kind switch
        {
            "unset" => null,
            "null" => PropertyValue.Null,
            "empty" => Empty(variation.Property.Value),
            _ => Checker.Literal(variation.Property.Default ?? variation.Property.ServerDefault),
        }
        where
            (kind != "default" || value is not null)
            && !(name == "DeviceSettings" && variation.Path == "externalEmergencySignalUrl" && Equivalence.IsEmpty(value))
        select new TestCaseData(name, variation.With(value), variation.Path).SetArgDisplayNames(
            name,
            $"{program.Index}",
            variation.Path,
            kind
        );

    private static IEnumerable<TestCaseData> Changes =>
        from type in EveryResource.Types.Values
        let name = type.Token.Split(':')[^1]
        from program in EveryResource.Samples(name).Index()
        from variation in Variation.Of(type.Inputs, program.Item)
        where
            IsVisible(type, name, variation)
            && !program.Item.ContainsKey("permanently")
            && !program.Item.ContainsKey("accountId")
            && !Bound.Contains($"{name}.{variation.Path}")
        from change in Changed(variation, program.Item)
        select new TestCaseData(name, program.Item, change.Program, change.Path).SetArgDisplayNames(name, $"{program.Index}", change.What);

    private static IEnumerable<TestCaseData> OfTheProvider =>
        [
            .. from type in EveryResource.Types.Values
            let name = type.Token.Split(':')[^1]
            where type.Inputs.Find("onDelete") is not null
            from program in EveryResource.Samples(name).Index()
            let old = program.Item.Get("onDelete") is PropertyString { Value: "retain" } ? "restore" : "retain"
            select new TestCaseData(name, program.Item, program.Item.With("onDelete", old)).SetArgDisplayNames(name, $"{program.Index}"),
            new TestCaseData("WarpConnectorTunnel", Sample.Tunnel, Sample.Tunnel.With("cascadeOnDelete", true)),
        ];

    /// <summary>Properties that the API changes only together with another one.</summary>
    private static readonly HashSet<string> Bound =
    [
        "WarpConnectorConfiguration.haMode",
        "WarpConnectorConfiguration.config",
        "DeviceProfile.serviceModeV2.mode",
        "DefaultDeviceProfile.serviceModeV2.mode",
        "DeviceProfile.virtualNetworks.default",
        "DefaultDeviceProfile.virtualNetworks.default",
    ];

    [Test]
    public void The_samples_have_every_property() =>
        Assert.That(
            from type in EveryResource.Types
            from property in type.Value.Inputs.Properties
            where !EveryResource.Samples(type.Key).Any(program => program.ContainsKey(property.Name))
            select $"{type.Key}.{property.Name}",
            Is.Empty
        );

    [TestCaseSource(nameof(Optional))]
    public async Task Empty_values_never_drift(string type, PropertyMap program, string path)
    {
        await using var host = await StartAsync();
        var (_, failures) = await host.CheckAsync(type, program);
        if (failures.Count > 0)
        {
            // An invalid value is refused in the preview for its own reason, not as a wrong type.
            Assert.That(failures, Is.All.Not.Contain("(ZT102)").And.Not.Contain("(ZT103)"), path);
            return;
        }

        var stored = await host.CreateAsync(type, program);

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, program)), Is.Empty, "after creation");
        var fresh = await host.ReadAsync(stored);
        Assert.That(fresh!.Inputs, Is.EqualTo(stored.Inputs), "a refresh does not change inputs");
        Assert.That(fresh.Outputs, Is.EqualTo(stored.Outputs), "a refresh does not change outputs");
        Assert.That(ProviderHost.Describe(await host.DiffAsync(fresh, program)), Is.Empty, "after a refresh");
    }

    [TestCaseSource(nameof(Changes))]
    public async Task Exactly_the_changes_of_another_client_are_shown(string type, PropertyMap program, PropertyMap changed, string path)
    {
        await using var host = await StartAsync();
        var stored = await host.CreateAsync(type, program);
        await using (var other = await ProviderHost.BesideAsync(host))
        {
            await other.UpdateAsync(stored, changed);
        }

        await using var later = await ProviderHost.BesideAsync(host);
        Assert.That((await later.DriftAsync(stored)).Select(change => change.Split(' ')[1]), Is.EqualTo((string[])[path]));
    }

    // What only the provider knows: a change sends no request.
    [TestCaseSource(nameof(OfTheProvider))]
    public async Task A_change_that_Cloudflare_does_not_see_sends_no_write(string type, PropertyMap program, PropertyMap changed)
    {
        await using var host = await StartAsync();
        var stored = await host.CreateAsync(type, program);
        await host.ConfigureAsync();
        host.Cloudflare.ClearRequests();

        Assert.That((await host.DiffAsync(stored, changed)).Diffs, Is.Not.Empty);
        await host.UpdateAsync(stored, changed);

        Assert.That(host.Writes, Is.Empty);
    }

    // Excludes properties that the API does not return, cannot change, or that only the program knows.
    private static bool IsVisible(ResourceType type, string name, Variation variation)
    {
        var top = type.Inputs.Find(variation.Path.Split('.', '[')[0])!;
        return !top.ReplaceOnChange
            && !top.ComparedWithInputs
            && !variation.IsKey
            && !(name == "DefaultDeviceProfile" && variation.Property.Name is "lanAllowMinutes" or "lanAllowSubnetSize");
    }

    // Others may revoke more registrations.
    private static IEnumerable<(string What, string Path, PropertyMap Program)> Changed(Variation variation, PropertyMap program)
    {
        var (path, spec) = (variation.Path, variation.Property.Value);
        switch (variation.Value)
        {
            case PropertyArray list when spec.SetKeys is not null || spec.Item!.Kind == ValueKind.Object:
                if (list.Count > 1)
                {
                    yield return (
                        $"{path} without its last entry",
                        $"{path}[{list.Count - 1}]",
                        variation.With(new PropertyArray(list.SkipLast(1)))
                    );
                }

                if (path != "registrationIds" && Another(spec.Item!, list[^1]) is { } entry)
                {
                    yield return (
                        $"{path} with one more entry",
                        $"{path}[{list.Count}]",
                        variation.With(new PropertyArray([.. list, entry]))
                    );
                }

                break;
            case PropertyArray list when Other(spec.Item!, list[0]) is { } first:
                yield return (path, $"{path}[0]", variation.With(new PropertyArray([first, .. list.Skip(1)])));
                break;
            case PropertyMap:
                break;
            case var value when Other(spec, value) is { } other:
                yield return (path, path, variation.With(other));
                break;
        }
    }

    /// <summary>An entry with another key.</summary>
    private static PropertyValue? Another(ValueSpec spec, PropertyValue entry) =>
        entry is PropertyMap map
            ? spec.Object!.Properties.Where(property => property.Name is "address" or "host" or "suffix" && map.ContainsKey(property.Name))
                .Select(property => map.With(property.Name, Other(property.Value, map[property.Name])!))
                .FirstOrDefault()
            : Other(spec, entry);

    /// <summary>Another value of the same kind.</summary>
    private static PropertyValue? Other(ValueSpec spec, PropertyValue value) =>
        (value, spec) switch
        {
            (PropertyBool flag, _) => !flag.Value,
            (PropertyNumber number, { Range: { } range }) => number.Value + 1 > range.Max ? number.Value - 1 : number.Value + 1,
            (PropertyNumber number, _) => number.Value + 1,
            (PropertyString text, { Enum: { } type }) => type
                .Values.Select(one => (PropertyValue)one.Value)
                .FirstOrDefault(one => one != text && one is not PropertyString { Value: "" }),
            (PropertyString text, var other) => Text(other.NamedFormat(), text.Value),
            _ => null,
        };

    private static PropertyValue? Text(StringFormat? format, string text) =>
        format switch
        {
            null or StringFormat.Name => (PropertyValue)(text + " too"),
            StringFormat.Cidr => "203.0.113.0/24",
            StringFormat.IpAddress => "203.0.113.7",
            StringFormat.Host or StringFormat.Suffix => "other.example.com",
            StringFormat.Uuid when text is Known.PassiveHost => Known.ActiveHost,
            StringFormat.Uuid or StringFormat.VirtualNetworkId => Another(text),
            StringFormat.TunnelId => Known.OtherTunnelId,
            StringFormat.Endpoint or StringFormat.HostPort => "203.0.113.7:443",
            StringFormat.HttpsUrl => "https://203.0.113.7/signal",
            StringFormat.Sha256 => new string('a', 64),
            StringFormat.Duration => "10m",
            StringFormat.Match => "os.name == \"mac\"",
            _ => null,
        };

    private static string Another(string id) =>
        id switch
        {
            Known.NetworkId => Known.OtherNetworkId,
            Known.DeviceId => Known.OtherDeviceId,
            _ => Known.DeviceId,
        };

    // With a second object of each kind that resources refer to.
    private static async Task<ProviderHost> StartAsync()
    {
        var host = await ProviderHost.StartAsync();
        Accounts.AddOthers(host.Cloudflare);
        return host;
    }

    private static PropertyValue Empty(ValueSpec spec) =>
        spec.Kind switch
        {
            ValueKind.Boolean => false,
            ValueKind.Integer or ValueKind.Number => 0,
            ValueKind.String => "",
            ValueKind.List => PropertyArray.Create([]),
            _ => PropertyMap.Empty,
        };
}
