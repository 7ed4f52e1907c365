using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using ZeroTrust.Cloudflare;
using ZeroTrust.Provider;

namespace ZeroTrust.Schema;

/// <summary>An endpoint of the API, who calls it, and why nobody does.</summary>
/// <param name="Callers">Tokens of resources and functions, in order.</param>
internal sealed record Endpoint(string Method, string Path, string Permission, IReadOnlyList<string> Callers, string? NotServed);

/// <summary>Finds which resource or function calls which endpoint: by what its code calls and what that sends, so that no list of it can be wrong.</summary>
internal static class EndpointUses
{
    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IReadOnlyList<Endpoint> Of(Catalog catalog)
    {
        var routes = MeasuredRoutes.Methods.ToDictionary(method => (MethodBase)method, MeasuredRoutes.Of);
        var callers = catalog.Resources.Select(type => (type.Token, Type: type.ImplementedBy))
            .Concat(catalog.Functions.Select(type => (type.Token, Type: type.ImplementedBy)))
            .SelectMany(entry => ApiCallsOf(entry.Type).SelectMany(method => routes[method]).Select(route => (Route: route, entry.Token)))
            .ToLookup(entry => entry.Route, entry => entry.Token);
        return
        [
            .. from route in MeasuredRoutes.All
               select new Endpoint(
                   route.Method.Method, route.Path, route.Permission, [.. callers[route].Distinct().Order(StringComparer.Ordinal)], route.NotServed),
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
        method.DeclaringType is { } type && type.Assembly == typeof(Catalog).Assembly && type.Namespace?.Split('.') is [_, "Provider", not "Kernel", ..];

    private static IEnumerable<MethodBase> Calls(MethodBase method)
    {
        // The body of an asynchronous method is elsewhere.
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine)
        {
            yield return machine.StateMachineType.GetMethod("MoveNext", BindingFlags.NonPublic | BindingFlags.Instance)!;
        }

        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (var at = 0; at < code.Length;)
        {
            var value = code[at] == 0xFE ? unchecked((short)(0xFE00 | code[at + 1])) : code[at];
            var instruction = Codes[value];
            at += instruction.Size;
            if (instruction.OperandType == OperandType.InlineMethod)
            {
                yield return method.Module.ResolveMethod(
                    BitConverter.ToInt32(code, at), method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : [])!;
            }

            at += instruction.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
