namespace ZeroTrust.Cloudflare;

/// <summary>An endpoint that a method calls: what the documentation, the simulator and the convention tests go by.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RouteAttribute(string method, string path) : Attribute
{
    public string Method { get; } = method;

    /// <summary>Path below the base URL, ids as <c>{account_id}</c>.</summary>
    public string Path { get; } = path;

    /// <summary>Token permission group that the endpoint asks for.</summary>
    public required string Permission { get; init; }
}
