using System.Reflection;
using System.Runtime.CompilerServices;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider;

namespace ZeroTrust.Schema;

/// <summary>An endpoint of the API, who calls it, and why nobody does.</summary>
/// <param name="Callers">Tokens of resources and functions, in order.</param>
internal sealed record Endpoint(string Method, string Path, string Permission, IReadOnlyList<string> Callers, string? NotServed);

/// <summary>
/// Finds which resource or function calls which endpoint: by what its code calls and what that sends, so that no list of it can be wrong.
/// </summary>
internal static class EndpointUses
{
    public static IReadOnlyList<Endpoint> Of(Catalog catalog)
    {
        var routes = MeasuredRoutes.Methods.ToDictionary(method => (MethodBase)method, MeasuredRoutes.Of);
        var callers = catalog
            .Resources.Select(type => (type.Token, Type: type.ImplementedBy))
            .Concat(catalog.Functions.Select(type => (type.Token, Type: type.ImplementedBy)))
            .SelectMany(entry => ApiCallsOf(entry.Type).SelectMany(method => routes[method]).Select(route => (Route: route, entry.Token)))
            .ToLookup(entry => entry.Route, entry => entry.Token);
        return
        [
            .. from route in MeasuredRoutes.All
            select new Endpoint(
                route.Method.Method,
                route.Path,
                route.Permission,
                [.. callers[route].Distinct().Order(StringComparer.Ordinal)],
                route.NotServed
            ),
        ];
    }

    // Follows calls through the code of resources and functions, down to the API.
    private static IEnumerable<MethodBase> ApiCallsOf(Type type)
    {
        var seen = new HashSet<MethodBase>();
        var waiting = new Queue<MethodBase>(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));
        while (waiting.TryDequeue(out var method))
        {
            foreach (var called in Calls(method).Where(called => (IsApiCall(called) || IsInAnArea(called)) && seen.Add(called)))
            {
                waiting.Enqueue(called);
            }
        }

        return seen.Where(IsApiCall);
    }

    private static bool IsApiCall(MethodBase method) =>
        method.DeclaringType is { IsInterface: true } type && type.Assembly == typeof(CloudflareClient).Assembly;

    private static bool IsInAnArea(MethodBase method) =>
        method.DeclaringType is { } type
        && type.Assembly == typeof(Catalog).Assembly
        && type.Namespace?.Split('.') is [_, "Provider", not "Kernel", ..];

    private static IEnumerable<MethodBase> Calls(MethodBase method)
    {
        // The body of an asynchronous method is elsewhere.
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine)
        {
            yield return machine.StateMachineType.GetMethod("MoveNext", BindingFlags.NonPublic | BindingFlags.Instance)!;
        }

        foreach (var called in MethodBodies.References(method).OfType<MethodBase>())
        {
            yield return called;
        }
    }
}
