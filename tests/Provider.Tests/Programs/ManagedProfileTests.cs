using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ZeroTrust.Provider.Tests.Programs;

/// <summary>The requests that a profile with its lists as one component takes.</summary>
internal sealed class ManagedProfileTests
{
    private const int N = 50;

    [Test]
    public async Task A_profile_and_its_lists_take_two_requests_to_create_and_one_to_delete()
    {
        await using var stack = await ProgramStack.OpenAsync();
        var program = Program(Enumerable.Range(0, N).Select(index => Profile($"p{index}", "routes: [{address: 10.1.0.0/16}]")));

        Assert.That((await stack.UpAsync(program)).Succeeded, stack.Output);

        Assert.That(RequestCounts.Of(stack.Writes), Is.EqualTo($"{N} POST policy, {N} PUT fallback_domains"));
        Assert.That(Regex.Count(await stack.InventoryAsync(), "10\\.1\\.0\\.0/16"), Is.EqualTo(N));

        var written = stack.Writes.Count();
        Assert.That((await stack.UpAsync(program, refresh: true)).Succeeded, stack.Output);
        Assert.That(stack.Writes.Count(), Is.EqualTo(written), "a second update changes nothing");
        Assert.That(stack.Output, Does.Contain($"{(4 * N) + 1} unchanged"));

        Assert.That((await stack.DestroyAsync()).Succeeded, stack.Output);
        Assert.That(RequestCounts.Of(stack.Writes), Is.EqualTo($"{N} DELETE profile, {N} POST policy, {N} PUT fallback_domains"));
    }

    [TestCase("mode: include, routes: [{address: 10.1.0.0/16}]", "include", "1 POST policy, 1 PUT fallback_domains")]
    [TestCase("routes: [{address: 10.1.0.0/16}], onDelete: retain", "exclude", "1 POST policy, 1 PUT fallback_domains")]
    [TestCase("routes: [], includeDefaults: true", "", "1 POST policy, 1 PUT fallback_domains")]
    [TestCase(
        "routes: [{address: 10.1.0.0/16}], includeDefaults: true",
        "",
        "1 POST policy, 1 PUT exclude, 1 PUT fallback_domains",
        Description = "The default list is known when the profile exists."
    )]
    public async Task The_request_that_creates_the_profile_has_the_list(string list, string carried, string expected)
    {
        await using var stack = await ProgramStack.OpenAsync();
        var program = Program([Profile("staff", list)]);

        Assert.That((await stack.UpAsync(program)).Succeeded, stack.Output);

        Assert.That(RequestCounts.Of(stack.Writes), Is.EqualTo(expected));
        var creation = JsonNode.Parse(stack.Writes.First().Body)!;
        Assert.That(
            new[] { "exclude", "include" }.Where(name => creation[name] is not null),
            Is.EqualTo(carried.Length > 0 ? [carried] : (string[])[])
        );
        Assert.That((await stack.PreviewAsync(program)).Succeeded, stack.Output);
        Assert.That(stack.Output, Does.Contain("5 unchanged"));
    }

    [Test]
    public async Task A_list_that_its_resource_refuses_is_not_created_with_the_profile()
    {
        await using var stack = await ProgramStack.OpenAsync();

        var result = await stack.UpAsync(Program([Profile("staff", "routes: [{address: 10.1.0.0/16, host: a.example}]")]));

        Assert.That(result.Succeeded, Is.False);
        Assert.That(stack.Output, Does.Contain("has both address and host"));
        Assert.That(stack.Writes.Select(request => request.Body), Has.None.Contains("10.1.0.0"));
    }

    private static string Profile(string name, string list) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {{name}}:
              type: zerotrust:ManagedProfile
              properties:
                name: {{name}}
                match: 'identity.email == "{{name}}@example.com"'
                splitTunnel: { {{list}} }
                fallbackDomains: {domains: [{suffix: corp.example}]}
            """
        );

    private static YamlMappingNode Program(IEnumerable<string> resources) => YamlProgram.Parse(string.Join('\n', resources)).Single();
}
