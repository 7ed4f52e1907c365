namespace ZeroTrust.Cloudflare;

/// <summary>An endpoint of the API. Calls, error messages, documentation and tests all use this one definition.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path below the base URL, with IDs as <c>{account_id}</c>.</param>
/// <param name="Permission">Token permission group that the endpoint requires: one of <see cref="Cloudflare.Permission"/>.</param>
internal sealed record ApiRoute(HttpMethod Method, string Path, string Permission)
{
    /// <summary>Key of a request's route in its options.</summary>
    public static readonly HttpRequestOptionsKey<ApiRoute> OfRequest = new(nameof(ApiRoute));

    /// <summary>Why no resource or function calls the endpoint; <see langword="null"/> when one does.</summary>
    public string? NotServed { get; init; }

    public static ApiRoute Get(string path, string permission) => new(HttpMethod.Get, path, permission);

    public static ApiRoute Post(string path, string permission) => new(HttpMethod.Post, path, permission);

    public static ApiRoute Put(string path, string permission) => new(HttpMethod.Put, path, permission);

    public static ApiRoute Patch(string path, string permission) => new(HttpMethod.Patch, path, permission);

    public static ApiRoute Delete(string path, string permission) => new(HttpMethod.Delete, path, permission);

    public override string ToString() => $"{Method} {Path}";
}
