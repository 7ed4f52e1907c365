using System.Text.Json.Nodes;

namespace ZeroTrust.Simulator.State;

/// <summary>The account's data, behind a lock. Tests read it, or change it behind the client's back.</summary>
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

        // Fails at startup, not at the first change, if the path cannot be written.
        _file?.Save(_data.Document);
    }

    /// <summary>Reads the data while no request is served. Copy nodes that outlive the call.</summary>
    public T Read<T>(Func<AccountData, T> read)
    {
        ArgumentNullException.ThrowIfNull(read);
        lock (_lock)
        {
            return read(_data);
        }
    }

    /// <summary>Changes the data while no request is served, and saves it.</summary>
    public void Change(Action<AccountData> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        Change(data =>
        {
            change(data);
            return true;
        });
    }

    /// <summary>Changes the data, saves it, and returns the result of <paramref name="change"/>.</summary>
    public T Change<T>(Func<AccountData, T> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_lock)
        {
            _data.Changes++;
            var result = change(_data);
            _file?.Save(_data.Document);
            return result;
        }
    }

    /// <summary>The whole document, as in the data file.</summary>
    public JsonObject Export() => Read(data => (JsonObject)data.Document.DeepClone());

    /// <summary>A copy of the current account.</summary>
    internal AccountData Copy() => Read(data => data.Copy());

    /// <summary>Replaces everything with a document from <see cref="Export"/>.</summary>
    /// <exception cref="InvalidDataException">The document has another version or account.</exception>
    public void Import(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var data = AccountData.Stored((JsonObject)document.DeepClone(), _options);
        Replace(data);
    }

    /// <summary>Resets the state to a new account.</summary>
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
