using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A map of names to plain values and outputs. It can be enumerated only asynchronously.</summary>
public sealed class InputMap<TValue>
    : Input<ImmutableDictionary<string, TValue>>,
        IEnumerable,
        IAsyncEnumerable<Input<KeyValuePair<string, TValue>>>
{
    private Output<ImmutableDictionary<string, Input<TValue>>> _entries;
    private Output<ImmutableDictionary<string, TValue>>? _resolved;

    public InputMap()
        : this(Output.Create(ImmutableDictionary<string, Input<TValue>>.Empty)) { }

    private InputMap(Output<ImmutableDictionary<string, Input<TValue>>> entries)
    {
        _entries = entries;
    }

    // Created on demand, since a map may grow one entry at a time.
    private protected override Output<ImmutableDictionary<string, TValue>> Resolved => _resolved ??= Flatten(_entries);

    private protected override IOutput Elements => _entries;

    public Input<TValue> this[string key]
    {
        set => Add(key, value);
    }

    public void Add(string key, Input<TValue> value) => Set(_entries.Apply(entries => With(entries, key, value)));

    public void Add(InputMap<TValue> values) => AddRange(values);

    public void AddRange(InputMap<TValue> values) =>
        Set(
            Output
                .Tuple(_entries, values._entries)
                .Apply(maps => maps.Item2.Aggregate(maps.Item1, (entries, added) => With(entries, added.Key, added.Value)))
        );

    public static InputMap<TValue> Merge(InputMap<TValue> first, InputMap<TValue> second) =>
        new(Output.Tuple(first._entries, second._entries).Apply(maps => maps.Item1.SetItems(maps.Item2)));

    public static implicit operator InputMap<TValue>(Dictionary<string, TValue> values) =>
        FromOutput(Output.Create(values.ToImmutableDictionary()));

    public static implicit operator InputMap<TValue>(ImmutableDictionary<string, TValue> values) => FromOutput(Output.Create(values));

    public static implicit operator InputMap<TValue>(Output<Dictionary<string, TValue>> values) =>
        FromOutput(values.Apply(ImmutableDictionary.CreateRange));

    public static implicit operator InputMap<TValue>(Output<IDictionary<string, TValue>> values) =>
        FromOutput(values.Apply(ImmutableDictionary.CreateRange));

    public static implicit operator InputMap<TValue>(Output<ImmutableDictionary<string, TValue>> values) => FromOutput(values);

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException($"The entries of {GetType().Name} are not available yet; use await foreach.");

    public async IAsyncEnumerator<Input<KeyValuePair<string, TValue>>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var entry in await Resolved.ValueOrAsync(ImmutableDictionary<string, TValue>.Empty))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return entry;
        }
    }

    private static InputMap<TValue> FromOutput(Output<ImmutableDictionary<string, TValue>> values) =>
        new(values.Apply(map => map?.ToImmutableDictionary(entry => entry.Key, entry => (Input<TValue>)entry.Value)!));

    // A map is null if the provider omitted the output; it stays null.
    private static Output<ImmutableDictionary<string, TValue>> Flatten(Output<ImmutableDictionary<string, Input<TValue>>> entries) =>
        entries.Apply(map =>
            map is null
                ? Output.Create(default(ImmutableDictionary<string, TValue>)!)
                : Output
                    .All(map.Select(entry => entry.Value.Apply(value => KeyValuePair.Create(entry.Key, value))))
                    .Apply(values => ImmutableDictionary.CreateRange(values))
        );

    // Setting a key twice is an error unless the values are equal; values are compared once they are resolved.
    private static ImmutableDictionary<string, Input<TValue>> With(
        ImmutableDictionary<string, Input<TValue>> entries,
        string key,
        Input<TValue> value
    )
    {
        if (!entries.TryGetValue(key, out var existing))
        {
            return entries.Add(key, value);
        }

        var agreed = Output
            .Tuple(existing, value)
            .Apply(pair =>
                EqualityComparer<TValue>.Default.Equals(pair.Item1, pair.Item2)
                    ? pair.Item1
                    : throw new ArgumentException($"The map already has the key '{key}' with another value.")
            );
        return entries.SetItem(key, agreed);
    }

    private void Set(Output<ImmutableDictionary<string, Input<TValue>>> entries)
    {
        _entries = entries;
        _resolved = null;
    }
}

public static class InputMapExtensions
{
    public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T0> value) =>
        map.Add(key, value.Apply(Union<T0, T1>.FromT0));

    public static void Add<T0, T1>(this InputMap<Union<T0, T1>> map, string key, Input<T1> value) =>
        map.Add(key, value.Apply(Union<T0, T1>.FromT1));
}
