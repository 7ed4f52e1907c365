using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace Pulumi;

/// <summary>The stack's configuration for one package; by default, for the project.</summary>
public sealed class Config
{
    private readonly string _package;

    public Config(string? name = null)
    {
        name ??= Deployment.Instance.ProjectName;
        _package = name.EndsWith(":config", StringComparison.Ordinal) ? name[..^":config".Length] : name;
    }

    public string? Get(string key) => Deployment.Required.Settings.Config.GetValueOrDefault(FullKey(key));

    public bool? GetBoolean(string key) =>
        Parse<bool>(
            key,
            text =>
                text switch
                {
                    "true" => true,
                    "false" => false,
                    _ => null,
                }
        );

    public int? GetInt32(string key) =>
        Parse<int>(key, text => int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null);

    public double? GetDouble(string key) =>
        Parse<double>(key, text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null);

    [return: MaybeNull]
    public T GetObject<T>(string key)
    {
        if (Get(key) is not { } json)
        {
            return default;
        }

        try
        {
            return JsonSerializer.Deserialize<T>(json);
        }
        catch (JsonException e)
        {
            throw WrongType<T>(key, e);
        }
    }

    public Output<string>? GetSecret(string key) => Get(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<bool>? GetSecretBoolean(string key) => GetBoolean(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<int>? GetSecretInt32(string key) => GetInt32(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<double>? GetSecretDouble(string key) => GetDouble(key) is { } value ? Output.CreateSecret(value) : null;

    public Output<T>? GetSecretObject<T>(string key) => Get(key) is null ? null : Output.CreateSecret(GetObject<T>(key)!);

    public string Require(string key) => Get(key) ?? throw Missing(key);

    public bool RequireBoolean(string key) => GetBoolean(key) ?? throw Missing(key);

    public int RequireInt32(string key) => GetInt32(key) ?? throw Missing(key);

    public double RequireDouble(string key) => GetDouble(key) ?? throw Missing(key);

    public T RequireObject<T>(string key) => Get(key) is null ? throw Missing(key) : GetObject<T>(key)!;

    public Output<string> RequireSecret(string key) => Output.CreateSecret(Require(key));

    public Output<bool> RequireSecretBoolean(string key) => Output.CreateSecret(RequireBoolean(key));

    public Output<int> RequireSecretInt32(string key) => Output.CreateSecret(RequireInt32(key));

    public Output<double> RequireSecretDouble(string key) => Output.CreateSecret(RequireDouble(key));

    public Output<T> RequireSecretObject<T>(string key) => Output.CreateSecret(RequireObject<T>(key));

    private string FullKey(string key) => $"{_package}:{key}";

    private T? Parse<T>(string key, Func<string, T?> parse)
        where T : struct
    {
        return Get(key) is { } text ? parse(text) ?? throw WrongType<T>(key) : null;
    }

    private RunException Missing(string key) =>
        new($"The configuration value '{FullKey(key)}' is missing; set it with `pulumi config set {FullKey(key)} <value>`.");

    // The message omits the value, which may be a secret.
    private RunException WrongType<T>(string key, Exception? inner = null) =>
        new($"The configuration value '{FullKey(key)}' is not a {typeof(T).Name}; correct it with `pulumi config set`.", inner);
}
