using ZeroTrust.Engine;
using ZeroTrust.Engine.Config;
using ZeroTrust.Simulator;

namespace ZeroTrust.Cli;

/// <summary>How programs and plugins reach a simulated account: the settings that the provider reads.</summary>
internal static class SimulatedAccount
{
    private const string BaseUrlKey = "zerotrust:baseUrl";

    /// <summary>Where a project keeps its simulated account, and the state of stacks that are deployed to it.</summary>
    public static string Folder(string directory) => Path.Combine(Project.Find(directory).Directory, ".local", "simulated");

    /// <summary>Where a project keeps the state of stacks that are deployed to its simulated account.</summary>
    public static string StateFolder(string directory) => Path.Combine(Folder(directory), "state");

    /// <summary>Starts the project's account; credentials in the stack's configuration are the account's.</summary>
    public static Task<CloudflareSimulator> StartAsync(string folder, IReadOnlyDictionary<string, ConfigValue> config, CancellationToken ct)
    {
        var defaults = new SimulatorOptions();
        string Configured(string key, string otherwise) => config.GetValueOrDefault($"zerotrust:{key}")?.Value ?? otherwise;
        Directory.CreateDirectory(folder);
        return CloudflareSimulator.StartAsync(
            new()
            {
                AccountId = Configured("accountId", defaults.AccountId),
                Token = Configured("apiToken", defaults.Token),
                ApiKey = Configured("apiKey", defaults.ApiKey),
                Email = Configured("email", defaults.Email),
                DataFile = Path.Combine(folder, "account.json"),
                RequestLogFile = Path.Combine(folder, "requests.jsonl"),
                RequestHistory = 1000,
                KeepBodies = false,
            },
            ct
        );
    }

    /// <summary>Environment variables that lead to the account, and to no other.</summary>
    public static IReadOnlyDictionary<string, string> Environment(CloudflareSimulator account) =>
        new Dictionary<string, string>
        {
            ["CLOUDFLARE_ACCOUNT_ID"] = account.AccountId,
            ["CLOUDFLARE_API_TOKEN"] = account.Token,
            ["CLOUDFLARE_BASE_URL"] = account.BaseUrl,
            ["CLOUDFLARE_API_KEY"] = "",
            ["CLOUDFLARE_EMAIL"] = "",
        };

    /// <summary>The options of an engine that deploys a stack to the account, and to no other.</summary>
    public static EngineOptions OptionsOf(ProjectStack stack, CloudflareSimulator account)
    {
        var options = stack.ToOptions(Environment(account));
        return options.Config.ContainsKey(BaseUrlKey)
            ? options with
            {
                Config = new Dictionary<string, ConfigValue>(options.Config) { [BaseUrlKey] = new(account.BaseUrl) },
            }
            : options;
    }
}
