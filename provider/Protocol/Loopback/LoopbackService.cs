using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace ZeroTrust.Protocol.Loopback;

/// <summary>A service for a <see cref="LoopbackServer"/>: one object answers all calls.</summary>
public sealed class LoopbackService
{
    // What gRPC asks of a service's type.
    private const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.NonPublicMethods;

    private LoopbackService(Action<IServiceCollection> register, Action<IEndpointRouteBuilder> map) => (Register, Map) = (register, map);

    internal Action<IServiceCollection> Register { get; }

    internal Action<IEndpointRouteBuilder> Map { get; }

    /// <summary>Serves <paramref name="service"/>, whose base was generated from a <c>.proto</c> file. Its owner disposes of it.</summary>
    // By type: binding a definition instead costs NativeAOT half a millisecond a method, in which it builds generic code at run time.
    public static LoopbackService Of<[DynamicallyAccessedMembers(Members)] T>(T service)
        where T : class =>
        new(services => services.AddSingleton(service), routes => routes.MapGrpcService<T>());
}
