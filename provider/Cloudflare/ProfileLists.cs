using System.Net;
using System.Text.Json;

namespace ZeroTrust.Cloudflare;

/// <summary>Reads and writes profiles' lists of one kind: the two Split Tunnel lists, or the fallback domains.</summary>
internal sealed class ProfileLists<T>
    where T : class
{
    /// <summary>Cloudflare's error code for a profile that does not exist.</summary>
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
    /// <param name="lists">The lists of the kind. Writing one may change the others.</param>
    /// <param name="keyOf">Key of an entry, equal for all of its notations.</param>
    /// <param name="carried">Lists that are embedded in profiles.</param>
    /// <param name="pick">The list embedded in a profile; <see langword="null"/> when the profile does not have it.</param>
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

        // Other writers may have a higher latency to Cloudflare than this process; on loopback nobody has.
        var settling = TimeSpan.FromMilliseconds(api.Options.IsLoopback ? 40 : 400);
        _editor = new(ReadForEditAsync, WriteAsync, keyOf, Same, Contested, settling, time);
    }

    /// <summary>The list; <see langword="null"/> when the profile does not exist.</summary>
    public Task<IReadOnlyList<T>?> FindAsync(ListKey key, CancellationToken ct) =>
        _carried.FindAsync(key, _kind, profile => _pick(profile, key.List), token => FindOwnAsync(key, token), IsSame, ct);

    /// <summary>Replaces a list. A list that is known to be up to date is not written.</summary>
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

    /// <summary>Restores the default entries.</summary>
    /// <param name="key">The list.</param>
    /// <param name="fallback">List to write if the API does not have the endpoint.</param>
    /// <param name="ct">Cancels.</param>
    public Task RestoreAsync(ListKey key, IReadOnlyList<T>? fallback, CancellationToken ct) =>
        _editor.ExclusivelyAsync(key, () => RestoreNowAsync(key, fallback, ct), ct);

    /// <summary>Invalidates cached lists of all profiles.</summary>
    public void Forget() => _shared.Clear();

    /// <summary>Invalidates cached lists of the profile.</summary>
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

    private CloudflareException Contested(ListKey key, IReadOnlyList<string> entries, int writes) =>
        Failures.Contested(Call(Routes(key).Put, key), entries, writes, _api.Redactor);

    // An edit must be based on the whole list. `null` should mean an empty list, but it is confirmed by a second read.
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

                // `null` may mean an empty list or a response without the list, and the response may omit entries. Read the list.
                var found = await ReadAsync(key, ct);
                return Missing(entries, found) is { Count: > 0 } missing
                    ? throw Failures.NotStored(call, missing, entries.Count, _api.Redactor)
                    : found;
            }
        );

    private async Task<IReadOnlyList<T>> PutNowAsync(ListKey key, IReadOnlyList<T> entries, CancellationToken ct)
    {
        var stored = await WriteAsync(key, entries, ct);

        // Writing an empty list does not clear the other list.
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
                    var restore = Routes(key).Restore ?? throw new ArgumentException($"The list '{key.List}' has no default.", nameof(key));
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
        // Compare counts, because Cloudflare may normalize entries.
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

    // The endpoint has been documented since September 2026 and may not be available everywhere.
    private static bool IsUnknownEndpoint(CloudflareException failure) =>
        failure.HasCode(Failures.NoSuchRoute)
        || failure.Status == (int)HttpStatusCode.MethodNotAllowed
        || (failure.Status == (int)HttpStatusCode.NotFound && !failure.HasCode(NoSuchProfile));
}
