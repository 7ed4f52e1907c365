using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.Tests;

internal sealed class MatchExpressionTests : SimulatorTest
{
    [TestCase("""identity.email == "test@cloudflare.com" """)]
    [TestCase(
        """identity.email in {"jdoe@example.com"} or any(identity.groups.name[*] in {"developers" "admin"}) and os.name == "windows" """
    )]
    [TestCase("""any(identity.groups.name[*] in {"Erfi Corp"})""")]
    [TestCase("""any(identity.groups.email[*] == "contractors@example.com")""")]
    [TestCase("""os.name in {"windows" "mac"}""")]
    [TestCase("""os.name == "Windows" """)]
    [TestCase("""os.version == "10.15" """)]
    [TestCase("""network == "Austin office" """)]
    [TestCase("""identity.service_token_uuid == "f174e90a-fafe-4643-bbbc-4a0ed4fc8415" """)]
    [TestCase("""identity.groups.name == "\"finance\"" """)]
    [TestCase("""any(identity.saml_attributes[*] == "group=finance")""")]
    [TestCase("""identity.email != "" """)]
    [TestCase("""identity.email matches ".*@example.com" """)]
    [TestCase("""not identity.email == "a@b.c" """)]
    [TestCase("""!(identity.email == "a@b.c" || os.name == "mac") && network == "x" """)]
    [TestCase("identity.email == \"a@b.c\"\nor os.name == \"mac\"")]
    [TestCase("""identity.email == "a \\ b \" c" """)]
    public async Task Valid_expressions_are_accepted(string match)
    {
        var answer = await CreateAsync(match);

        Assert.That(answer.Status, Is.EqualTo(200), answer.Message);
        Assert.That(answer.Text("match"), Is.EqualTo(match), "stored as it was sent");
    }

    [TestCase("""user.identity == "test@cloudflare.com" """, "unknown field 'user.identity'")]
    [TestCase("warp_connector@cloudflareaccess.com", "unexpected '@'")]
    [TestCase("""identity.email = "a@b.c" """, "unexpected '='")]
    [TestCase("identity.email == 'a@b.c'", "unexpected '''")]
    [TestCase("""os.name in {"windows","mac"}""", "unexpected ','")]
    [TestCase("os.name in {}", "double quoted string")]
    [TestCase("""any(identity.groups.name[*] == "x" """, "expected ')'")]
    [TestCase("""any(identity.email[*] == "x")""", "unknown field 'identity.email'")]
    [TestCase("""any(identity.groups.name == "x")""", "expected '[*]'")]
    [TestCase("""identity.email == "a@b.c" AND os.name == "mac" """, "found 'AND'")]
    [TestCase("""identity.email contains "a" """, "expected '==', '!=', 'in' or 'matches', found 'contains'")]
    [TestCase("identity.email ==", "found the end")]
    [TestCase("""identity.email == "a@b.c""", "unterminated string")]
    [TestCase("""(os.name == "mac" """, "expected ')'")]
    [TestCase("""os.name == "mac") """, "found ')'")]
    [TestCase("""os.name == "mac" or""", "expected a field, found the end")]
    [TestCase("net.dst.ip in {10.0.0.0/8}", "unexpected '1'")]
    [TestCase("""net.dst.ip == "10.0.0.0" """, "unknown field 'net.dst.ip'")]
    public async Task Invalid_expressions_are_refused_with_the_problem(string match, string problem)
    {
        var answer = await CreateAsync(match);

        AssertRefused(answer, 400, 2001);
        Assert.That(answer.Pointer, Is.EqualTo("/match"));
        Assert.That(answer.Message, Does.Contain(problem));
    }

    [Test]
    public async Task An_error_has_the_position()
    {
        var answer = await CreateAsync("""os.name == "mac" and os == "x" """);

        Assert.That(answer.Message, Does.Contain("at character 22"));
    }

    private Task<ApiResponse> CreateAsync(string match) =>
        PostAsync("devices/policy", new JsonObject { ["name"] = "x", ["match"] = match }.ToJsonString());
}
