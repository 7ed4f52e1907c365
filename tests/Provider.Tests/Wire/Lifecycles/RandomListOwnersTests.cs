using System.Text.Json.Nodes;
using Grpc.Core;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;
using ZeroTrust.Simulator.Faults;

namespace ZeroTrust.Provider.Tests.Wire.Lifecycles;

/// <summary>
/// Random programs in which lists change their owners: after each update the account is as the program says, also after a forced
/// replacement, an interruption or a failed request, and with a second provider process.
/// </summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class RandomListOwnersTests
{
    private const int Updates = 5;

    [Test]
    public void After_every_update_the_lists_are_as_declared() => RandomRuns.Hold(usually: 2, random => RunAsync(random, providers: 1));

    [Test]
    public void With_two_providers_the_lists_are_as_declared_at_the_latest_after_a_refresh() =>
        RandomRuns.Hold(usually: 1, random => RunAsync(random, providers: 2));

    private static async Task RunAsync(Random random, int providers)
    {
        await using var host = await ProviderHost.StartAsync();
        await using var second = await ProviderHost.BesideAsync(host);
        var story = new Story(random, providers, host, new(host, second));
        try
        {
            for (var update = 0; update < Updates; update++)
            {
                await story.UpdateAsync();
            }

            await story.EndAsync();
        }
        catch (Exception failure) when (failure is RpcException or AssertionException)
        {
            throw new AssertionException($"{story}\n{(failure as RpcException)?.Status.Detail ?? failure.Message}", failure);
        }
    }

    /// <summary>One account and its programs.</summary>
    private sealed class Story(Random random, int providers, ProviderHost host, TestStack stack)
    {
        private readonly List<string> _told = [];
        private readonly Dictionary<ProfileList, ListContent> _defaults = ProfileList.All.ToDictionary(
            list => list,
            list => Live(host, list with { Profile = "default" }, "default")
        );

        private Dictionary<ProfileList, ListOwner> _owners = ProfileList.All.ToDictionary(list => list, _ => ListOwner.Nobody);
        private Dictionary<ProfileList, ListContent> _contents = [];

        public override string ToString() => string.Join('\n', _told);

        public async Task UpdateAsync()
        {
            if (_contents.Count == 0)
            {
                _contents = new(_defaults);
            }

            var owners = ProfileList.All.ToDictionary(
                list => list,
                list => random.Next(4) == 0 ? _owners[list] : ListOwner.Next(list, _contents[list].Mode, _owners[list], random, providers)
            );
            var declaresDefault =
                random.Next(3) > 0 || owners.Any(entry => entry is { Key.IsOfDefaultProfile: true, Value.Kind: Ownership.Inline });
            var program = Program(owners, declaresDefault);
            _told.Add($"update{(declaresDefault ? "" : ", without the default profile")}:");
            _told.AddRange(owners.Select(entry => $"  {entry.Key}: {entry.Value}"));
            var profilesBefore = Profiles();

            await DisturbedAsync(program, owners);

            // What is deleted by one process does not know what another one has created.
            var divided = owners
                .Where(entry =>
                    _owners[entry.Key] is { Kind: not Ownership.Nobody } old
                    && entry.Value.Kind != Ownership.Nobody
                    && old.Provider != entry.Value.Provider
                )
                .Select(entry => entry.Key)
                .ToHashSet();
            if (divided.Count > 0)
            {
                await stack.RefreshAsync();
                await stack.UpdateAsync(program);
            }

            foreach (var (list, owner) in owners)
            {
                var isNew = profilesBefore.GetValueOrDefault(list.Profile) != Profiles()[list.Profile];
                var released =
                    _owners[list].Kind == Ownership.Whole
                    || (list.IsOfDefaultProfile && !declaresDefault && _owners[list].Kind == Ownership.Inline);
                var expected = isNew
                    ? After(_defaults[list], ListOwner.Nobody, owner, _defaults[list], released: false)
                    : After(_contents[list], _owners[list], owner, _defaults[list], released);
                var live = Live(host, list, Profiles()[list.Profile]);
                Assert.That(
                    divided.Contains(list) && !owner.IsOfWholeList
                        ? live.Entries.IsSupersetOf(owner.Entries)
                        : live.ToString() == expected.ToString(),
                    Is.True,
                    $"{list} is {live} instead of {expected}"
                );
                _contents[list] = live;
            }

            _owners = owners;
            await stack.AssertNoDriftAsync();
            host.Cloudflare.ClearRequests();
            await stack.UpdateAsync(program);
            Assert.That(host.Writes.Select(write => $"{write.Method} {write.Path}"), Is.Empty, "the same program again");
        }

        public async Task EndAsync()
        {
            _told.Add("end");
            await stack.UpdateAsync([]);
            foreach (var list in ProfileList.All.Where(list => list.IsOfDefaultProfile))
            {
                var expected = After(_contents[list], _owners[list], ListOwner.Nobody, _defaults[list], _owners[list].IsOfWholeList);
                Assert.That(Live(host, list, "default").ToString(), Is.EqualTo(expected.ToString()), $"{list}");
            }
        }

        // Where the update does not reach its end, the next one does the rest.
        private async Task DisturbedAsync(IReadOnlyList<Declaration> program, Dictionary<ProfileList, ListOwner> owners)
        {
            if (random.Next(4) == 0)
            {
                _told.Add("  after a refresh");
                await stack.RefreshAsync();
            }

            string[] replaced =
                random.Next(3) == 0
                    ? [.. program.Select(declared => declared.Key).Where(key => IsReplaceable(key, owners) && random.Next(3) == 0)]
                    : [];
            _told.Add($"  replaced: {string.Join(", ", replaced)}");
            switch (random.Next(6))
            {
                case 0:
                    _told.Add("  interrupted before the deletions");
                    await stack.UpdateAsync(program, replaced, interrupted: true);
                    break;
                case 1:
                    var (method, skip) = (new[] { "PUT", "PUT", "PATCH", "POST", "DELETE" }[random.Next(5)], random.Next(6));
                    _told.Add($"  {method} {skip} fails");
                    host.Cloudflare.Faults.Add(method, "**", Fault.Status(400), skip: skip);
                    try
                    {
                        await stack.UpdateAsync(program, replaced);
                    }
                    catch (RpcException failure)
                    {
                        _told.Add($"  {failure.Status.Detail}");
                    }

                    host.Cloudflare.Faults.Clear();
                    break;
                default:
                    await stack.UpdateAsync(program, replaced);
                    return;
            }

            await stack.UpdateAsync(program);
        }

        // Two profiles cannot have one precedence, and a new profile's list has no entries of mode include.
        private bool IsReplaceable(string key, Dictionary<ProfileList, ListOwner> owners) =>
            stack.Has(key)
            && key switch
            {
                "DeviceProfile/p1" => false,
                "DeviceProfile/p2" => owners[new("p2", true)] is not { Kind: Ownership.Entries, Mode: "include" },
                _ => true,
            };

        private List<Declaration> Program(Dictionary<ProfileList, ListOwner> owners, bool declaresDefault)
        {
            PropertyMap With(PropertyMap inputs, string profile) =>
                new(
                    inputs.Concat(
                        owners
                            .Where(entry => entry.Key.Profile == profile && entry.Value.Kind == Ownership.Inline)
                            .Select(entry => entry.Value.Inline(entry.Key))
                    )
                );
            List<Declaration> program =
            [
                new("DeviceProfile", "p1", With(Sample.Profile.With("name", "p1").With("precedence", 1), "p1")),
                new("DeviceProfile", "p2", With(Sample.Profile.With("name", "p2").Without("precedence"), "p2")),
            ];
            if (declaresDefault)
            {
                program.Add(new("DefaultDeviceProfile", "default", With(PropertyMap.Empty, "default")));
            }

            var lists = owners.SelectMany(entry => entry.Value.Resources(entry.Key, known => IdOf(known, entry.Key.Profile)));
            return [.. program, .. lists.OrderBy(_ => random.Next())];
        }

        private Dictionary<string, string> Profiles() =>
            new[] { "p1", "p2" }
                .Where(profile => stack.Has($"DeviceProfile/{profile}"))
                .Append("default")
                .ToDictionary(profile => profile, profile => ((PropertyString)IdOf(stack, profile)).Value);

        private static PropertyValue IdOf(TestStack known, string profile) =>
            profile == "default" ? "default" : known[$"DeviceProfile/{profile}"].Outputs["policyId"];
    }

    /// <summary>What is in a list after an update.</summary>
    /// <param name="before">What was in it.</param>
    /// <param name="old">Its owner before.</param>
    /// <param name="now">Its owner now.</param>
    /// <param name="defaults">What Cloudflare puts in it.</param>
    /// <param name="released">Whether the old owner gives the list back when it goes.</param>
    private static ListContent After(ListContent before, ListOwner old, ListOwner now, ListContent defaults, bool released)
    {
        if (now.IsOfWholeList)
        {
            return new(
                now.Entries.Count == 0 ? "exclude" : now.Mode,
                now.IncludesDefaults ? now.Entries.Union(defaults.Entries).ToHashSet() : now.Entries
            );
        }

        if (released)
        {
            return now.Kind == Ownership.Nobody ? defaults
                : before.Mode == "include" ? new("include", now.Entries)
                : new("exclude", now.Entries.Union(defaults.Entries).ToHashSet());
        }

        var left = old.Kind == Ownership.Entries ? old.Entries : new HashSet<string>();
        var entries = before.Entries.Except(left).Union(now.Entries).ToHashSet();
        return new(entries.Count == 0 ? "exclude" : before.Mode, entries);
    }

    private static ListContent Live(ProviderHost host, ProfileList list, string profileId) =>
        host.Cloudflare.State.Read(data =>
        {
            var profile = list.IsOfDefaultProfile ? data.DefaultProfile : data.Profiles.Find(profileId)!;
            HashSet<string> Entries(string field, string key) =>
                [.. (profile[field] as JsonArray ?? []).Select(entry => (string?)entry![key] ?? (string)entry["host"]!)];
            return !list.IsSplitTunnel ? new ListContent("exclude", Entries("fallback_domains", "suffix"))
                : Entries("include", "address") is { Count: > 0 } include ? new("include", include)
                : new("exclude", Entries("exclude", "address"));
        });
}
