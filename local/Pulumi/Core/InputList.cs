using System.Collections;
using System.Collections.Immutable;

namespace Pulumi;

/// <summary>A list of plain values and outputs. It can be enumerated only asynchronously.</summary>
public sealed class InputList<T> : Input<ImmutableArray<T>>, IEnumerable, IAsyncEnumerable<Input<T>>
{
    private Output<ImmutableArray<Input<T>>> _items;
    private Output<ImmutableArray<T>>? _resolved;

    public InputList()
        : this(Output.Create(ImmutableArray<Input<T>>.Empty)) { }

    private InputList(Output<ImmutableArray<Input<T>>> items)
    {
        _items = items;
    }

    // Created on demand, since a list may grow one element at a time.
    private protected override Output<ImmutableArray<T>> Resolved => _resolved ??= Flatten(_items);

    private protected override IOutput Elements => _items;

    public void Add(params Input<T>[] inputs) => AddRange(inputs);

    public void Add(InputList<T> inputs) => AddRange(inputs);

    public void AddRange(InputList<T> inputs)
    {
        _items = Joined(inputs);
        _resolved = null;
    }

    public InputList<T> Concat(InputList<T> other) => new(Joined(other));

    public static implicit operator InputList<T>(T value) => Of([value]);

    public static implicit operator InputList<T>(Output<T> value) => Of([value]);

    public static implicit operator InputList<T>(Input<T> value) => Of([value]);

    public static implicit operator InputList<T>(T[] values) => Of([.. values.Select(value => (Input<T>)value)]);

    public static implicit operator InputList<T>(Output<T>[] values) => Of([.. values.Select(value => (Input<T>)value)]);

    public static implicit operator InputList<T>(Input<T>[] values) => Of([.. values]);

    public static implicit operator InputList<T>(List<T> values) => Of([.. values.Select(value => (Input<T>)value)]);

    public static implicit operator InputList<T>(List<Output<T>> values) => Of([.. values.Select(value => (Input<T>)value)]);

    public static implicit operator InputList<T>(List<Input<T>> values) => Of([.. values]);

    public static implicit operator InputList<T>(ImmutableArray<T> values) =>
        values.IsDefault ? null! : Of([.. values.Select(value => (Input<T>)value)]);

    public static implicit operator InputList<T>(ImmutableArray<Output<T>> values) =>
        values.IsDefault ? null! : Of([.. values.Select(value => (Input<T>)value)]);

    public static implicit operator InputList<T>(ImmutableArray<Input<T>> values) => Of(values);

    public static implicit operator InputList<T>(Output<T[]> values) => FromOutput(values.Apply(ImmutableArray.CreateRange));

    public static implicit operator InputList<T>(Output<List<T>> values) => FromOutput(values.Apply(ImmutableArray.CreateRange));

    public static implicit operator InputList<T>(Output<IEnumerable<T>> values) => FromOutput(values.Apply(ImmutableArray.CreateRange));

    public static implicit operator InputList<T>(Output<ImmutableArray<T>> values) => FromOutput(values);

    IEnumerator IEnumerable.GetEnumerator() =>
        throw new NotSupportedException($"The elements of {GetType().Name} are not available yet; use await foreach.");

    public async IAsyncEnumerator<Input<T>> GetAsyncEnumerator(CancellationToken cancellationToken)
    {
        foreach (var value in await Resolved.ValueOrAsync([]))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return value;
        }
    }

    private static InputList<T> Of(ImmutableArray<Input<T>> items) => new(Output.Create(items));

    private static InputList<T> FromOutput(Output<ImmutableArray<T>> values) =>
        new(values.Apply(items => items.IsDefault ? default : items.Select(item => (Input<T>)item).ToImmutableArray()));

    // A list is null if the provider omitted the output; it stays null.
    private static Output<ImmutableArray<T>> Flatten(Output<ImmutableArray<Input<T>>> items) =>
        items.Apply(list => list.IsDefault ? Output.Create(default(ImmutableArray<T>)) : Output.All<T>(list.AsEnumerable()));

    private Output<ImmutableArray<Input<T>>> Joined(InputList<T> other) =>
        Output
            .Tuple(_items, other._items)
            .Apply(lists => (lists.Item1.IsDefault ? [] : lists.Item1).AddRange(lists.Item2.IsDefault ? [] : lists.Item2));
}

public static class InputListExtensions
{
    public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T0> value) => list.Add(value.Apply(Union<T0, T1>.FromT0));

    public static void Add<T0, T1>(this InputList<Union<T0, T1>> list, Input<T1> value) => list.Add(value.Apply(Union<T0, T1>.FromT1));
}
