using Pulumi.ZeroTrust;

namespace Guides;

/// <summary>Snippets of docs/guides/network-checks.md.</summary>
internal static class NetworkChecks
{
    public static void Declare()
    {
        #region Ignore
        var provider = new Provider("zerotrust", new() { IgnoreProblems = { "ZT182 guests: guests must not reach the office" } });
        #endregion

        _ = provider;
    }
}
