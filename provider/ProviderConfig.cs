using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider;

/// <summary>Account, credentials and limits.</summary>
internal sealed record ProviderConfig
{
    /// <summary>Account ID, 32 hexadecimal digits. Environment: <c>CLOUDFLARE_ACCOUNT_ID</c>.</summary>
    [Format(StringFormat.CloudflareId)]
    public string? AccountId { get; init; }

    /// <summary>API token; each resource lists the permissions it needs. Environment: <c>CLOUDFLARE_API_TOKEN</c>.</summary>
    [Secret]
    public string? ApiToken { get; init; }

    /// <summary>Global API key, used together with <c>email</c>; prefer a token. Environment: <c>CLOUDFLARE_API_KEY</c>.</summary>
    [Secret]
    public string? ApiKey { get; init; }

    /// <summary>Email address of the user who owns <c>apiKey</c>. Environment: <c>CLOUDFLARE_EMAIL</c>.</summary>
    public string? Email { get; init; }

    /// <summary>
    /// Base URL of the API. Default: <c>https://api.cloudflare.com/client/v4</c>. Plain http is allowed on loopback only. Environment:
    /// <c>CLOUDFLARE_BASE_URL</c>.
    /// </summary>
    public string? BaseUrl { get; init; }

    /// <summary>
    /// Maximum number of requests the provider sends in five minutes, 1 to 1,000,000. Default: 1,100, below Cloudflare's limit of 1,200 per
    /// user.
    /// </summary>
    [Range(1, 1_000_000)]
    public int? MaxRequestsPerFiveMinutes { get; init; }

    /// <summary>
    /// Maximum number of retries of a repeatable request, 0 to 20. Default: 5. Waiting out a rate limit does not count as a retry.
    /// </summary>
    [Range(0, 20)]
    public int? MaxRetries { get; init; }

    /// <summary>Timeout of one request attempt in seconds, 1 to 300. Default: 30.</summary>
    [Range(1, 300)]
    public int? RequestTimeout { get; init; }

    /// <summary>
    /// Whether Create adopts an existing object that is exactly as declared, instead of refusing it. Use it for the run after one that was
    /// interrupted during a create. Default: false. Environment: <c>ZEROTRUST_ADOPT_EXISTING</c>.
    /// </summary>
    public bool? AdoptExisting { get; init; }

    /// <summary>
    /// Warnings and notes to ignore, each with a reason: <c>ZT180: the lab is reached from the office only</c>, or, for one resource,
    /// <c>ZT180 lab: reached from the office only</c>. Errors cannot be ignored.
    /// </summary>
    public IReadOnlyList<string>? IgnoreProblems { get; init; }

    /// <summary>
    /// Address ranges of devices and connectors in the account's network, if the account has custom ranges; used by network checks and
    /// <c>zt</c>. Default: <c>100.96.0.0/12</c>. Include that range as long as devices have addresses in it, since only new registrations
    /// get addresses in other ranges. Environment: <c>ZEROTRUST_MESH_RANGES</c>, separated by commas.
    /// </summary>
    [Format(StringFormat.Cidr)]
    public IReadOnlyList<string>? MeshRanges { get; init; }

    /// <summary>
    /// Whether the Split Tunnel and Local Domain Fallback lists of all profiles are read from the response that lists the profiles.
    /// Default: true. The provider detects when that response differs from the lists and then reads them one by one; false does so from the
    /// start.
    /// </summary>
    public bool? BulkReads { get; init; }
}

/// <summary>Reads and checks the provider's configuration, which arrives as strings, JSON strings or typed values.</summary>
internal static class ProviderConfiguration
{
    private static readonly (string Key, string Variable)[] Fallbacks =
    [
        ("accountId", "CLOUDFLARE_ACCOUNT_ID"),
        ("apiToken", "CLOUDFLARE_API_TOKEN"),
        ("apiKey", "CLOUDFLARE_API_KEY"),
        ("email", "CLOUDFLARE_EMAIL"),
        ("baseUrl", "CLOUDFLARE_BASE_URL"),
        ("adoptExisting", "ZEROTRUST_ADOPT_EXISTING"),
        ("meshRanges", "ZEROTRUST_MESH_RANGES"),
    ];

    /// <summary>The way out of a configuration that was recorded in the state, which only a run of the program changes.</summary>
    public const string RecordedHint =
        "Without a program, an operation uses the configuration that the last update recorded: if the stack's configuration has changed "
        + "since, run pulumi up, or add --run-program.";

    private static readonly JsonTypeInfo<ProviderConfig> Type = RecordJson.TypeInfo<ProviderConfig>(ProviderConfigJson.Default);

    public static ObjectSpec Spec { get; } = SpecReader.Read(Type);

    /// <summary>Problems in the configuration. Missing values are not reported, since the environment may supply them.</summary>
    public static IReadOnlyList<Problem> Check(PropertyMap values)
    {
        var (inputs, problems) = Checker.Check(Spec, Typed(values));
        var config = RecordCodec.Decode(Type, Spec, inputs);
        return
        [
            .. problems,
            .. Conflicts(config).Where(conflict => !conflict.IsOfUnknown(inputs) && problems.All(problem => problem.Path != conflict.Path)),
        ];
    }

    /// <summary>Why the provider cannot work with a stack's configuration and the environment; empty when it can.</summary>
    public static IReadOnlyList<Problem> Errors(PropertyMap values, Func<string, string?> environment)
    {
        var (own, resolved) = (Typed(values), Resolve(values, environment));
        var wrong = Check(resolved).Where(problem => problem.IsError).ToArray();
        var missing = Missing(resolved).Where(entry => wrong.All(problem => problem.Path != entry.Key));
        return
        [
            .. wrong.Select(problem =>
                VariableOf(problem.Path) is { } variable && !own.ContainsKey(problem.Path.Split('[')[0])
                    ? problem with
                    {
                        Message = $"{variable}: {problem.Message}",
                    }
                    : problem
            ),
            .. missing.Select(entry => new Problem(entry.Problem, entry.Key, $"{entry.Problem.Title} {entry.Problem.Remedy}")),
        ];
    }

    /// <summary>The environment variable that supplies a property; null when none does.</summary>
    public static string? VariableOf(string property) =>
        Fallbacks.FirstOrDefault(fallback => fallback.Key == property.Split('[')[0]).Variable;

    public static ProviderConfig Read(PropertyMap values) => RecordCodec.Decode(Type, Spec, Typed(values));

    /// <summary>The configuration with the environment's values where the stack has none.</summary>
    public static PropertyMap Resolve(PropertyMap values, Func<string, string?> environment)
    {
        var typed = Typed(values);
        var merged = new Dictionary<string, PropertyValue>(typed, StringComparer.Ordinal);
        var hasCredentials = typed.ContainsKey("apiToken") || typed.ContainsKey("apiKey");
        foreach (var (key, variable) in Fallbacks)
        {
            var credential = key is "apiToken" or "apiKey" or "email";
            var overridden =
                typed.ContainsKey(key) || (credential && hasCredentials && !(key == "email" && !typed.ContainsKey("apiToken")));
            // A token is enough: a key that is also in the environment, perhaps for another tool, is ignored.
            var needless = key is "apiKey" or "email" && merged.ContainsKey("apiToken");
            if (!overridden && !needless && environment(variable) is { Length: > 0 } value)
            {
                var spec = Spec.Find(key)!.Value;
                merged[key] = spec.Kind == ValueKind.List ? Separated(value) : Typed(spec, value);
            }
        }

        return new(merged);
    }

    /// <summary>Warnings about the environment variables.</summary>
    public static IEnumerable<Problem> Warnings(PropertyMap values, Func<string, string?> environment)
    {
        bool Has(string variable) => environment(variable) is { Length: > 0 };
        var typed = Typed(values);
        if (!typed.ContainsKey("apiToken") && !typed.ContainsKey("apiKey") && Has("CLOUDFLARE_API_TOKEN") && Has("CLOUDFLARE_API_KEY"))
        {
            yield return new(
                Problems.BothInEnvironment,
                "",
                "CLOUDFLARE_API_TOKEN and CLOUDFLARE_API_KEY are both set: the token is used, and the key is not. "
                    + "Unset the one that you do not use."
            );
        }
    }

    /// <summary>Required properties that are missing. A value that is not known yet is not missing.</summary>
    /// <param name="resolved">The stack's and the environment's values.</param>
    public static IEnumerable<(string Key, ProblemKind Problem)> Missing(PropertyMap resolved)
    {
        bool IsSet(string key) => resolved.Get(key)?.Unsecret() is PropertyUnknown or PropertyString { Value.Length: > 0 };
        if (!IsSet("accountId"))
        {
            yield return ("accountId", Problems.Account);
        }

        if (!IsSet("apiToken") && !IsSet("apiKey"))
        {
            yield return ("apiToken", Problems.Credentials);
        }
    }

    public static CloudflareOptions ToOptions(this ProviderConfig config, string version)
    {
        var options = new CloudflareOptions
        {
            AccountId = config.AccountId?.ToLowerInvariant(),
            ApiToken = config.ApiToken,
            ApiKey = config.ApiKey,
            Email = config.Email,
            Version = version,
        };
        return options with
        {
            BaseUrl = config.BaseUrl is { Length: > 0 } url ? url : options.BaseUrl,
            MaxRequestsPerFiveMinutes = config.MaxRequestsPerFiveMinutes ?? options.MaxRequestsPerFiveMinutes,
            MaxRetries = config.MaxRetries ?? options.MaxRetries,
            BulkReads = config.BulkReads ?? options.BulkReads,
            RequestTimeout = config.RequestTimeout is { } seconds ? TimeSpan.FromSeconds(seconds) : options.RequestTimeout,
        };
    }

    private static IEnumerable<Problem> Conflicts(ProviderConfig config)
    {
        if (!string.IsNullOrEmpty(config.ApiToken) && !string.IsNullOrEmpty(config.ApiKey))
        {
            yield return new(
                Problems.BothCredentials,
                "apiKey",
                "apiToken and apiKey are both set; keep the token and remove apiKey and email."
            );
        }

        foreach (var (property, message) in config.ToOptions(Package.Version).Check())
        {
            yield return new(Problems.Configuration, property, message);
        }

        foreach (var (index, entry) in (config.IgnoreProblems ?? []).Index())
        {
            if (IgnoredProblems.Diagnose(entry) is { } mistake)
            {
                yield return new(Problems.Configuration, string.Create(CultureInfo.InvariantCulture, $"ignoreProblems[{index}]"), mistake);
            }
        }
    }

    // Stack configuration consists of strings, and SDKs send other values as JSON strings.
    private static PropertyMap Typed(PropertyMap values) =>
        new(
            values
                .Where(entry => Spec.Find(entry.Key) is not null && !entry.Value.IsNullOrSecretNull() && !Equivalence.IsEmpty(entry.Value))
                .Select(entry => KeyValuePair.Create(entry.Key, Typed(Spec.Find(entry.Key)!.Value, entry.Value)))
        );

    private static PropertyValue Typed(ValueSpec spec, PropertyValue value) =>
        value switch
        {
            PropertySecret secret => new PropertySecret(Typed(spec, secret.Inner)),
            PropertyString text
                when spec.Kind == ValueKind.Integer
                    && double.TryParse(text.Value.Trim('"'), CultureInfo.InvariantCulture, out var number) => (PropertyValue)(number),
            PropertyString text when spec.Kind == ValueKind.Boolean && bool.TryParse(text.Value.Trim('"'), out var flag) => flag,
            PropertyString text when spec.Kind == ValueKind.String && text.Value is ['"', .., '"'] json => (PropertyValue)(Unquote(json)),
            PropertyString { Value: ['[', .., ']'] json } when spec.Kind == ValueKind.List => Items(json) is { } items
                ? new PropertyArray(items)
                : value,
            _ => value,
        };

    private static PropertyArray Separated(string list) =>
        new(list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => (PropertyValue)item));

    private static IEnumerable<PropertyValue>? Items(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return
            [
                .. document
                    .RootElement.EnumerateArray()
                    .Select(item => (PropertyValue)(item.ValueKind == JsonValueKind.String ? item.GetString()! : item.GetRawText())),
            ];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Unquote(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ProviderConfigJson.Default.String) ?? "";
        }
        catch (JsonException)
        {
            return json;
        }
    }
}

[JsonSerializable(typeof(ProviderConfig))]
internal sealed partial class ProviderConfigJson : JsonSerializerContext;
