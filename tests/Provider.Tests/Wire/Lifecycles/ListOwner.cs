using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Tests.Samples;

namespace ZeroTrust.Provider.Tests.Wire.Lifecycles;

/// <summary>How a program manages a list.</summary>
internal enum Ownership
{
    Nobody,
    Whole,
    Entries,
    Inline,
}

/// <summary>A list of a profile, which programs call <c>default</c>, <c>p1</c> or <c>p2</c>.</summary>
internal readonly record struct ProfileList(string Profile, bool IsSplitTunnel)
{
    public static IReadOnlyList<ProfileList> All { get; } =
    [.. new[] { "default", "p1", "p2" }.SelectMany(profile => new ProfileList[] { new(profile, true), new(profile, false) })];

    public bool IsOfDefaultProfile => Profile == "default";

    /// <summary>The entries that random programs use.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            var isSplitTunnel = IsSplitTunnel;
            return Enumerable.Range(0, 6).Select(number => isSplitTunnel ? $"198.51.{100 + number}.0/24" : $"site{number}.example.com");
        }
    }

    public override string ToString() => $"{(IsSplitTunnel ? "split tunnel" : "fallback domains")} of {Profile}";
}

/// <summary>What is in a list.</summary>
internal sealed record ListContent(string Mode, IReadOnlySet<string> Entries)
{
    public override string ToString() => $"{Mode} [{string.Join(' ', Entries.Order(StringComparer.Ordinal))}]";
}

/// <summary>The owner of a list in a program.</summary>
/// <param name="Suffix">Of the names of its resources: another one is another resource, as after a rename.</param>
internal sealed record ListOwner(Ownership Kind, string Mode, IReadOnlySet<string> Entries, bool IncludesDefaults, string Suffix)
{
    public static ListOwner Nobody { get; } = new(Ownership.Nobody, "exclude", new HashSet<string>(), false, "");

    /// <summary>The provider process that manages it.</summary>
    public int Provider { get; init; }

    /// <summary>Whether it decides what is in the list, and not only what is among it.</summary>
    public bool IsOfWholeList => Kind is Ownership.Whole or Ownership.Inline;

    /// <summary>A random owner.</summary>
    /// <param name="mode">The mode in which the list is: single entries do not change it.</param>
    /// <param name="old">The owner before.</param>
    public static ListOwner Next(ProfileList list, string mode, ListOwner old, Random random, int providers)
    {
        var kind = (Ownership)random.Next(4);
        if (kind != Ownership.Entries)
        {
            mode = list.IsSplitTunnel && random.Next(3) == 0 ? "include" : "exclude";
        }

        var atLeast = kind == Ownership.Entries || mode == "include" ? 1 : 0;
        return kind == Ownership.Nobody
            ? Nobody
            : new(
                kind,
                mode,
                list.Names.OrderBy(_ => random.Next()).Take(random.Next(atLeast, 4)).ToHashSet(),
                kind == Ownership.Whole && mode == "exclude" && random.Next(3) == 0,
                random.Next(2) == 0 ? "" : " renamed"
            )
            {
                // Another process would reset a list that is as it has recorded it, and single entries do not set mode include again.
                Provider =
                    kind == Ownership.Inline ? 0
                    : kind == Ownership.Entries && mode == "include" ? old.Provider
                    : random.Next(providers),
            };
    }

    /// <summary>The inputs of the profile that has the list inline.</summary>
    public KeyValuePair<string, PropertyValue> Inline(ProfileList list) =>
        list.IsSplitTunnel
            ? new("splitTunnel", Sample.Routes([.. Entries.Select(entry => Sample.Address(entry))]).With("mode", Mode))
            : new("fallbackDomains", new PropertyArray(Entries.Select(entry => Sample.Domain(entry))));

    /// <summary>The resources that manage the list.</summary>
    /// <param name="profileId">The profile's ID.</param>
    public IEnumerable<Declaration> Resources(ProfileList list, Func<TestStack, PropertyValue> profileId) =>
        Kind switch
        {
            Ownership.Whole => [Whole(list, profileId)],
            Ownership.Entries => Entries.Select(entry => Entry(list, entry, profileId)),
            _ => [],
        };

    public override string ToString() =>
        Kind == Ownership.Nobody
            ? "nobody"
            : $"{Kind}{Suffix} {Mode} [{string.Join(' ', Entries)}]{(IncludesDefaults ? " and defaults" : "")} by {Provider}";

    private Declaration Whole(ProfileList list, Func<TestStack, PropertyValue> profileId) =>
        new(
            list.IsSplitTunnel ? "SplitTunnel" : "FallbackDomains",
            $"{list.Profile}{Suffix}",
            stack =>
                (
                    list.IsSplitTunnel
                        ? Sample.Routes([.. Entries.Select(entry => Sample.Address(entry))]).With("mode", Mode)
                        : Sample.Domains([.. Entries.Select(entry => Sample.Domain(entry))])
                )
                    .With("profileId", profileId(stack))
                    .With("includeDefaults", IncludesDefaults)
        )
        {
            Provider = Provider,
        };

    private Declaration Entry(ProfileList list, string entry, Func<TestStack, PropertyValue> profileId) =>
        new(
            list.IsSplitTunnel ? "SplitTunnelRoute" : "FallbackDomain",
            $"{list.Profile} {entry}{Suffix}",
            stack =>
                (list.IsSplitTunnel ? Sample.Address(entry).With("mode", Mode) : Sample.Domain(entry)).With("profileId", profileId(stack))
        )
        {
            Provider = Provider,
        };
}
