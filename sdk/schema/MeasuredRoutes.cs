using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using ZeroTrust.Cloudflare;

namespace ZeroTrust.Schema;

/// <summary>Measures which endpoints each method of the API client calls, against an empty account.</summary>
internal static class MeasuredRoutes
{
    /// <summary>The default profile, whose lists have separate endpoints, and a custom profile.</summary>
    private static readonly string[] Profiles = ["default", "id"];

    public static IEnumerable<MethodInfo> Methods => Areas.SelectMany(area => area.ReturnType.GetMethods());

    /// <summary>Every endpoint that the client knows.</summary>
    public static IEnumerable<ApiRoute> All =>
        from type in typeof(CloudflareClient).Assembly.GetTypes()
        where !type.ContainsGenericParameters
        from member in type.GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)
        from route in member.GetValue(null) switch
        {
            ApiRoute one => [one],
            ProfileListRoutes list => new[] { list.OfDefaultProfile, list.OfCustomProfile }.SelectMany(routes =>
                new[] { routes.Get, routes.Put, routes.Restore }
            ),
            _ => Array.Empty<ApiRoute?>(),
        }
        where route is not null
        orderby route.Path, route.Method.Method
        select route;

    public static HashSet<ApiRoute> Of(MethodInfo method)
    {
        HashSet<ApiRoute> called = [];
        foreach (var profile in Profiles)
        {
            foreach (var list in Enum.GetValues<SplitTunnelList>())
            {
                using var recorder = new Recorder(called);
                using var client = new CloudflareClient(new() { ApiToken = "none" }, TimeProvider.System, recorder);
                CallAsync(client, method, profile, list).GetAwaiter().GetResult();
            }
        }

        return called;
    }

    /// <summary>Calls a method with dummy arguments. One without a result only invalidates what was read.</summary>
    public static async Task CallAsync(CloudflareClient client, MethodInfo method, string profile, SplitTunnelList list)
    {
        var area = Areas.Single(area => area.ReturnType == method.DeclaringType).Invoke(null, [client]);
        var result = method.Invoke(area, [.. method.GetParameters().Select(parameter => Argument(parameter, profile, list))]);
        await (
            result switch
            {
                null => Task.CompletedTask,
                Task task => task,
                _ => DrainAsync((dynamic)result),
            }
        );
    }

    /// <summary>The getters of the client's areas, which are extension properties.</summary>
    private static IEnumerable<MethodInfo> Areas =>
        from type in typeof(CloudflareClient).Assembly.GetTypes()
        from getter in type.GetMethods(BindingFlags.Static | BindingFlags.Public)
        where getter.ReturnType.IsInterface && getter.GetParameters() is [{ } client] && client.ParameterType == typeof(CloudflareClient)
        select getter;

    private static async Task DrainAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var _ in items) { }
    }

    private static object? Argument(ParameterInfo parameter, string profile, SplitTunnelList list) =>
        parameter switch
        {
            _ when new NullabilityInfoContext().Create(parameter).ReadState == NullabilityState.Nullable => null,
            { ParameterType: var type } when type == typeof(CancellationToken) => CancellationToken.None,
            { ParameterType: var type } when type == typeof(JsonObject) => new JsonObject { ["name"] = "x" },
            { ParameterType: var type } when type == typeof(SplitTunnelList) => list,
            { ParameterType: var type } when type == typeof(ListEdit<SplitTunnelEntryWire>) => new ListEdit<SplitTunnelEntryWire>(stored =>
                [.. stored, new() { Host = "x" }]
            ),
            { ParameterType: var type } when type == typeof(ListEdit<FallbackDomainWire>) => new ListEdit<FallbackDomainWire>(stored =>
                [.. stored, new() { Suffix = "x" }]
            ),
            { Name: "registrationIds" or "deviceIds" } => new[] { "x" },
            { Name: "profileId" } => profile,
            { ParameterType: var type } when type == typeof(string) => "x",
            { ParameterType: { IsArray: true } type } => Array.CreateInstance(type.GetElementType()!, 0),
            { ParameterType: { IsGenericType: true } type } when type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) =>
                Array.CreateInstance(type.GetGenericArguments()[0], 0),
            { ParameterType: var type } => Activator.CreateInstance(type),
        };

    /// <summary>Returns minimal responses, stores lists that are written, and records calls.</summary>
    private sealed class Recorder(HashSet<ApiRoute> called) : HttpMessageHandler
    {
        private readonly ConcurrentDictionary<string, string> _lists = new(StringComparer.Ordinal);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Options.TryGetValue(ApiRoute.OfRequest, out var route);
            called.Add(route!);
            var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            var path = request.RequestUri!.AbsolutePath;
            return new(HttpStatusCode.OK)
            {
                Content = new StringContent(
                    $$"""{"success":true,"errors":[],"result":{{Result(route!, path, body)}}}""",
                    Encoding.UTF8,
                    "application/json"
                ),
            };
        }

        private string Result(ApiRoute route, string path, string body) =>
            (route.Method.Method, route.Path.Split('/')[^1]) switch
            {
                ("PUT", _) when body.StartsWith('[') => _lists[path] = body,
                ("GET", "exclude" or "include" or "fallback_domains") => _lists.GetValueOrDefault(path, "[]"),
                ("GET", "token") => "\"token\"",
                (
                    "GET",
                    "policies"
                        or "physical-devices"
                        or "registrations"
                        or "devices"
                        or "warp_connector"
                        or "connections"
                        or "routes"
                        or "virtual_networks"
                        or "networks"
                        or "hostname"
                ) => "[]",
                _ => Object(path.Split('/')[^1]),
            };

        private static string Object(string id) =>
            $$"""{"enabled":true,"disconnect":false,"id":"{{id}}","policy_id":"{{id}}","network_id":"{{id}}","code":"{{id}}"}""";
    }
}
