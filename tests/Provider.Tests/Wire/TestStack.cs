using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>A resource of a program. Its inputs may refer to earlier resources.</summary>
internal sealed record Declaration(string Type, string Name, Func<TestStack, PropertyMap> Inputs)
{
    public Declaration(string type, string name, PropertyMap inputs)
        : this(type, name, _ => inputs) { }

    public string Key => $"{Type}/{Name}";
}

/// <summary>
/// A stack that is updated as by the real engine: creations and updates first, in the order of the program, then deletions, including those
/// left pending by an earlier update. Forced replacements call no Diff.
/// </summary>
internal sealed class TestStack(ProviderHost host)
{
    private readonly Dictionary<string, Stored> _resources = [];
    private readonly List<Stored> _pendingDeletions = [];

    public Stored this[string key] => _resources[key];

    /// <summary>Runs one update in a separate run.</summary>
    /// <param name="program">The resources that it declares.</param>
    /// <param name="replace">Keys of the resources to replace by force.</param>
    /// <param name="interrupted">Whether the run ends before its deletions.</param>
    public async Task UpdateAsync(IReadOnlyList<Declaration> program, IReadOnlyCollection<string>? replace = null, bool interrupted = false)
    {
        await host.ConfigureAsync();
        var leaving = _resources
            .Where(entry => program.All(declared => declared.Key != entry.Key))
            .Reverse()
            .Select(entry => entry.Value)
            .ToList();
        foreach (var declared in program)
        {
            var inputs = declared.Inputs(this);
            var stored = _resources.GetValueOrDefault(declared.Key);
            if (stored is null || replace?.Contains(declared.Key) is true)
            {
                await ReplaceAsync(declared, inputs, stored);
                continue;
            }

            var (news, failures) = await host.CheckAsync(declared.Type, inputs, stored.Inputs, declared.Name);
            Assert.That(failures, Is.Empty);
            var diff = await host.DiffCheckedAsync(stored, news);
            if (diff.Replaces.Count == 0)
            {
                _resources[declared.Key] =
                    ProviderHost.Describe(diff).Count > 0 ? await host.UpdateAsync(stored, inputs) : stored with { Inputs = news };
                continue;
            }

            if (diff.DeleteBeforeReplace)
            {
                await host.DeleteAsync(stored);
                stored = null;
            }

            await ReplaceAsync(declared, inputs, stored);
        }

        leaving.ForEach(stored => _resources.Remove($"{stored.Type}/{stored.Name}"));
        _pendingDeletions.AddRange(leaving);
        if (interrupted)
        {
            return;
        }

        foreach (var stored in _pendingDeletions)
        {
            await host.DeleteAsync(stored);
        }

        _pendingDeletions.Clear();
    }

    /// <summary>Asserts that the account matches the recorded state.</summary>
    public async Task AssertNoDriftAsync()
    {
        await host.ConfigureAsync();
        foreach (var (key, stored) in _resources)
        {
            Assert.That(await host.DriftAsync(stored), Is.Empty, key);
        }
    }

    private async Task ReplaceAsync(Declaration declared, PropertyMap inputs, Stored? old)
    {
        _resources[declared.Key] = await host.CreateAsync(declared.Type, inputs, declared.Name);
        if (old is not null)
        {
            _pendingDeletions.Add(old);
        }
    }
}
