using Grpc.Core;
using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>A resource of a program. Its inputs may refer to earlier resources.</summary>
internal sealed record Declaration(string Type, string Name, Func<TestStack, PropertyMap> Inputs)
{
    public Declaration(string type, string name, PropertyMap inputs)
        : this(type, name, _ => inputs) { }

    public string Key => $"{Type}/{Name}";

    /// <summary>The provider process that manages it: an index of the stack's processes.</summary>
    public int Provider { get; init; }
}

/// <summary>
/// A stack that is updated as by the real engine: creations and updates first, in the order of the program, then deletions, including those
/// left pending by an earlier update. Forced replacements call no Diff. An update that fails keeps what it has done.
/// </summary>
/// <param name="hosts">The default provider and explicit ones, each in a process of its own.</param>
internal sealed class TestStack(params IReadOnlyList<ProviderHost> hosts)
{
    private readonly Dictionary<string, Entry> _resources = [];
    private readonly List<Entry> _pendingDeletions = [];

    public Stored this[string key] => _resources[key].Stored;

    /// <summary>Whether the state has a resource.</summary>
    public bool Has(string key) => _resources.ContainsKey(key);

    /// <summary>Runs one update in a separate run.</summary>
    /// <param name="program">The resources that it declares.</param>
    /// <param name="replace">Keys of the resources to replace by force.</param>
    /// <param name="interrupted">Whether the run ends before its deletions.</param>
    public async Task UpdateAsync(IReadOnlyList<Declaration> program, IReadOnlyCollection<string>? replace = null, bool interrupted = false)
    {
        await StartRunAsync();
        await ContinueAsync(program, replace, interrupted);
    }

    /// <summary>As <see cref="UpdateAsync"/>, in a run that has begun, for example with a refresh.</summary>
    public async Task ContinueAsync(
        IReadOnlyList<Declaration> program,
        IReadOnlyCollection<string>? replace = null,
        bool interrupted = false
    )
    {
        var leaving = _resources
            .Where(entry => program.All(declared => declared.Key != entry.Key))
            .Reverse()
            .Select(entry => entry.Key)
            .ToList();
        foreach (var declared in program)
        {
            await StepAsync(declared, replace?.Contains(declared.Key) is true);
        }

        foreach (var key in leaving)
        {
            _resources.Remove(key, out var entry);
            _pendingDeletions.Add(entry!);
        }

        while (!interrupted && _pendingDeletions.Count > 0)
        {
            await _pendingDeletions[0].Host.DeleteAsync(_pendingDeletions[0].Stored);
            _pendingDeletions.RemoveAt(0);
        }
    }

    /// <summary>Records the account as it is, in a separate run.</summary>
    public async Task RefreshAsync()
    {
        await StartRunAsync();
        foreach (var (key, entry) in _resources.ToList())
        {
            if (await entry.Host.ReadAsync(entry.Stored) is { } fresh)
            {
                _resources[key] = entry with { Stored = fresh };
            }
            else
            {
                _resources.Remove(key);
            }
        }
    }

    /// <summary>Asserts that the account matches the recorded state.</summary>
    public async Task AssertNoDriftAsync()
    {
        await StartRunAsync();
        foreach (var (key, entry) in _resources)
        {
            Assert.That(await entry.Host.DriftAsync(entry.Stored), Is.Empty, key);
        }
    }

    private async Task StartRunAsync()
    {
        foreach (var host in hosts)
        {
            await host.ConfigureAsync();
        }
    }

    private async Task StepAsync(Declaration declared, bool replace)
    {
        var host = hosts[declared.Provider];
        var inputs = declared.Inputs(this);
        if (!_resources.TryGetValue(declared.Key, out var old) || replace)
        {
            await ReplaceAsync(declared, inputs, old);
            return;
        }

        var (news, failures) = await host.CheckAsync(declared.Type, inputs, old.Stored.Inputs, declared.Name);
        Assert.That(failures, Is.Empty);
        var diff = await host.DiffCheckedAsync(old.Stored, news);
        if (diff.Replaces.Count == 0)
        {
            var changes = old.IsIncomplete || ProviderHost.Describe(diff).Count > 0;
            await RecordAsync(
                declared,
                () => changes ? host.UpdateAsync(old.Stored, inputs) : Task.FromResult(old.Stored with { Inputs = news }),
                entry => _resources[declared.Key] = entry
            );
            return;
        }

        if (diff.DeleteBeforeReplace)
        {
            await old.Host.DeleteAsync(old.Stored);
            _resources.Remove(declared.Key);
            old = null;
        }

        await ReplaceAsync(declared, inputs, old);
    }

    private Task ReplaceAsync(Declaration declared, PropertyMap inputs, Entry? old) =>
        RecordAsync(
            declared,
            () => hosts[declared.Provider].CreateAsync(declared.Type, inputs, declared.Name),
            created =>
            {
                _resources[declared.Key] = created;
                if (old is not null)
                {
                    _pendingDeletions.Insert(0, old);
                }
            }
        );

    // What was done in part is recorded as well.
    private async Task RecordAsync(Declaration declared, Func<Task<Stored>> run, Action<Entry> record)
    {
        var host = hosts[declared.Provider];
        try
        {
            record(new(await run(), host));
        }
        catch (RpcException failure) when (failure.GetRpcStatus()?.GetDetail<Pulumirpc.ErrorResourceInitFailed>() is { } partial)
        {
            var (news, _) = await host.CheckAsync(declared.Type, declared.Inputs(this), name: declared.Name);
            var stored = new Stored(declared.Type, partial.Id, news, PropertyCodec.Read(partial.Properties), declared.Name);
            record(new(stored, host) { IsIncomplete = true });
            throw;
        }
    }

    /// <summary>A resource in the state.</summary>
    /// <param name="Host">The provider that it was last managed by.</param>
    private sealed record Entry(Stored Stored, ProviderHost Host)
    {
        /// <summary>Whether its creation failed half-way: the next update calls Update, even without a change.</summary>
        public bool IsIncomplete { get; init; }
    }
}
