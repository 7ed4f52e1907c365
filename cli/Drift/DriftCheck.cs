using ZeroTrust.Cli.States;
using ZeroTrust.Cloudflare;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Shared;

namespace ZeroTrust.Cli.Drift;

/// <summary>Compares states with the account.</summary>
internal sealed class DriftCheck(Func<string, string?> environment, TimeProvider time)
{
    // The client combines concurrent reads, and stays within Cloudflare's limit by itself.
    private const int Parallel = 64;

    public Action<Progress> Progress { get; init; } = _ => { };

    public bool FindUnmanaged { get; init; }

    /// <exception cref="CommandException">There are no credentials.</exception>
    /// <exception cref="CommandException">Cloudflare does not accept the credentials.</exception>
    public async Task<DriftReport> RunAsync(IReadOnlyList<RecordedState> states, AcceptanceFile acceptances, CancellationToken ct)
    {
        var accounts = new Dictionary<PropertyMap, LiveAccount>();
        try
        {
            var work = new List<(RecordedState State, RecordedResource Resource, LiveAccount Account)>();
            foreach (var state in states)
            {
                foreach (var resource in state.Resources)
                {
                    work.Add((state, resource, await AccountOfAsync(state, resource, accounts)));
                }
            }

            var reports = new ResourceReport[work.Count];
            var done = 0;
            await System.Threading.Tasks.Parallel.ForAsync(
                0,
                work.Count,
                new ParallelOptions { MaxDegreeOfParallelism = Parallel, CancellationToken = ct },
                async (index, stop) =>
                {
                    var (state, resource, account) = work[index];
                    reports[index] = await CompareAsync(state, resource, account, stop);
                    Progress(new("Reading the account", (double)Interlocked.Increment(ref done) / work.Count));
                }
            );
            string[] stacks = [.. states.Select(state => state.Stack).Distinct(StringComparer.Ordinal)];
            var report = new DriftReport(time.GetUtcNow(), Package.Version, stacks)
            {
                Resources = reports,
                Unmanaged = FindUnmanaged ? await UnmanagedAsync(states, accounts, ct) : null,
            };
            return acceptances.Apply(report);
        }
        catch (CloudflareException refused) when (refused.Kind == CloudflareErrorKind.Unauthorized)
        {
            throw new CommandException(refused.Message, refused);
        }
        finally
        {
            foreach (var account in accounts.Values)
            {
                account.Dispose();
            }
        }
    }

    private async Task<LiveAccount> AccountOfAsync(
        RecordedState state,
        RecordedResource? resource,
        Dictionary<PropertyMap, LiveAccount> accounts
    )
    {
        var provider = resource is null ? PropertyMap.Empty : state.ProviderOf(resource);
        if (provider.ContainsUnknown)
        {
            // With credentials in the environment, the stack's secrets need not be decrypted.
            provider =
                environment("CLOUDFLARE_API_TOKEN") is { Length: > 0 } || environment("CLOUDFLARE_API_KEY") is { Length: > 0 }
                    ? provider.Without("apiToken").Without("apiKey").Without("email")
                    : (await state.OpenedAsync()).ProviderOf(resource!);
        }

        if (!accounts.TryGetValue(provider, out var account))
        {
            accounts[provider] = account = new(ProviderSession.Open(environment, time, provider));
        }

        return account;
    }

    private static async Task<ResourceReport> CompareAsync(
        RecordedState state,
        RecordedResource resource,
        LiveAccount account,
        CancellationToken ct
    )
    {
        var urn = resource.Urn;
        var report = new ResourceReport(urn.Stack, resource.Type, urn.Name, resource.Id, urn.Value, ResourceStatus.InSync)
        {
            Source = resource.Source,
        };
        try
        {
            var type = account.TypeOf(resource);
            if (await account.ReadAsync(resource, resource.Outputs, ct) is not { } live)
            {
                return report with { Status = ResourceStatus.Missing };
            }

            if (new DriftFinder(type, resource).NeedsSecrets(live))
            {
                resource = (await state.OpenedAsync()).Resources.Single(opened => opened.Urn == urn);
                live = await account.ReadAsync(resource, resource.Outputs, ct) ?? live;
            }

            var (differences, lists) = await new DriftFinder(type, resource).FindAsync(
                live,
                () => account.ReadAsync(resource, resource.Outputs.Without("defaults"), ct)
            );
            return differences.Count == 0
                ? report
                : report with
                {
                    Status = ResourceStatus.Drifted,
                    Differences = differences,
                    Lists = lists,
                };
        }
        catch (Exception failure) when (IsOfOneResource(failure))
        {
            return report with { Status = ResourceStatus.Unreadable, Problem = failure.Message };
        }
    }

    private static bool IsOfOneResource(Exception failure) =>
        failure switch
        {
            CloudflareException refused => refused.Kind != CloudflareErrorKind.Unauthorized,
            CommandException or FormatException or RefusedException => true,
            _ => false,
        };

    private async Task<IReadOnlyList<UnmanagedObject>> UnmanagedAsync(
        IReadOnlyList<RecordedState> states,
        Dictionary<PropertyMap, LiveAccount> accounts,
        CancellationToken ct
    )
    {
        if (accounts.Count == 0)
        {
            await AccountOfAsync(states[0], null, accounts);
        }

        var owned = states.SelectMany(state => state.Resources).Select(resource => (resource.Urn.Type, resource.Id)).ToHashSet();
        var found = new List<UnmanagedObject>();
        foreach (var account in accounts.Values.DistinctBy(account => account.Id))
        {
            foreach (var type in account.ListableObjects)
            {
                await foreach (var item in type.List(account.Id, ct)!)
                {
                    if (!owned.Contains((type.Token, item.Id.ToString())))
                    {
                        found.Add(new(type.Token.Split(':')[^1], item.Name, item.Id.ToString()));
                    }
                }
            }
        }

        return
        [
            .. found
                .OrderBy(item => item.Type, StringComparer.Ordinal)
                .ThenBy(item => item.Name, StringComparer.Ordinal)
                .ThenBy(item => item.Id, StringComparer.Ordinal),
        ];
    }
}
