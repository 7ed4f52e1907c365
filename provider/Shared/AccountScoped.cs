using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Shared;

/// <summary>An object of a Cloudflare account.</summary>
internal abstract record AccountScoped
{
    /// <summary>Account ID, 32 hexadecimal digits. Default: the provider's <c>accountId</c>.</summary>
    [ReplaceOnChange, Stable, AlwaysOutput, Format(StringFormat.CloudflareId)]
    public string? AccountId { get; init; }
}
