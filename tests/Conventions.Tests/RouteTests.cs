using System.Text.RegularExpressions;
using ZeroTrust.Cloudflare;
using ZeroTrust.Schema;
using ZeroTrust.Simulator;

namespace ZeroTrust.Conventions.Tests;

/// <summary>Every route that the API client calls is documented and served by the simulator.</summary>
internal sealed partial class RouteTests
{
    private static readonly HashSet<ApiRoute> Called = [.. MeasuredRoutes.Methods.SelectMany(MeasuredRoutes.Of)];

    private static IEnumerable<string> Documented => File.ReadAllLines(RepositoryFiles.PathTo("tests", "cases", "endpoints.txt"));

    [Test]
    public void Every_route_has_its_documented_permission() =>
        Assert.That(MeasuredRoutes.All.Select(route => $"{route} | {route.Permission}"), Is.EquivalentTo(Documented));

    [Test]
    public void Every_route_is_called() => Assert.That(MeasuredRoutes.All.Where(route => !Called.Contains(route)), Is.Empty);

    [Test]
    public void Every_method_of_an_api_interface_with_a_result_calls_a_route() =>
        Assert.That(
            MeasuredRoutes
                .Methods.Where(method => method.ReturnType != typeof(void) && MeasuredRoutes.Of(method).Count == 0)
                .Select(method => $"{method.DeclaringType!.Name}.{method.Name}"),
            Is.Empty
        );

    [Test]
    public async Task The_simulator_serves_every_route()
    {
        await using var simulator = await CloudflareSimulator.StartAsync();
        var served = simulator.Routes.Select(route => Shape(route.Method, route.Template)).ToHashSet();

        Assert.That(MeasuredRoutes.All.Where(route => !served.Contains(Shape(route.Method.Method, route.Path))), Is.Empty);
    }

    [Test]
    public async Task Every_route_names_a_permission_that_the_api_accepts()
    {
        await using var simulator = await CloudflareSimulator.StartAsync();
        var accepted = simulator.Routes.ToLookup(route => Shape(route.Method, route.Template));

        Assert.That(
            from route in MeasuredRoutes.All
            from served in accepted[Shape(route.Method.Method, route.Path)]
            where !served.Permissions.Contains(route.Permission)
            select $"{route} takes {string.Join(" or ", served.Permissions)}, not {route.Permission}",
            Is.Empty
        );
    }

    private static string Shape(string method, string template) => $"{method} {Parameter().Replace(template, "{}")}";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
