namespace ZeroTrust.Simulator.Http;

/// <summary>Finds the route of a request. Literal segments take precedence over parameters, whatever the method.</summary>
internal sealed class RouteTable
{
    private readonly Path[] _paths;

    public RouteTable(IReadOnlyList<ApiRoute> routes)
    {
        Routes = routes;
        _paths =
        [
            .. routes
                .GroupBy(r => r.Template)
                .Select(g => new Path(g.Key.Split('/'), g.ToDictionary(r => r.Method)))
                .OrderBy(p => p.Specificity, StringComparer.Ordinal),
        ];
    }

    public IReadOnlyList<ApiRoute> Routes { get; }

    /// <summary>The route and its path parameters, or null if no route matches.</summary>
    public (ApiRoute Route, IReadOnlyDictionary<string, string> Parameters)? Match(string method, string path)
    {
        var segments = path.Split('/');
        var found = Array.Find(_paths, p => p.Matches(segments));
        return found is not null && found.Methods.TryGetValue(method, out var route) ? (route, found.Parameters(segments)) : null;
    }

    private sealed record Path(string[] Segments, Dictionary<string, ApiRoute> Methods)
    {
        // Sorts literal segments before parameters.
        public string Specificity { get; } = string.Concat(Segments.Select(s => IsParameter(s) ? '1' : '0'));

        public bool Matches(string[] path) =>
            path.Length == Segments.Length && Segments.Zip(path).All(s => IsParameter(s.First) ? s.Second.Length > 0 : s.First == s.Second);

        public Dictionary<string, string> Parameters(string[] path) =>
            Segments.Zip(path).Where(s => IsParameter(s.First)).ToDictionary(s => s.First[1..^1], s => Uri.UnescapeDataString(s.Second));

        private static bool IsParameter(string segment) => segment.StartsWith('{');
    }
}
