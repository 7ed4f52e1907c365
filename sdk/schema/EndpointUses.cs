using System.Reflection;
using System.Runtime.CompilerServices;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider;

namespace ZeroTrust.Schema;

/// <summary>An endpoint of the API, who calls it, and why nobody does.</summary>
/// <param name="Callers">Tokens of resources and functions, in order.</param>
internal sealed record Endpoint(string Method, string Path, string Permission, IReadOnlyList<string> Callers, string? NotServed);

/// <summary>Finds which resource or function calls which endpoint: by what its code calls, so that no list of it can be wrong.</summary>
internal static class EndpointUses
{
    public static IReadOnlyList<Endpoint> Of(Catalog catalog)
    {
        var calls = catalog.Resources.Select(type => (type.Token, Type: type.ImplementedBy))
            .Concat(catalog.Functions.Select(type => (type.Token, Type: type.ImplementedBy)))
            .SelectMany(entry => ApiCallsOf(entry.Type).Select(method => (Method: method, entry.Token)))
            .ToLookup(entry => entry.Method, entry => entry.Token);
        return
        [
            .. from method in typeof(CloudflareClient).Assembly.GetTypes().Where(type => type.IsInterface).SelectMany(type => type.GetMethods())
               from route in method.GetCustomAttributes<RouteAttribute>()
               group (method, route) by (route.Method, route.Path) into same
               orderby same.Key.Path, same.Key.Method
               select new Endpoint(
                   same.Key.Method,
                   same.Key.Path,
                   same.First().route.Permission,
                   [.. same.SelectMany(entry => calls[entry.method]).Distinct().Order(StringComparer.Ordinal)],
                   same.Select(entry => entry.method.GetCustomAttribute<NotServedAttribute>()?.Reason).FirstOrDefault(reason => reason is not null)),
        ];
    }

    // Follows calls through the code of resources and functions, down to the API.
    private static HashSet<MethodBase> ApiCallsOf(Type type)
    {
        var seen = new HashSet<MethodBase>();
        var waiting = new Queue<MethodBase>(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly));
        while (waiting.TryDequeue(out var method))
        {
            foreach (var called in Calls(method).Where(called => IsFollowed(called) && seen.Add(called)))
            {
                waiting.Enqueue(called);
            }
        }

        return [.. seen.Where(method => method.IsDefined(typeof(RouteAttribute)))];
    }

    private static bool IsFollowed(MethodBase method) =>
        method.IsDefined(typeof(RouteAttribute)) || (method.DeclaringType is { } type && type.Assembly == typeof(Catalog).Assembly && IsInAnArea(type));

    private static bool IsInAnArea(Type type) => type.Namespace?.Split('.') is [_, "Provider", not "Kernel", ..];

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
