using System.Text;
using System.Text.Json.Nodes;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli.Tests.Adopt;

/// <summary>An account that a company has set up by hand.</summary>
internal static class Company
{
    public static async Task FillAsync(CloudflareSimulator account)
    {
        using var client = account.CreateClient();

        async Task<string> SendAsync(HttpMethod method, string path, string body)
        {
            using var request = new HttpRequestMessage(method, new Uri($"accounts/{account.AccountId}/{path}", UriKind.Relative))
            {
                Content = new StringContent(body, Encoding.UTF8, "application/json"),
            };
            using var response = await client.SendAsync(request);
            var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
            Assert.That(response.IsSuccessStatusCode, Is.True, answer.ToJsonString());
            return answer["result"] is JsonObject result ? (string?)result["policy_id"] ?? (string?)result["id"] ?? "" : "";
        }

        await SendAsync(HttpMethod.Patch, "devices/policy", """{"switch_locked":true,"captive_portal":300}""");
        var staff = await SendAsync(
            HttpMethod.Post,
            "devices/policy",
            """
            {
              "name": "Staff & \"Friends\"", "match": "any(identity.groups.name[*] in {\"Staff\"})", "precedence": 20,
              "exclude": [
                {"address":"10.0.0.0/8"}, {"address":"192.168.20.0/24","description":"Printers, ${floor} 2\nand 3"},
                {"host":"*.meet.example.net"}
              ],
              "lan_allow_minutes": 30, "lan_allow_subnet_size": 24, "dns_search_suffixes": [{"suffix":"corp.example.com"}]
            }
            """
        );
        var connectors = await SendAsync(
            HttpMethod.Post,
            "devices/policy",
            """
            {
              "name":"WARP connectors","match":"identity.email == \"warp_connector@acme.cloudflareaccess.com\"","precedence":10,
              "tunnel_protocol":"masque"
            }
            """
        );
        await SendAsync(HttpMethod.Post, "devices/policy", """{"name":"Staff & Friends","match":"os.name == \"linux\"","precedence":30}""");
        await SendAsync(
            HttpMethod.Put,
            $"devices/policy/{staff}/fallback_domains",
            """
            [{"suffix":"corp.example.com","dns_server":["10.1.0.53","10.1.0.54"]},{"suffix":"local"}]
            """
        );
        await SendAsync(HttpMethod.Put, $"devices/policy/{connectors}/fallback_domains", "[]");
        await SendAsync(HttpMethod.Put, $"devices/policy/{connectors}/include", """[{"address":"100.96.0.0/12"}]""");
        var lab = await SendAsync(HttpMethod.Post, "teamnet/virtual_networks", """{"name":"lab","comment":"Test lab"}""");
        var berlin = await SendAsync(HttpMethod.Post, "warp_connector", """{"name":"berlin-office"}""");
        await SendAsync(HttpMethod.Post, "teamnet/routes", $$"""{"network":"10.1.0.0/16","tunnel_id":"{{berlin}}","comment":"Berlin"}""");
        await SendAsync(
            HttpMethod.Post,
            "teamnet/routes",
            $$"""{"network":"10.9.0.0/16","tunnel_id":"{{berlin}}","virtual_network_id":"{{lab}}"}"""
        );
        await SendAsync(
            HttpMethod.Post,
            "devices/networks",
            """
            {
              "name": "hq", "type": "tls",
              "config": {"tls_sockaddr":"10.1.0.2:443","sha256":"b5bb9d8014a0f9b1d61e21e796d78dccdf1352f23cd32812f4850b878ae4944c"}
            }
            """
        );
    }
}
