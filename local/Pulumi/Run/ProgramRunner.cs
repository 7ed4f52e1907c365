using Grpc.Core;

namespace Pulumi.Run;

/// <summary>Runs a program until all the work it started is complete or some of it has failed.</summary>
internal sealed class ProgramRunner(DeploymentContext deployment)
{
    /// <summary>Exit code that tells the CLI that the error has been reported.</summary>
    public const int ReportedFailure = 32;

    private const int Failure = 1;

    public async Task<int> RunAsync(Func<Stack> createStack)
    {
        try
        {
            createStack();
            var failures = await deployment.Work.WhenIdleOrFailedAsync();
            if (failures.Count > 0)
            {
                return await ReportAsync(failures);
            }

            if (deployment.Log.HasErrors)
            {
                return Failure;
            }

            await deployment.Monitor.SignalAndWaitForShutdownAsync();
            return 0;
        }
        catch (Exception e)
        {
            return await ReportAsync([e]);
        }
    }

    private async Task<int> ReportAsync(IReadOnlyList<Exception> failures)
    {
        try
        {
            foreach (var failure in failures)
            {
                await ReportAsync(failure);
            }

            return ReportedFailure;
        }
        catch (LogException e)
        {
            // The engine is gone, so only stderr is left.
            await Console.Error.WriteLineAsync($"{e.Message} ({e.InnerException?.Message})");
            return Failure;
        }
    }

    private Task ReportAsync(Exception failure) =>
        failure switch
        {
            LogException => throw failure,
            RunException => deployment.Log.ErrorAsync(failure.Message),
            ResourceException e => deployment.Log.ErrorAsync(e.HideStack ? e.Message : ReadableStack.Of(e), e.Resource, e.Urn),
            RpcException e => deployment.Log.ErrorAsync($"The engine refused a call ({e.StatusCode}): {e.Status.Detail}"),
            _ => deployment.Log.ErrorAsync($"The program failed with an unhandled exception:\n{ReadableStack.Of(failure)}"),
        };
}
