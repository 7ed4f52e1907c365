namespace ZeroTrust.Simulator.Http;

/// <summary>A served endpoint: its method, path and required permissions.</summary>
public sealed record ApiRoute
{
    private ApiRoute(string method, string template, string[] permissions, Func<ApiCall, ApiResult> handler)
    {
        Method = method;
        Template = template;
        Permissions = permissions;
        Handler = handler;
    }

    /// <summary>HTTP method, upper case.</summary>
    public string Method { get; }

    /// <summary>Path below <c>/client/v4</c>, such as <c>/accounts/{account_id}/devices/policy</c>.</summary>
    public string Template { get; }

    /// <summary>Permission groups, any of which suffices.</summary>
    public IReadOnlyList<string> Permissions { get; }

    /// <summary>Whether an API token is required; email and global key are rejected.</summary>
    public bool TokenOnly { get; init; }

    internal Func<ApiCall, ApiResult> Handler { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Method} {Template}";

    internal static ApiRoute Get(string template, string[] permissions, Func<ApiCall, ApiResult> handler) =>
        new("GET", template, permissions, handler);

    internal static ApiRoute Post(string template, string[] permissions, Func<ApiCall, ApiResult> handler) =>
        new("POST", template, permissions, handler);

    internal static ApiRoute Put(string template, string[] permissions, Func<ApiCall, ApiResult> handler) =>
        new("PUT", template, permissions, handler);

    internal static ApiRoute Patch(string template, string[] permissions, Func<ApiCall, ApiResult> handler) =>
        new("PATCH", template, permissions, handler);

    internal static ApiRoute Delete(string template, string[] permissions, Func<ApiCall, ApiResult> handler) =>
        new("DELETE", template, permissions, handler);
}
