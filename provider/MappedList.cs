using System.Collections;

namespace ZeroTrust.Provider;

/// <summary>A list seen through a function, which runs at each access: it costs neither time nor memory until then.</summary>
internal sealed class MappedList<TSource, T>(IReadOnlyList<TSource> source, Func<TSource, int, T> map) : IReadOnlyList<T>
{
    public int Count => source.Count;

    public T this[int index] => map(source[index], index);

    public IEnumerator<T> GetEnumerator() => source.Select(map).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
