namespace ZeroTrust.Provider.Kernel;

/// <summary>URNs in messages.</summary>
internal static class UrnText
{
    /// <summary>Type and name: <c>SplitTunnel 'office'</c>. The name may hold "::" as well.</summary>
    public static string Describe(string urn) =>
        urn.Split("::", 4) is [_, _, var types, var name] ? $"{types.Split('$')[^1].Split(':')[^1]} '{name}'" : urn;

    /// <summary>The name that the program gave the resource.</summary>
    public static string Name(string urn) => urn.Split("::", 4) is [_, _, _, var name] ? name : urn;
}
