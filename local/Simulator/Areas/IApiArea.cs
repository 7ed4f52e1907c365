using ZeroTrust.Simulator.Http;

namespace ZeroTrust.Simulator.Areas;

/// <summary>One area of the API: its routes, storage and responses.</summary>
internal interface IApiArea
{
    IEnumerable<ApiRoute> Routes { get; }
}
