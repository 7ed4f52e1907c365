using System.Reflection;
using System.Runtime.CompilerServices;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider;

namespace ZeroTrust.Schema;

/// <summary>An API endpoint and its callers, or why it has none.</summary>
/// <param name="Callers">Tokens of resources and functions, in order.</param>
internal sealed record Endpoint(string Method, string Path, string Permission, IReadOnlyList<string> Callers, string? NotServed);

/// <summary>
/// Finds which resources and functions call which endpoints, by analyzing their code, so that there is no list to maintain.
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

    // Follows calls from the code of resources and functions to the API client.
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
        // The body of an asynchronous method is in its state machine.
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
