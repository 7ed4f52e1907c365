using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Moq;
using Pulumirpc;
using ZeroTrust.Protocol.Rpc;
using ZeroTrust.Protocol.Services;
using ZeroTrust.Protocol.Tests.Rpc;

namespace ZeroTrust.Protocol.Tests.Services;

/// <summary>The hand-written services and clients against the .proto files.</summary>
[TestFixture(typeof(ResourceProviderService), typeof(ResourceProviderClient))]
[TestFixture(typeof(ResourceMonitorService), typeof(ResourceMonitorClient))]
[TestFixture(typeof(EngineService), typeof(EngineClient))]
[TestFixture(typeof(LanguageRuntimeService), typeof(LanguageRuntimeClient))]
[TestFixture(typeof(CallbacksService), typeof(CallbacksClient))]
[TestFixture(typeof(ResourceStatusService), typeof(ResourceStatusClient))]
[TestFixture(typeof(HealthService), typeof(HealthClient))]
public sealed class ServiceTests<TService, TClient>
    where TService : GrpcService
    where TClient : GrpcClient
{
    private static readonly ServiceDescriptor[] Descriptors =
    [
        .. ProviderReflection.Descriptor.Services, .. ResourceReflection.Descriptor.Services, .. EngineReflection.Descriptor.Services,
        .. LanguageReflection.Descriptor.Services, .. CallbackReflection.Descriptor.Services, .. HealthReflection.Descriptor.Services,
        .. ResourceStatusReflection.Descriptor.Services,
    ];

    [Test]
    public void A_service_has_the_methods_of_its_proto() =>
        Assert.That(Mock().Object.Methods.Select(method => method.Name), Is.EqualTo(Descriptor().Methods.Select(method => method.Name)));

    [Test]
    public async Task Every_method_of_the_client_reaches_the_one_of_that_name()
    {
        var service = Mock();
        await using var connection = await Connection.OpenAsync(service.Object);
        var client = Activator.CreateInstance(typeof(TClient), connection.Channel)!;

        foreach (var method in Descriptor().Methods)
        {
            service.Invocations.Clear();
            await CallAsync(client, typeof(TClient).GetMethod($"{method.Name}Async")!, method);

            var reached = service.Invocations.Where(call => call.Method.Name.EndsWith("Async", StringComparison.Ordinal)).ToList();
            Assert.That(string.Join(", ", reached.Select(call => call.Method.Name)), Is.EqualTo($"{method.Name}Async"));
            Assert.That(reached[0].Arguments[0]!.GetType(), Is.EqualTo(method.InputType.ClrType));
        }
    }

    private static Mock<TService> Mock() => new() { CallBase = true };

    private static ServiceDescriptor Descriptor() => Descriptors.Single(service => service.FullName == Mock().Object.Name);

    private static async Task CallAsync(object client, MethodInfo call, MethodDescriptor method)
    {
        object[] arguments = [.. call.GetParameters().Select(parameter => Activator.CreateInstance(parameter.ParameterType)!)];
        try
        {
            var answer = call.Invoke(client, arguments);
            if (answer is IAsyncEnumerable<object> stream)
            {
                await foreach (var item in stream)
                {
                }
            }
            else
            {
                await (Task)answer!;
            }
        }
        catch (RpcException unimplemented)
        {
            Assert.That((unimplemented.Code, unimplemented.Message), Is.EqualTo((
                RpcStatusCode.Unimplemented, $"/{method.Service.FullName}/{method.Name} is not implemented.")));
        }
    }
}
