using System.Globalization;
using System.Runtime.InteropServices;
using Pulumirpc;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Provider;

// The engine passes flags that are not ours, then its own address; without one the plugin was started by hand, to be attached to.
var engine = args.LastOrDefault(argument =>
    !argument.StartsWith('-') && argument.Contains(':', StringComparison.Ordinal) && !argument.Contains('/', StringComparison.Ordinal)
);

using var service = new ProviderService(TimeProvider.System, Environment.GetEnvironmentVariable);
await using var server = await LoopbackServer.StartAsync(ErrorAnswers.Answer, binder => ResourceProvider.BindService(binder, service));
service.UseEngine(engine);

var stopped = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// The first line of stdout is the port, and nothing else is ever written there.
using (var stdout = Console.OpenStandardOutput())
{
    stdout.Write(System.Text.Encoding.ASCII.GetBytes(server.Port.ToString(CultureInfo.InvariantCulture) + "\n"));
    stdout.Flush();
}

if (engine is not null && InputIsFromTheEngine())
{
    _ = StopWithTheEngineAsync();
}

await stopped.Task;
using var drain = new CancellationTokenSource(TimeSpan.FromSeconds(2));
await server.StopAsync(drain.Token);
return 0;

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.TrySetResult();
}

// The engine holds our standard input open as a pipe. Anything else (a terminal, /dev/null) says nothing about it.
static bool InputIsFromTheEngine() =>
    OperatingSystem.IsLinux()
    && File.ResolveLinkTarget("/proc/self/fd/0", returnFinalTarget: false)?.Name is { } target
    && (target.StartsWith("pipe:", StringComparison.Ordinal) || target.StartsWith("socket:", StringComparison.Ordinal));

// An engine that is killed tells nobody, but it closes the pipe that is our standard input.
async Task StopWithTheEngineAsync()
{
    await using var stdin = Console.OpenStandardInput();
    var nothing = new byte[1];
    while (await stdin.ReadAsync(nothing) > 0) { }

    stopped.TrySetResult();
}
