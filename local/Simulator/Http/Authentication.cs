using Microsoft.AspNetCore.Http;

namespace ZeroTrust.Simulator.Http;

/// <summary>Authenticates and authorizes callers.</summary>
internal sealed class Authentication(SimulatorOptions options)
{
    /// <summary>Returns the caller, or null if the credentials are missing or wrong.</summary>
    public Caller? Identify(IHeaderDictionary headers)
    {
        var authorization = headers.Authorization.ToString();
        if (authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            var value = authorization["Bearer ".Length..].Trim();
            return value == options.Token ? new Caller(value, IsToken: true, null)
                : options.Tokens.FirstOrDefault(t => t.Value == value) is { } token ? new Caller(value, IsToken: true, token.Permissions)
                : null;
        }

        return headers["X-Auth-Email"] == options.Email && headers["X-Auth-Key"] == options.ApiKey
            ? new Caller(options.ApiKey, IsToken: false, null)
            : null;
    }

    /// <exception cref="ApiException">The caller is not authorized.</exception>
    public void Authorize(Caller caller, ApiRoute route, IReadOnlyDictionary<string, string> parameters)
    {
        if (route.TokenOnly && !caller.IsToken)
        {
            throw ApiErrors.TokenRequired();
        }

        if (parameters.TryGetValue("account_id", out var account) && account != options.AccountId)
        {
            throw ApiErrors.ForeignObject(account);
        }

        if (parameters.TryGetValue("zone_id", out var zone) && !options.ZoneIds.Contains(zone))
        {
            throw ApiErrors.ForeignObject(zone);
        }

        if (caller.Permissions is { } granted && !route.Permissions.Any(granted.Contains))
        {
            throw ApiErrors.MissingPermission(route.Permissions);
        }
    }

    /// <param name="Credential">The key of the rate limit.</param>
    /// <param name="IsToken">Whether it is an API token.</param>
    /// <param name="Permissions">Granted permission groups; null grants everything.</param>
    public sealed record Caller(string Credential, bool IsToken, IReadOnlyList<string>? Permissions);
}
