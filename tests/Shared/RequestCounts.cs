using ZeroTrust.Simulator;

namespace ZeroTrust.Tests;

/// <summary>Requests counted by method and the last part of their path, such as <c>1 GET policies, 50 DELETE profile</c>.</summary>
internal static class RequestCounts
{
    public static string Of(IEnumerable<LoggedRequest> requests) =>
        string.Join(
            ", ",
            requests
                .Select(request => $"{request.Method} {Last(request.Path)}")
                .CountBy(request => request)
                .Select(count => $"{count.Value} {count.Key}")
                .Order(StringComparer.Ordinal)
        );

    private static string Last(string path) =>
        path.Split('?')[0].Split('/')[^1] is var last && Guid.TryParse(last, out _) ? "profile" : last;
}
