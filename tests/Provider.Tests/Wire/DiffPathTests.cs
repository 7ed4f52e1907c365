using Pulumirpc;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire;

/// <summary>
/// To show a change, the engine looks up its path: a delete in the old values, an add in the new ones, an update in both. A path has one
/// change. So paths must lead to the right values, although these lists are unordered.
/// </summary>
internal sealed class DiffPathTests
{
    [TestCase("a b c", "a c", "Delete routes[1]", TestName = "A_removed_entry_is_a_delete_at_its_old_index")]
    [TestCase(
        "a b c",
        "a",
        "Delete routes[1]",
        "Delete routes[2]",
        TestName = "Entries_beyond_the_end_of_the_new_list_are_deletes_at_their_old_indexes"
    )]
    [TestCase("a b", "a x b", "Add routes[1]", TestName = "An_inserted_entry_is_an_add_at_its_new_index")]
    [TestCase("a b c", "a x c", "Update routes[1]", TestName = "A_replaced_entry_is_an_update_at_its_index")]
    [TestCase("a b c", "x b", "Delete routes[2]", "Update routes[0]", TestName = "An_index_with_a_delete_and_an_add_is_one_update")]
    [TestCase("a b", "b a", TestName = "Reordering_is_not_a_change")]
    [TestCase("a b", "a b:new", "Update routes[1].description", TestName = "An_entry_changed_in_place_is_an_update_inside_it")]
    [TestCase(
        "a b",
        "x a:new b",
        "Add routes[1]",
        "Update routes[0]",
        TestName = "An_entry_that_moves_and_changes_is_an_update_and_an_add"
    )]
    [TestCase(
        "a b",
        "b:new a:new",
        "Update routes[0]",
        "Update routes[1]",
        TestName = "Swapped_and_changed_entries_are_updates_at_both_indexes"
    )]
    public async Task Paths_of_an_unordered_list(string before, string after, params string[] expected)
    {
        await using var host = await ProviderHost.StartAsync();
        var stored = await host.CreateAsync("SplitTunnel", Routes(before));

        Assert.That(ProviderHost.Describe(await host.DiffAsync(stored, Routes(after))), Is.EqualTo(expected));
    }

    [Test]
    public async Task Every_change_of_a_list_is_shown_correctly([Random(0, int.MaxValue, 20)] int seed)
    {
        await using var host = await ProviderHost.StartAsync();
        var random = new Random(seed);
        var (before, after) = (Some(random), Some(random));
        var stored = await host.CreateAsync("SplitTunnel", Routes(before));
        var program = Routes(after);

        var diff = await host.DiffAsync(stored, program);
        var shown = diff.DetailedDiff.Select(entry => Shown(entry.Key, entry.Value, stored.Outputs, program)).ToArray();

        var (old, current) = (Entries(stored.Outputs), Entries(program));
        Assert.That(shown.SelectMany(change => change.Old), Is.EquivalentTo(old.Except(current)), $"removed from '{before}' by '{after}'");
        Assert.That(shown.SelectMany(change => change.New), Is.EquivalentTo(current.Except(old)), $"added to '{before}' by '{after}'");
    }

    // The entries that the engine finds for a change.
    private static (IEnumerable<PropertyValue> Old, IEnumerable<PropertyValue> New) Shown(
        string path,
        PropertyDiff change,
        PropertyMap outputs,
        PropertyMap inputs
    )
    {
        var entry = path[..(path.IndexOf(']', StringComparison.Ordinal) + 1)];
        return (
            change.Kind == PropertyDiff.Types.Kind.Add && path == entry ? [] : [outputs.At(entry)!],
            change.Kind == PropertyDiff.Types.Kind.Delete && path == entry ? [] : [inputs.At(entry)!]
        );
    }

    private static PropertyArray Entries(PropertyMap properties) => (PropertyArray)properties["routes"];

    private static string Some(Random random)
    {
        string[] entries = ["a", "b", "c", "d", "e"];
        random.Shuffle(entries);
        return string.Join(' ', entries.Take(random.Next(1, entries.Length)).Select(name => random.Next(3) == 0 ? $"{name}:new" : name));
    }

    private static PropertyMap Routes(string names) =>
        Sample.Routes([
            .. names
                .Split(' ')
                .Select(name => name.Split(':'))
                .Select(parts => Sample.Host($"{parts[0]}.example.com", parts.Length > 1 ? parts[1] : "old")),
        ]);
}
