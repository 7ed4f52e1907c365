namespace ZeroTrust.Engine.State;

/// <summary>Type tokens with a special meaning to the engine.</summary>
internal static class ResourceTypes
{
    public const string Stack = "pulumi:pulumi:Stack";

    private const string ProviderPrefix = "pulumi:providers:";

    public static string Provider(string package) => ProviderPrefix + package;

    public static bool IsProvider(string type) => type.StartsWith(ProviderPrefix, StringComparison.Ordinal);

    public static string ProviderPackage(string type) => type[ProviderPrefix.Length..];

    /// <summary>The package of a token such as <c>zerotrust:index:DeviceProfile</c>.</summary>
    public static string Package(string token) => token.Split(':', 2)[0];
}
