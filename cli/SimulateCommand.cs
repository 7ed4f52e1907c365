using System.CommandLine;
using System.CommandLine.Parsing;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli;

/// <summary><c>zt simulate</c>: serves the Cloudflare API simulator until it is interrupted.</summary>
internal static class SimulateCommand
{
    private static readonly SimulatorOptions Defaults = new();

    public static Command Create()
    {
        var port = new Option<int>("--port")
        {
            Description = "Port on 127.0.0.1; 0 picks a free port.",
            DefaultValueFactory = _ => Defaults.Port,
        };
        port.Validators.Add(result => Require(result, result.GetValueOrDefault<int>() is >= 0 and <= 65535, "a port from 0 to 65535"));

        var account = new Option<string>("--account")
        {
            Description = "ID of the simulated account.",
            DefaultValueFactory = _ => Defaults.AccountId,
        };
        account.Validators.Add(result => Require(result, IsId(result.GetValueOrDefault<string>()), "32 hexadecimal characters"));

        var zone = new Option<string>("--zone")
        {
            Description = "ID of the account's zone.",
            DefaultValueFactory = _ => Defaults.ZoneIds[0],
        };
        zone.Validators.Add(result => Require(result, IsId(result.GetValueOrDefault<string>()), "32 hexadecimal characters"));

        var token = new Option<string>("--token")
        {
            Description = "API token to accept. Do not use a real one.",
            DefaultValueFactory = _ => Defaults.Token,
        };
        var rateLimit = new Option<int>("--rate-limit")
        {
            Description = "Requests per token in five minutes; 0: no limit.",
            DefaultValueFactory = _ => Defaults.RateLimit,
        };
        rateLimit.Validators.Add(result => Require(result, result.GetValueOrDefault<int>() >= 0, "a number >= 0"));
        var tunnelLimit = new Option<int>("--tunnel-limit")
        {
            Description = "Maximum number of WARP connectors.",
            DefaultValueFactory = _ => Defaults.WarpConnectorLimit,
        };
        tunnelLimit.Validators.Add(result => Require(result, result.GetValueOrDefault<int>() >= 0, "a number >= 0"));
        var latency = new Option<int>("--latency") { Description = "Delay of every response in milliseconds." };
        latency.Validators.Add(result => Require(result, result.GetValueOrDefault<int>() >= 0, "milliseconds >= 0"));
        var defaultProfileLists = new Option<string>("--default-profile-lists")
        {
            Description = "What PATCH of the default profile does with lists: ignored, stored, or refused with status 500.",
            DefaultValueFactory = _ => Defaults.DefaultProfileLists.ToString().ToLowerInvariant(),
        };
        defaultProfileLists.AcceptOnlyFromAmong([.. Enum.GetNames<DefaultProfileLists>().Select(name => name.ToLowerInvariant())]);
        var faults = new Option<string[]>("--fault")
        {
            Description = "Fault to inject, such as 'status,status=503,method=PUT,path=**/exclude,times=2'; can be repeated.",
        };
        var data = new Option<string?>("--data") { Description = "File to keep the account in between runs. Default: in memory." };
        var requestLog = new Option<string?>("--request-log")
        {
            Description = "File to log requests to, one JSON line each, without bodies.",
        };

        var child = new Argument<string[]>("command")
        {
            Description =
                "Command to run against the simulated account, after '--'. zt returns its exit code. Default: serve until Ctrl+C.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var command = new Command(
            "simulate",
            "Serves a simulated Cloudflare API on 127.0.0.1. Prints its base URL, then export commands for a shell."
        )
        {
            port,
            account,
            zone,
            token,
            rateLimit,
            tunnelLimit,
            latency,
            defaultProfileLists,
            faults,
            data,
            requestLog,
            child,
        };
        command.SetAction(
            (arguments, ct) =>
                RunAsync(
                    new SimulatorOptions
                    {
                        Port = arguments.GetValue(port),
                        AccountId = arguments.GetRequiredValue(account),
                        ZoneIds = [arguments.GetRequiredValue(zone)],
                        Token = arguments.GetRequiredValue(token),
                        RateLimit = arguments.GetValue(rateLimit),
                        WarpConnectorLimit = arguments.GetValue(tunnelLimit),
                        DefaultProfileLists = Enum.Parse<DefaultProfileLists>(
                            arguments.GetRequiredValue(defaultProfileLists),
                            ignoreCase: true
                        ),
                        Latency = TimeSpan.FromMilliseconds(arguments.GetValue(latency)),
                        DataFile = arguments.GetValue(data),
                        RequestLogFile = arguments.GetValue(requestLog),
                        RequestHistory = 1000,
                        KeepBodies = false,
                    },
                    arguments.GetValue(faults) ?? [],
                    arguments.GetValue(child) ?? [],
                    arguments.InvocationConfiguration.Output,
                    arguments.InvocationConfiguration.Error,
                    ct
                )
        );
        return command;
    }

    private static async Task<int> RunAsync(
        SimulatorOptions options,
        string[] faults,
        string[] child,
        TextWriter output,
        TextWriter error,
        CancellationToken ct
    )
    {
        try
        {
            await using var simulator = await CloudflareSimulator.StartAsync(options, ct);
            foreach (var fault in faults)
            {
                simulator.Faults.Add(fault);
            }

            if (child is [var fileName, .. var arguments])
            {
                return await ChildCommand.RunAsync(fileName, arguments, SimulatedAccount.Environment(simulator));
            }

            await output.WriteLineAsync(simulator.BaseUrl);
            foreach (var (name, value) in SimulatedAccount.Environment(simulator).Where(variable => variable.Value.Length > 0))
            {
                await output.WriteLineAsync($"export {name}={value}");
            }

            await output.FlushAsync(CancellationToken.None);
            await Task.Delay(Timeout.Infinite, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return 0;
        }
        catch (Exception e) when (e is ArgumentException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync($"zt simulate: {e.Message}");
            return 1;
        }
    }

    private static bool IsId(string? text) => text is { Length: 32 } && text.All(char.IsAsciiHexDigit);

    private static void Require(OptionResult result, bool valid, string expected)
    {
        if (!valid)
        {
            result.AddError($"{result.Option.Name} must be {expected}, got '{string.Join(' ', result.Tokens)}'.");
        }
    }
}
