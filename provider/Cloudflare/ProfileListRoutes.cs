namespace ZeroTrust.Cloudflare;

/// <summary>The endpoints of one list, for the default profile and for custom profiles.</summary>
internal sealed class ProfileListRoutes
{
    public static readonly ProfileListRoutes Exclude = new("exclude", hasDefault: true);
    public static readonly ProfileListRoutes Include = new("include", hasDefault: false);
    public static readonly ProfileListRoutes FallbackDomains = new("fallback_domains", hasDefault: true);

    private ProfileListRoutes(string name, bool hasDefault)
    {
        Name = name;
        OfDefaultProfile = Routes($"/accounts/{{account_id}}/devices/policy/{name}", hasDefault);
        OfCustomProfile = Routes($"/accounts/{{account_id}}/devices/policy/{{policy_id}}/{name}", hasDefault);
    }

    /// <summary>The list's name in paths.</summary>
    public string Name { get; }

    public ListRoutes OfDefaultProfile { get; }

    public ListRoutes OfCustomProfile { get; }

    public override string ToString() => Name;

    private static ListRoutes Routes(string path, bool hasDefault) =>
        new(
            ApiRoute.Get(path, Permission.ZeroTrustRead),
            ApiRoute.Put(path, Permission.ZeroTrustWrite),
            hasDefault ? ApiRoute.Delete(path, Permission.ZeroTrustWrite) : null
        );
}

/// <summary>The endpoints of a profile's list.</summary>
/// <param name="Get">Reads the list.</param>
/// <param name="Put">Replaces the list.</param>
/// <param name="Restore">Restores Cloudflare's default; <see langword="null"/> for a list without one.</param>
internal sealed record ListRoutes(ApiRoute Get, ApiRoute Put, ApiRoute? Restore);
