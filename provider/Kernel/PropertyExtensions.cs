using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>Short forms for reading property maps.</summary>
internal static class PropertyExtensions
{
    public static PropertyValue? Get(this PropertyMap map, string name) => map.TryGetValue(name, out var value) ? value : null;

    /// <summary>The value at a path such as <c>items[3].name</c>; null when there is none.</summary>
    public static PropertyValue? At(this PropertyMap map, string path) => path.Length == 0 ? map : PropertyPath.Parse(path).Find(map);

    public static bool IsNullOrSecretNull(this PropertyValue value) => value.Unsecret() is PropertyNull;
}
