using System.Collections.Immutable;
using Pulumi;

namespace Interop;

/// <summary>Twin of <c>lab/index.js</c>.</summary>
internal static class LabStack
{
    public static IDictionary<string, object?> Declare()
    {
        var config = new Config();
        var account = new Config("zerotrust");
        var provider = new ProviderResource(
            "zerotrust",
            "explicit",
            Raw.Args(
                ("accountId", account.Require("accountId")),
                ("apiToken", account.RequireSecret("apiToken")),
                ("baseUrl", account.Require("baseUrl")),
                ("maxRetries", 2)
            ),
            options: null
        );

        var renamed = config.GetBoolean("renamed") ?? false;
        var profile = new Profile(
            renamed ? "new" : "old",
            Lab(),
            new()
            {
                Provider = provider,
                Aliases = renamed ? [new Alias { Name = "old" }] : [],
                ResourceTransformations = { made => new(Lab(("description", "transformed")), made.Options) },
                AdditionalSecretOutputs = { "gatewayUniqueId" },
            }
        );
        var standard = new DefaultProfile("standard", new() { Provider = provider, Id = account.Require("accountId") });
        _ = new Profile(
            "adopted",
            Raw.Args(("name", "found"), ("match", "os.name == \"ios\""), ("precedence", 8)),
            new() { Provider = provider, ImportId = config.Require("adopt") }
        );
        var replaced = new Tunnel(
            "lab",
            Raw.Args(("name", config.Get("site") ?? "lab")),
            new()
            {
                Provider = provider,
                ReplaceOnChanges = { "name" },
                DeleteBeforeReplace = true,
                CustomTimeouts = new() { Create = TimeSpan.FromMinutes(2) },
            }
        );
        var kept = new Tunnel("kept", Raw.Args(("name", "kept")), new() { Provider = provider, RetainOnDelete = true });
        return new Dictionary<string, object?>
        {
            ["policyId"] = profile.PolicyId,
            ["captivePortal"] = standard.CaptivePortal,
            ["tunnelId"] = replaced.TunnelId,
            ["kept"] = kept.TunnelId,
        };
    }

    private static DictionaryResourceArgs Lab(params ImmutableArray<(string Name, object? Value)> more) =>
        Raw.Args([("name", "lab"), ("match", "os.name == \"linux\""), ("precedence", 7), .. more]);
}
