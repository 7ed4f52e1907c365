using ZeroTrust.Cloudflare;
using ZeroTrust.Provider;
using ZeroTrust.Schema;

namespace ZeroTrust.Conventions.Tests;

/// <summary>Every documented endpoint is used by a resource or function, or listed with the reason why not.</summary>
internal sealed class EndpointTests
{
    private static readonly IReadOnlyList<Endpoint> Endpoints = EndpointUses.Of(
        new Catalog(new CloudflareClient(new CloudflareOptions { ApiToken = "none" }, TimeProvider.System))
    );

    [Test]
    public void Every_endpoint_is_used_or_has_a_reason_why_not() =>
        Assert.That(
            Endpoints
                .Where(endpoint => (endpoint.Callers.Count > 0) == (endpoint.NotServed is not null))
                .Select(endpoint => $"{endpoint.Method} {endpoint.Path}"),
            Is.Empty
        );

    [Test]
    public void The_endpoints_page_is_complete()
    {
        var page = File.ReadAllText(RepositoryFiles.PathTo("docs", "maintainers", "endpoints.md"));

        Assert.That(page, Is.EqualTo(EndpointsPage.Write()), "run make generate");
    }

    [TestCase("POST", "/accounts/{account_id}/devices/policy", "DeviceProfile")]
    [TestCase(
        "GET",
        "/accounts/{account_id}/devices/policy/{policy_id}/include",
        "DefaultDeviceProfile,DeviceProfile,SplitTunnel,SplitTunnelRoute,getSplitTunnel"
    )]
    [TestCase("POST", "/accounts/{account_id}/devices/unrevoke", "DeviceRevocation")]
    public void Calls_are_found_through_lambdas_and_asynchronous_code(string method, string path, string callers) =>
        Assert.That(
            string.Join(
                ',',
                Endpoints
                    .Single(endpoint => (endpoint.Method, endpoint.Path) == (method, path))
                    .Callers.Select(token => token.Split(':')[^1])
            ),
            Is.EqualTo(callers)
        );
}
