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
    private readonly Action<string> _changed;
    private readonly SharedReads<ListKey, IReadOnlyList<T>> _shared;
    private readonly ListEditor<T> _editor;

    /// <param name="api">Sends the calls.</param>
    /// <param name="lists">The lists. Writing one may change the others.</param>
    /// <param name="keyOf">What identifies an entry, the same for every spelling of it.</param>
    /// <param name="changed">Called before and after every write, with the account.</param>
    /// <param name="time">The clock.</param>
    public ProfileLists(JsonApi api, IReadOnlyList<ProfileListRoutes> lists, Func<T, string> keyOf, Action<string> changed, TimeProvider time)
    {
        (_api, _lists, _keyOf, _changed) = (api, lists, keyOf, changed);
        _shared = new(ReadAsync, JsonApi.SharedFor, time);
        _editor = new(ReadAsync, WriteAsync, Same, time);
    }

    /// <summary><see langword="null"/> when the profile is gone.</summary>
    public async Task<IReadOnlyList<T>?> FindAsync(ListKey key, CancellationToken ct)
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

    public Task<IReadOnlyList<T>> PutAsync(ListKey key, IReadOnlyList<T> entries, CancellationToken ct) =>
        _editor.ExclusivelyAsync(key, () => PutNowAsync(key, entries, ct), ct);

    public Task<IReadOnlyList<T>> EditAsync(ListKey key, ListEdit<T> edit, CancellationToken ct) => _editor.EditAsync(key, edit, ct);

    /// <summary>Puts the default entries back.</summary>
    /// <param name="key">The list.</param>
    /// <param name="fallback">Written when the API does not know how to.</param>
    /// <param name="ct">Cancels.</param>
    public Task<IReadOnlyList<T>> RestoreAsync(ListKey key, IReadOnlyList<T>? fallback, CancellationToken ct) =>
        _editor.ExclusivelyAsync(key, () => RestoreNowAsync(key, fallback, ct), ct);

    /// <summary>What is known of the profile's lists is out of date.</summary>
    public void Forget(string accountId, string profileId)
    {
        foreach (var list in _lists)
        {
            _shared.Forget(new(accountId, profileId, list));
        }
    }

    private static bool IsDefault(ListKey key) => key.ProfileId == IDevicePolicyApi.DefaultProfileId;

    private static ListRoutes Routes(ListKey key) => IsDefault(key) ? key.List.OfDefaultProfile : key.List.OfCustomProfile;

    private static ApiCall Call(ApiRoute route, ListKey key) => IsDefault(key)
        ? ApiCall.To(route, [key.AccountId], $"{key.List} of the default profile")
        : ApiCall.To(route, [key.AccountId, key.ProfileId], $"{key.List} of profile '{key.ProfileId}'");

    private Task<IReadOnlyList<T>> ReadAsync(ListKey key, CancellationToken ct) => _api.ListAsync<T>(Call(Routes(key).Get, key), null, ct);

    private Task<IReadOnlyList<T>> WriteAsync(ListKey key, IReadOnlyList<T> entries, CancellationToken ct) =>
        ChangeAsync(key, async () =>
        {
            var call = Call(Routes(key).Put, key).With(entries);
            var stored = await _api.SendForOptionalAsync<IReadOnlyList<T>>(call, ct) ?? [];

            // `null` is how the API writes an empty list, but it might also just not have answered with the list.
            stored = stored.Count == 0 && entries.Count > 0 ? await ReadAsync(key, ct) : stored;
            Verify(call, entries, stored);
            return stored;
        });

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

    private Task<IReadOnlyList<T>> RestoreNowAsync(ListKey key, IReadOnlyList<T>? fallback, CancellationToken ct) =>
        ChangeAsync(key, async () =>
        {
            try
            {
                var restore = Routes(key).Restore ?? throw new ArgumentException($"'{key.List}' has no default.", nameof(key));
                var call = Call(restore, key).With<IReadOnlyList<string>>([]) with { Query = "reset_defaults=true" };
                await _api.SendAsync(call, ct);
            }
            catch (CloudflareException unknown) when (IsUnknownEndpoint(unknown) && fallback is not null)
            {
                return await WriteAsync(key, fallback, ct);
            }

            // What the endpoint answers is not documented.
            return await ReadAsync(key, ct);
        });

    private async Task<IReadOnlyList<T>> ChangeAsync(ListKey key, Func<Task<IReadOnlyList<T>>> change)
    {
        Forget(key.AccountId, key.ProfileId);
        _changed(key.AccountId);
        try
        {
            return await change();
        }
        finally
        {
            Forget(key.AccountId, key.ProfileId);
            _changed(key.AccountId);
        }
    }

    private void Verify(ApiCall call, IReadOnlyList<T> sent, IReadOnlyList<T> stored)
    {
        // Counted, not compared: Cloudflare may spell an entry in a way of its own.
        var wanted = sent.Select(_keyOf).Distinct(StringComparer.Ordinal).ToList();
        if (stored.Count < wanted.Count)
        {
            throw Failures.NotStored(call, [.. wanted.Except(stored.Select(_keyOf), StringComparer.Ordinal)], wanted.Count);
        }
    }

    private static bool Same(IReadOnlyList<T> one, IReadOnlyList<T> other) =>
        one.Count == other.Count && Bytes(one).AsSpan().SequenceEqual(Bytes(other));

    private static byte[] Bytes(IReadOnlyList<T> list) => JsonSerializer.SerializeToUtf8Bytes(list, CloudflareJson.TypeInfo<IReadOnlyList<T>>());

    // The endpoint is in the API's description since September 2026, and may not be everywhere.
    private static bool IsUnknownEndpoint(CloudflareException failure) =>
        failure.HasCode(Failures.NoSuchRoute)
        || failure.Status == (int)HttpStatusCode.MethodNotAllowed
        || (failure.Status == (int)HttpStatusCode.NotFound && !failure.HasCode(NoSuchProfile));
}
