using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider.Shared;

/// <summary>The scope of Cloudflare's objects is their account.</summary>
internal static class AccountExtensions
{
    extension(ResourceId id)
    {
        public string Account => id.Scope;
    }

    extension(Operation operation)
    {
        /// <summary>The account of a resource or a function: its own, or else the provider's.</summary>
        public string Account(string? own) => own?.ToLowerInvariant() ?? operation.DefaultScope;
    }
}
