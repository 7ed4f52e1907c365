using System.Reflection;
using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;
using ZeroTrust.Simulator;

namespace ZeroTrust.Provider.Tests.Cloudflare;

/// <summary>What methods say they call is what they call, and it is all there is.</summary>
internal sealed class RouteTests
{
    /// <summary>The documented endpoints for devices, profiles, WARP connectors and their networks, each with its permission.</summary>
    private static readonly string[] Endpoints = File.ReadAllLines(RepositoryFiles.PathTo("tests", "cases", "endpoints.txt"));

    private static IEnumerable<PropertyInfo> Areas =>
        typeof(CloudflareClient).GetProperties().Where(property => property.PropertyType.IsInterface);

    private static IEnumerable<(MethodInfo Method, RouteAttribute Route)> Declared =>
        from area in Areas
        from method in area.PropertyType.GetMethods()
        from route in method.GetCustomAttributes<RouteAttribute>()
        select (method, route);

    private static IEnumerable<TestCaseData> Methods =>
        from area in Areas
        from method in area.PropertyType.GetMethods()
        select new TestCaseData(area, method).SetArgDisplayNames(area.Name, method.Name);

    [Test]
    public void Every_endpoint_has_a_method_and_its_documented_permission() =>
        Assert.That(Declared.Select(entry => $"{entry.Route.Method} {entry.Route.Path} | {entry.Route.Permission}").Distinct(), Is.EquivalentTo(Endpoints));

    [TestCaseSource(nameof(Endpoints))]
    public async Task A_refusal_names_the_permission_that_is_missing(string endpoint)
    {
        var (route, permission) = (endpoint.Split(" | ")[0], endpoint.Split(" | ")[1]);
        var (area, method) = (
            from candidate in Areas
            from call in candidate.PropertyType.GetMethods()
            where call.GetCustomAttributes<RouteAttribute>().Select(own => $"{own.Method} {own.Path}").FirstOrDefault(own => own == route) is not null
            orderby call.GetCustomAttributes<RouteAttribute>().Count()
            select (candidate, call)).First();
        var messages = new List<string>();
        foreach (var profile in (string[])["default", "{policy_id}"])
        {
            foreach (var list in Enum.GetValues<SplitTunnelList>())
            {
                // Only this endpoint refuses: others may have to answer before it is called.
                var failure = await FailureAsync(area, method, profile, list, request => Line(request) == route ? Replies.Error(403, 10000, "Authentication error") : Answer(request));
                messages.AddRange(failure is null ? [] : [failure.Message]);
            }
        }

        Assert.That(messages, Is.Not.Empty.And.All.Contains(permission));
    }

    [TestCaseSource(nameof(Methods))]
    public async Task A_method_calls_what_it_says(PropertyInfo area, MethodInfo method)
    {
        HashSet<string> called = [];
        foreach (var profile in (string[])["default", "{policy_id}"])
        {
            foreach (var list in Enum.GetValues<SplitTunnelList>())
            {
                called.UnionWith(await CallAsync(area, method, profile, list));
            }
        }

        var declared = method.GetCustomAttributes<RouteAttribute>().Select(route => $"{route.Method} {route.Path}").ToList();
        Assert.That(declared, Is.Not.Empty.And.SubsetOf(called));
        Assert.That(called, Is.SubsetOf(area.PropertyType.GetMethods().SelectMany(other => other.GetCustomAttributes<RouteAttribute>()).Select(route => $"{route.Method} {route.Path}")));
    }

    [Test]
    public void The_permission_of_an_error_is_the_one_of_the_endpoint() => Assert.That(
        Declared.Select(entry => TokenPermissions.For(HttpMethod.Parse(entry.Route.Method), entry.Route.Path)),
        Is.EqualTo(Declared.Select(entry => entry.Route.Permission)));

    [Test]
    public async Task The_simulator_serves_every_endpoint_for_its_permission()
    {
        await using var simulator = await CloudflareSimulator.StartAsync();
        foreach (var (_, route) in Declared)
        {
            var served = simulator.Routes.SingleOrDefault(other => other.Method == route.Method && Shape(other.Template) == Shape(route.Path));

            Assert.That(served, Is.Not.Null, $"{route.Method} {route.Path}");
            Assert.That(served!.Permissions, Has.Member(route.Permission), $"{route.Method} {route.Path}");
        }
    }

    private static string Shape(string path) => string.Join('/', path.Split('/').Select(segment => segment.StartsWith('{') ? "{}" : segment));

    /// <summary>What a method requests when ids are the names that the templates have for them.</summary>
    private static async Task<IEnumerable<string>> CallAsync(PropertyInfo area, MethodInfo method, string profile, SplitTunnelList list)
    {
        using var harness = new Harness(new ScriptedApi(Answer));
        await RunAsync(harness, area, method, profile, list);
        return harness.Api.Requests.Select(Line);
    }

    private static async Task<CloudflareException?> FailureAsync(
        PropertyInfo area, MethodInfo method, string profile, SplitTunnelList list, Func<SentRequest, Reply> answer)
    {
        using var harness = new Harness(new ScriptedApi(answer));
        try
        {
            await RunAsync(harness, area, method, profile, list);
            return null;
        }
        catch (CloudflareException failure)
        {
            return failure;
        }
    }

    private static async Task RunAsync(Harness harness, PropertyInfo area, MethodInfo method, string profile, SplitTunnelList list)
    {
        var arguments = method.GetParameters().Select(parameter => Argument(parameter, profile, list)).ToArray();
        var result = method.Invoke(area.GetValue(harness.Client), arguments);
        await harness.RunAsync(_ => result as Task ?? DrainAsync((dynamic)result!));
    }

    // Where a profile is meant, not its lists, `default` is an id like any other.
    private static string Line(SentRequest request) =>
        $"{request.Method} {Uri.UnescapeDataString(request.Path)}".Replace("/policy/default", "/policy/{policy_id}", StringComparison.Ordinal);

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var _ in items)
        {
        }
    }

    private static Reply Answer(SentRequest request) => request switch
    {
        { Method: "PUT", Body: ['[', ..] } => Replies.Result(request.Body),
        { Method: "GET" } when request.Path.EndsWith("/token", StringComparison.Ordinal) => Replies.Result("\"token\""),
        { Method: "GET" } when request.Path.Split('/')[^1] is "policies" or "exclude" or "include" or "fallback_domains" or "physical-devices"
            or "registrations" or "devices" or "warp_connector" or "connections" or "routes" or "virtual_networks" or "networks" => Replies.Result("[]"),
        _ => Replies.Result("""{"enabled":true,"disconnect":false}"""),
    };

    private static object? Argument(ParameterInfo parameter, string profile, SplitTunnelList list) => parameter switch
    {
        _ when new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable => null,
        { ParameterType: var type } when type == typeof(CancellationToken) => CancellationToken.None,
        { ParameterType: var type } when type == typeof(JsonObject) => new JsonObject { ["name"] = "x" },
        { ParameterType: var type } when type == typeof(SplitTunnelList) => list,
        { ParameterType: var type } when type == typeof(ListEdit<SplitTunnelEntryWire>) => new ListEdit<SplitTunnelEntryWire>(stored => [.. stored, new() { Host = "x" }]),
        { ParameterType: var type } when type == typeof(ListEdit<FallbackDomainWire>) => new ListEdit<FallbackDomainWire>(stored => [.. stored, new() { Suffix = "x" }]),
        { Name: "registrationIds" or "deviceIds" } => new[] { "x" },
        { Name: "address" } => "{ip}",
        { Name: "profileId" } => profile,
        { ParameterType: var type, Name: { } name } when type == typeof(string) => $"{{{Snake(name)}}}",
        { ParameterType: { IsArray: true } type } => Array.CreateInstance(type.GetElementType()!, 0),
        { ParameterType: { IsGenericType: true } type } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => Array.CreateInstance(type.GetGenericArguments()[0], 0),
        { ParameterType: var type } => Activator.CreateInstance(type),
    };

    private static string Snake(string name) => string.Concat(name.Select(letter => char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{letter}"));
}
