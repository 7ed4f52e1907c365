using System.Reflection;
using System.Text;

namespace ZeroTrust.Provider.Shared;

/// <summary>Facts about the package as a whole.</summary>
internal static class Package
{
    public const string Name = "zerotrust";

    /// <summary>
    /// Where Pulumi downloads the plugin from; children of components name it, so that they share the program's provider.
    /// </summary>
    public const string DownloadUrl = "github://api.github.com/pulumi-zerotrust/pulumi-zerotrust";

    /// <summary>Type token of the provider resource.</summary>
    public const string ProviderToken = "pulumi:providers:" + Name;

    /// <summary>The version that plugin, schema and SDK share; set in Directory.Build.props.</summary>
    public static string Version { get; } =
        typeof(Package).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Token of a resource or function of the package.</summary>
    public static string Token(string name) => $"{Name}:index:{name}";

    /// <summary>The package schema, with the version in it.</summary>
    public static string Schema()
    {
        using var stream = typeof(Package).Assembly.GetManifestResourceStream("schema.json")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var schema = reader.ReadToEnd();
        var brace = schema.IndexOf('{', StringComparison.Ordinal);
        return $"{schema[..(brace + 1)]}\n  \"version\": \"{Version}\",{schema[(brace + 1)..]}";
    }
}
