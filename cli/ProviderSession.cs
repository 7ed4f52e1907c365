using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Shared;

namespace ZeroTrust.Cli;

/// <summary>
/// The provider in this process: its resources and functions against one account, configured from the environment as the plugin is.
/// </summary>
internal sealed class ProviderSession : IDisposable
{
    private const string NoAccount = "00000000000000000000000000000000";

    private readonly CloudflareClient _client;

    private ProviderSession(CloudflareClient client, string account)
    {
        _client = client;
        Account = account;
        Catalog = new(client);
    }

    /// <summary>ID of the account.</summary>
    public string Account { get; }

    public Catalog Catalog { get; }

    public CloudflareClient Cloudflare => _client;

    /// <summary>
    /// Opens the account that <c>CLOUDFLARE_ACCOUNT_ID</c> names, with the credentials of the environment. Makes no request.
    /// </summary>
    /// <param name="provider">The configuration of a stack's provider, which takes precedence over the environment.</param>
    /// <exception cref="CommandException">Something is missing or cannot be used; the message names the variable.</exception>
    public static ProviderSession Open(Func<string, string?> environment, TimeProvider time, PropertyMap? provider = null)
    {
        var resolved = ProviderConfiguration.Resolve(provider ?? PropertyMap.Empty, environment);
        var config = ProviderConfiguration.Read(resolved);
        // Of an encrypted value, a state shows only that it exists.
        var known = new PropertyMap(resolved.Where(entry => entry.Value.Unsecret() is not PropertyUnknown));
        var missing = ProviderConfiguration.Missing(known).Select(entry => ProviderConfiguration.VariableOf(entry.Key)).ToArray();
        if (missing.Length > 0)
        {
            throw new CommandException($"Set {string.Join(" and ", missing)}: the account ID, and an API token with read permission.");
        }

        var wrong = ProviderConfiguration
            .Check(resolved)
            .Where(problem => problem.IsError)
            .Select(problem => $"{ProviderConfiguration.VariableOf(problem.Path) ?? problem.Path}: {problem.Message}")
            .ToArray();
        return wrong.Length > 0
            ? throw new CommandException(string.Join(Environment.NewLine, wrong))
            : new(new(config.ToOptions(Package.Version), time), config.AccountId!.ToLowerInvariant());
    }

    /// <summary>The resources without an account, for states and previews from files.</summary>
    public static ProviderSession Offline(TimeProvider time) =>
        new(
            new(
                new CloudflareOptions
                {
                    AccountId = NoAccount,
                    ApiToken = "none",
                    Version = Package.Version,
                },
                time
            ),
            NoAccount
        );

    /// <summary>The operation in which a command calls a resource.</summary>
    public Operation Operation(string name, CancellationToken ct) => new("", name, Account, (_, _) => { }, ct);

    public void Dispose() => _client.Dispose();
}
