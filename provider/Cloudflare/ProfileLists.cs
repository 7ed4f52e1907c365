using System.Net;
using System.Text.Json;

namespace ZeroTrust.Cloudflare;

/// <summary>Reads and writes lists of profiles that depend on each other: the split tunnel lists, or the fallback domains.</summary>
internal sealed class ProfileLists<T>
    where T : class
{
    /// <summary>Code of "there is no such profile".</summary>
    private const int NoSuchProfile = 2052;

    private readonly JsonApi _api;
    private readonly IReadOnlyList<ProfileListRoutes> _lists;
    private readonly Func<T, string> _keyOf;
    private readonly string _kind;
    private readonly CarriedLists _carried;
    private readonly Func<DevicePolicyWire, ProfileListRoutes, IReadOnlyList<T>?> _pick;
    private readonly SharedReads<ListKey, IReadOnlyList<T>> _shared;
    private readonly ListEditor<T> _editor;

    /// <param name="api">Sends the calls.</param>
    /// <param name="lists">The lists. Writing one may change the others.</param>
    /// <param name="keyOf">What identifies an entry, the same for every spelling of it.</param>
    /// <param name="carried">What other answers carry of the lists.</param>
    /// <param name="pick">A list as a profile carries it; <see langword="null"/> when it does not.</param>
    /// <param name="time">The clock.</param>
    public ProfileLists(
        JsonApi api,
        IReadOnlyList<ProfileListRoutes> lists,
        Func<T, string> keyOf,
        CarriedLists carried,
        Func<DevicePolicyWire, ProfileListRoutes, IReadOnlyList<T>?> pick,
        TimeProvider time
    )
    {
        (_api, _lists, _keyOf, _kind, _carried, _pick) = (api, lists, keyOf, lists[0].Name, carried, pick);
        _shared = new(ReadAsync, JsonApi.SharedFor, time);

        // Others may be farther from Cloudflare than this process; nobody is far from a server on this machine.
        var settling = TimeSpan.FromMilliseconds(api.Options.IsLoopback ? 40 : 400);
        _editor = new(ReadForEditAsync, WriteAsync, keyOf, Same, Contested, settling, time);
    }

    /// <summary><see langword="null"/> when the profile is gone.</summary>
    public Task<IReadOnlyList<T>?> FindAsync(ListKey key, CancellationToken ct) =>
        _carried.FindAsync(key, _kind, profile => _pick(profile, key.List), token => FindOwnAsync(key, token), IsSame, ct);

    /// <summary>Replaces a list. One that is known to be as wanted is not written.</summary>
    public Task<IReadOnlyList<T>> PutAsync(ListKey key, IReadOnlyList<T> entries, CancellationToken ct) =>
        _editor.ExclusivelyAsync(
            key,
            () =>
                entries.Count > 0 && _carried.Known(key, _kind, profile => _pick(profile, key.List)) is { } known && IsSame(entries, known)
                    ? Task.FromResult(known)
                    : PutNowAsync(key, entries, ct),
            ct
        );

    public Task<IReadOnlyList<T>> EditAsync(ListKey key, ListEdit<T> edit, CancellationToken ct) => _editor.EditAsync(key, edit, ct);

    /// <summary>Puts the default entries back.</summary>
    /// <param name="key">The list.</param>
    /// <param name="fallback">Written when the API does not know how to.</param>
    /// <param name="ct">Cancels.</param>
    public Task RestoreAsync(ListKey key, IReadOnlyList<T>? fallback, CancellationToken ct) =>
        _editor.ExclusivelyAsync(key, () => RestoreNowAsync(key, fallback, ct), ct);

    /// <summary>What is known of the profile's lists is out of date.</summary>
    public void Forget(string accountId, string profileId)
    {
        foreach (var key in _lists.Select(list => new ListKey(accountId, profileId, list)))
        {
            _shared.Forget(key);
            _carried.Written(key);
        }
    }

    private static bool IsDefault(ListKey key) => key.ProfileId == IDevicePolicyApi.DefaultProfileId;

    private static ListRoutes Routes(ListKey key) => IsDefault(key) ? key.List.OfDefaultProfile : key.List.OfCustomProfile;

    private static ApiCall Call(ApiRoute route, ListKey key) =>
        IsDefault(key)
            ? ApiCall.To(route, [key.AccountId], $"{key.List} of the default profile")
            : ApiCall.To(route, [key.AccountId, key.ProfileId], $"{key.List} of profile '{key.ProfileId}'");

    private async Task<IReadOnlyList<T>?> FindOwnAsync(ListKey key, CancellationToken ct)
    {
        try
        {
            return await _shared.GetAsync(key, ct);
        }
        catch (CloudflareException gone) when (gone.Kind == CloudflareErrorKind.NotFound)
        {
            return null;
        }
    }

    private static CloudflareException Contested(ListKey key, IReadOnlyList<string> entries, int writes) =>
        Failures.Contested(Call(Routes(key).Put, key), entries, writes);

    // What is written on top of a list has to know all of it: `null` may be an empty list, but it is read again before that is believed.
    private async Task<IReadOnlyList<T>> ReadForEditAsync(ListKey key, CancellationToken ct) =>
        await _api.ListOrNullAsync<T>(Call(Routes(key).Get, key), null, ct) ?? await ReadAsync(key, ct);

    private Task<IReadOnlyList<T>> ReadAsync(ListKey key, CancellationToken ct) => _api.ListAsync<T>(Call(Routes(key).Get, key), null, ct);

    private Task<IReadOnlyList<T>> WriteAsync(ListKey key, IReadOnlyList<T> entries, CancellationToken ct) =>
        ChangeAsync(
            key,
            async () =>
            {
                var call = Call(Routes(key).Put, key).With(entries);
                try
                {
                    var stored = await _api.SendForOptionalAsync<IReadOnlyList<T>>(call, ct) ?? [];
                    if (Missing(entries, stored).Count == 0)
                    {
                        return stored;
                    }
                }
                catch (CloudflareException failure) when (failure.IsUnclear)
                {
                    var read = await ReadAsync(key, ct);
                    if (IsStored(entries, read))
                    {
                        return read;
                    }

                    throw;
                }

                // `null` is how the API writes an empty list, but it might also just not have answered with the list, or with all of it.
                var found = await ReadAsync(key, ct);
                return Missing(entries, found) is { Count: > 0 } missing ? throw Failures.NotStored(call, missing, entries.Count) : found;
            }
        );

    private async Task<IReadOnlyList<T>> PutNowAsync(ListKey key, IReadOnlyList<T> entries, CancellationToken ct)
    {
        var stored = await WriteAsync(key, entries, ct);

        // An empty list does not displace one that has entries.
        foreach (var other in entries.Count > 0 ? [] : _lists.Where(list => list != key.List).Select(list => key with { List = list }))
        {
            if ((await ReadAsync(other, ct)).Count > 0)
            {
                await WriteAsync(other, [], ct);
            }
        }

        return stored;
    }

    private Task<bool> RestoreNowAsync(ListKey key, IReadOnlyList<T>? fallback, CancellationToken ct) =>
        ChangeAsync(
            key,
            async () =>
            {
                try
                {
                    var restore = Routes(key).Restore ?? throw new ArgumentException($"'{key.List}' has no default.", nameof(key));
                    var call = Call(restore, key).With<IReadOnlyList<string>>([]) with { Query = "reset_defaults=true" };
                    await _api.SendAsync(call, ct);
                }
                catch (CloudflareException unknown) when (IsUnknownEndpoint(unknown) && fallback is not null)
                {
                    await WriteAsync(key, fallback, ct);
                }

                return true;
            }
        );

    private async Task<TResult> ChangeAsync<TResult>(ListKey key, Func<Task<TResult>> change)
    {
        Forget(key.AccountId, key.ProfileId);
        try
        {
            return await change();
        }
        finally
        {
            Forget(key.AccountId, key.ProfileId);
        }
    }

    private List<string> Missing(IReadOnlyList<T> sent, IReadOnlyList<T> stored)
    {
        // Counted, not compared: Cloudflare may spell an entry in a way of its own.
        var wanted = sent.Select(_keyOf).Distinct(StringComparer.Ordinal).ToList();
        return stored.Count < wanted.Count ? [.. wanted.Except(stored.Select(_keyOf), StringComparer.Ordinal)] : [];
    }

    private bool IsSame(IReadOnlyList<T> one, IReadOnlyList<T> other) => IsStored(one, other) && IsStored(other, one);

    private bool IsStored(IReadOnlyList<T> sent, IReadOnlyList<T> stored)
    {
        var byKey = stored.DistinctBy(_keyOf, StringComparer.Ordinal).ToDictionary(_keyOf, StringComparer.Ordinal);
        return sent.DistinctBy(_keyOf, StringComparer.Ordinal).Count() == stored.Count
            && sent.All(entry => byKey.TryGetValue(_keyOf(entry), out var actual) && JsonPart.IsPartOf(Bytes(entry), Bytes(actual)));
    }

    private static bool Same(T one, T other) => ReferenceEquals(one, other) || Bytes(one).AsSpan().SequenceEqual(Bytes(other));

    private static byte[] Bytes(T entry) => JsonSerializer.SerializeToUtf8Bytes(entry, CloudflareJson.TypeInfo<T>());

    // The endpoint is in the API's description since September 2026, and may not be everywhere.
    private static bool IsUnknownEndpoint(CloudflareException failure) =>
        failure.HasCode(Failures.NoSuchRoute)
        || failure.Status == (int)HttpStatusCode.MethodNotAllowed
        || (failure.Status == (int)HttpStatusCode.NotFound && !failure.HasCode(NoSuchProfile));
}
