using System.Reflection;
using System.Text.RegularExpressions;
using ZeroTrust.Cloudflare;
using ZeroTrust.Simulator;

namespace ZeroTrust.Conventions.Tests;

/// <summary>What the API client says it calls is what the simulator serves.</summary>
internal sealed partial class RouteTests
{
    private static IEnumerable<MethodInfo> Calls => typeof(CloudflareClient).Assembly.GetTypes()
        .Where(type => type.IsInterface && type.Namespace == typeof(CloudflareClient).Namespace)
        .SelectMany(type => type.GetMethods())
        .OrderBy(method => $"{method.DeclaringType!.Name}.{method.Name}", StringComparer.Ordinal);

    private static IEnumerable<(string Caller, RouteAttribute Route)> Routes =>
        from call in Calls
        from route in call.GetCustomAttributes<RouteAttribute>()
        select ($"{call.DeclaringType!.Name}.{call.Name}", route);

    [Test]
    public void Every_method_of_an_api_interface_names_its_routes() => Assert.That(
        Calls.Where(call => !call.GetCustomAttributes<RouteAttribute>().Any()).Select(call => $"{call.DeclaringType!.Name}.{call.Name}"), Is.Empty);

    [Test]
    public async Task The_simulator_serves_every_route()
    {
        await using var simulator = await CloudflareSimulator.StartAsync();
        var served = simulator.Routes.Select(route => Shape(route.Method, route.Template)).ToHashSet();

        Assert.That(Routes, Is.Not.Empty);
        Assert.That(Routes.Where(entry => !served.Contains(Shape(entry.Route.Method, entry.Route.Path))).Select(entry => $"{entry.Caller}: {entry.Route.Method} {entry.Route.Path}"), Is.Empty);
    }

    [Test]
    public async Task Every_route_names_a_permission_that_the_api_accepts()
    {
        await using var simulator = await CloudflareSimulator.StartAsync();
        var accepted = simulator.Routes.ToLookup(route => Shape(route.Method, route.Template));

        Assert.That(
            from entry in Routes
            from route in accepted[Shape(entry.Route.Method, entry.Route.Path)]
            where !route.Permissions.Contains(entry.Route.Permission)
            select $"{entry.Caller}: {route} takes {string.Join(" or ", route.Permissions)}, not {entry.Route.Permission}",
            Is.Empty);
    }

    [Test]
    public void An_error_names_the_permission_that_the_route_does() => Assert.That(
        from entry in Routes
        let named = TokenPermissions.For(new HttpMethod(entry.Route.Method), entry.Route.Path)
        where named != entry.Route.Permission
        select $"{entry.Caller}: {entry.Route.Method} {entry.Route.Path} is said to need {named}, not {entry.Route.Permission}",
        Is.Empty);

    private static string Shape(string method, string template) => $"{method} {Parameter().Replace(template, "{}")}";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
