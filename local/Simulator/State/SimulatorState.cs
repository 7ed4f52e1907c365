using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.State;

/// <summary>The account's data behind a lock: for tests that look at it, or change it behind the client's back.</summary>
public sealed class SimulatorState
{
    private readonly Lock _lock = new();
    private readonly SimulatorOptions _options;
    private readonly StateFile? _file;
    private AccountData _data;

    internal SimulatorState(SimulatorOptions options)
    {
        _options = options;
        _file = options.DataFile is { } path ? new StateFile(path) : null;
        _data = _file?.Load(options) ?? AccountData.Fresh(options);

        // A path that cannot be written is better known now than at the first change.
        _file?.Save(_data.Document);
    }

    /// <summary>Reads while no request is being served. Do not keep nodes: copy what you need.</summary>
    public T Read<T>(Func<AccountData, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (_lock)
        {
            return read(_data);
        }
    }

    /// <summary>Changes the data while no request is being served, and saves it.</summary>
    public void Change(Action<AccountData> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Change(data =>
        {
            change(data);
            return true;
        });
    }

    /// <summary>Changes the data, saves it, and returns what <paramref name="change"/> returned.</summary>
    public T Change<T>(Func<AccountData, T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_lock)
        {
            var result = change(_data);
            _file?.Save(_data.Document);
            return result;
        }
    }

    /// <summary>The whole document, as the data file holds it.</summary>
    public JsonObject Export() => Read(data => (JsonObject)data.Document.DeepClone());

    /// <summary>The account as it is now, for later reads.</summary>
    internal AccountData Copy() => Read(data => data.Copy());

    /// <summary>Replaces everything by a document that <see cref="Export"/> gave.</summary>
    /// <exception cref="InvalidDataException">The document is of another version or account.</exception>
    public void Import(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var data = AccountData.Stored((JsonObject)document.DeepClone(), _options);
        Replace(data);
    }

    /// <summary>Back to the account's first day.</summary>
    public void Reset() => Replace(AccountData.Fresh(_options));

    private void Replace(AccountData data)
    {
        lock (_lock)
        {
            _data = data;
            _file?.Save(_data.Document);
        }
    }
}
