using System.Globalization;
using System.Runtime.InteropServices;
using Pulumirpc.Encoded;
using ZeroTrust.Protocol.Loopback;
using ZeroTrust.Provider;

// The engine passes its own flags, then its address. Without an address the plugin was started by hand, and an engine attaches later.
var engine = args.LastOrDefault(argument =>
    !argument.StartsWith('-') && argument.Contains(':', StringComparison.Ordinal) && !argument.Contains('/', StringComparison.Ordinal)
);

using var service = new ProviderService(TimeProvider.System, Environment.GetEnvironmentVariable);
await using var server = await LoopbackServer.StartAsync(ErrorResponses.Of, binder => ResourceProvider.BindService(binder, service));
service.UseEngine(engine);

var stopped = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

// The engine reads the port from the first line of stdout; nothing else may be written there.
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

// The engine keeps stdin open as a pipe. The end of any other stdin (a terminal, /dev/null) does not mean that the engine is gone.
static bool InputIsFromTheEngine() =>
    OperatingSystem.IsLinux()
    && File.ResolveLinkTarget("/proc/self/fd/0", returnFinalTarget: false)?.Name is { } target
    && (target.StartsWith("pipe:", StringComparison.Ordinal) || target.StartsWith("socket:", StringComparison.Ordinal));

// A killed engine sends no Cancel, but its end of the stdin pipe closes.
async Task StopWithTheEngineAsync()
{
    await using var stdin = Console.OpenStandardInput();
    var nothing = new byte[1];
    while (await stdin.ReadAsync(nothing) > 0) { }

    stopped.TrySetResult();
}
