namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>A program in the style of `pulumi convert` and `pulumi import`, which assume the SDK's exact names.</summary>
internal static class ConvertedProgram
{
    public const string Text = """
        using System.Collections.Generic;
        using System.Linq;
        using Pulumi;
        using Acme = Pulumi.Acme;

        internal static class Program
        {
            public static Dictionary<string, object?> Run()
            {
                var provider = new Acme.Provider("account", new()
                {
                    ApiToken = "secret",
                    MaxRetries = 3,
                    DryRun = true,
                    TimeoutSeconds = 1,
                    Regions = new[] { "eu", "us" },
                    Proxy = new Acme.Inputs.ProxyArgs { Address = "proxy:8080", Bypass = new[] { "localhost" } },
                });

                var found = Acme.Dns.GetZone.Invoke(new()
                {
                    Name = "acme.example",
                    Rules = new[] { new Acme.Dns.Inputs.ZoneRuleArgs { Match = "true" } },
                });

                var zone = new Acme.Dns.Zone("zone", new()
                {
                    Name = "acme.example",
                    Kind = Acme.Dns.ZoneKind.PartialSetup,
                    Size = Acme.Size.Small,
                    Ratio = Acme.Ratio.One,
                    Rules = new[]
                    {
                        new Acme.Dns.Inputs.ZoneRuleArgs
                        {
                            Match = "true",
                            Ttl = 60,
                            Password = "secret",
                            Default = true,
                            Children = new[] { new Acme.Dns.Inputs.ZoneRuleArgs { Match = "false" } },
                        },
                    },
                    Labels = { { "a", "b" }, { "c", found.Apply(getZoneResult => getZoneResult.Id) } },
                    Matrix = new[] { System.Collections.Immutable.ImmutableArray.Create(1, 2) },
                    TsigKey = "secret",
                    OldKeys = new[] { "secret" },
                    KeysByName = { { "ns1", "secret" } },
                    Retries = 3,
                    Refresh = "5m",
                    Target = new Acme.Inputs.FloatingArgs { Type = "floating", Pool = "eu" },
                    LooseKind = "odd",
                    Anything = 1.5,
                    Metadata = new Dictionary<string, object?> { ["a"] = new[] { 1, 2 } },
                    Policy = "{}",
                    File = new StringAsset("$ORIGIN ."),
                    Bundle = new FileArchive("./zone"),
                    ZoneName = "acme.example.",
                    XTag = "tag",
                    Class = "CH",
                }, new CustomResourceOptions
                {
                    Provider = provider,
                    Protect = true,
                });

                var child = new Acme.Dns.Zone("child", new()
                {
                    Name = "child",
                    Rules = new[] { zone.Rules.Apply(rules => Copy(rules[0])) },
                });

                var existing = Acme.Dns.Zone.Get("existing", "account/zone", new()
                {
                    Lookup = new Acme.Dns.Inputs.ZoneLookupGetArgs { View = "inner" },
                });

                var site = new Acme.Site("site", new()
                {
                    Count = 1,
                    Names = { "a" },
                    Ports = { ["http"] = 80 },
                    Proxy = new Acme.Inputs.ProxyArgs { Address = "proxy" },
                    Mode = Acme.Size.Small,
                });

                return new Dictionary<string, object?>
                {
                    ["servers"] = existing.Servers,
                    ["quota"] = Acme.GetQuota.Invoke(),
                    ["proxies"] = Acme.GetProxies.Invoke().Apply(proxies => proxies.Select(proxy => proxy.Address).ToList()),
                    ["regions"] = Acme.GetRegions.Invoke().Apply(getRegionsResult => getRegionsResult.Names),
                    ["words"] = Acme.Concat.Invoke(new[] { "a", "b" }, "-"),
                    ["region"] = Acme.Config.Regions,
                    ["proxy"] = Acme.Config.Proxy?.Address,
                    ["retries"] = Acme.Config.MaxRetries + 1,
                    ["key"] = child.Rotate(new() { Reason = "age" }),
                    ["export"] = child.Export(new() { Format = "bind" }).Apply(result => result.Text),
                };
            }

            private static Acme.Dns.Inputs.ZoneRuleArgs Copy(Acme.Dns.Outputs.ZoneRule rule) => new()
            {
                Match = rule.Match,
                Ttl = rule.Ttl ?? 0,
                Kind = rule.Kind ?? Acme.Dns.ZoneKind.Full,
            };

            public static Output<string?> References(Acme.Site site)
            {
                var below = new Acme.Dns.Zone("below", new() { Name = "below", Rules = { }, Parent = site.Zone });
                return below.Parent.Apply(parent => parent!.Export(new() { Format = "bind" })).Apply(result => result.Text);
            }

            public static async System.Threading.Tasks.Task<string> Plain()
            {
                var zone = await Acme.Dns.GetZone.InvokeAsync(new()
                {
                    Name = "acme.example",
                    Proxy = new Acme.Inputs.Proxy { Address = "proxy", Bypass = { "localhost" } },
                    Rules = { new Acme.Dns.Inputs.ZoneRule { Match = "true" } },
                });
                await Acme.InvokeFunction.InvokeAsync(new() { Force = true });
                return zone.Id + zone.XTag + await Acme.Concat.InvokeAsync(new() { "a" });
            }
        }
        """;
}
