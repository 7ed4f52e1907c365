using ZeroTrust.Simulator.Http;

namespace ZeroTrust.Simulator.Areas;

/// <summary>One area of the API: its routes, and how it stores and shows its objects.</summary>
internal interface IApiArea
{
    IEnumerable<ApiRoute> Routes { get; }
}
