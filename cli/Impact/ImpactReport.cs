using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ZeroTrust.Cli.Explain;
using ZeroTrust.Network;
using ZeroTrust.Network.Checks;
using ZeroTrust.Syntax;

namespace ZeroTrust.Cli.Impact;

/// <summary>Devices that go from one profile to another.</summary>
/// <param name="Examples">A few of them.</param>
internal sealed record Move(string From, string To, int Devices, IReadOnlyList<string> Examples);

/// <summary>What a change does to the devices of one profile.</summary>
/// <param name="Devices">Number of devices that have it afterwards; null if not counted.</param>
/// <param name="Changes">Each a sentence without its full stop.</param>
internal sealed record ProfileImpact(string Profile, int? Devices, IReadOnlyList<string> Changes);

/// <summary>What a preview's changes do to devices, packets and names.</summary>
/// <param name="Affected">Number of affected devices; null if not counted.</param>
/// <param name="Undecided">Number of devices whose profile cannot be determined.</param>
/// <param name="Problems">Problems that the change introduces.</param>
internal sealed record ImpactReport(
    int? Affected,
    int Undecided,
    IReadOnlyList<Move> Moves,
    IReadOnlyList<ProfileImpact> Profiles,
    IReadOnlyList<string> Routes,
    IReadOnlyList<string> Problems
)
{
    private const int MaxExamples = 3;

    public bool IsEmpty => Moves.Count == 0 && Profiles.Count == 0 && Routes.Count == 0 && Problems.Count == 0;

    public string Summary =>
        IsEmpty ? "Nothing changes for devices."
        : Affected is { } affected
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{affected} {(affected == 1 ? "device is" : "devices are")} affected"
                    + $"{(Undecided > 0 ? $"; {Undecided} undetermined" : "")}."
            )
        : string.Create(CultureInfo.InvariantCulture, $"{Profiles.Count} {(Profiles.Count == 1 ? "profile changes" : "profiles change")}.");

    /// <param name="registrations">The devices; null: profiles only.</param>
    public static ImpactReport Of(NetworkPlan plan, IReadOnlyList<Registration>? registrations)
    {
        var (before, after) = (plan.Before, plan.After.Model);
        var profiles = Changed(before, after);
        var devices = (registrations ?? [])
            .Select(registration => (registration.Label, Change: DeviceChange.Of(before, after, registration)))
            .ToArray();
        var moves = devices
            .Where(device => device.Change.Moves)
            .GroupBy(device => (From: device.Change.From!, To: device.Change.To!))
            .Select(group => new Move(
                Explanation.Title(group.Key.From),
                Explanation.Title(group.Key.To),
                group.Count(),
                [.. group.Select(device => device.Label).Order(StringComparer.Ordinal).Take(MaxExamples)]
            ))
            .OrderByDescending(move => move.Devices)
            .ThenBy(move => move.From, StringComparer.Ordinal)
            .ThenBy(move => move.To, StringComparer.Ordinal)
            .ToArray();
        var changed = profiles.Select(profile => profile.After).ToHashSet();
        var known = NetworkChecks.Run(before).Select(finding => (finding.Kind, finding.At.Key, finding.Path)).ToHashSet();
        return new(
            registrations is null
                ? null
                : devices.Count(device => device.Change.Moves || (device.Change.To is { } to && changed.Contains(to))),
            devices.Count(device => device.Change.To is null),
            moves,
            [
                .. profiles.Select(profile => new ProfileImpact(
                    Explanation.Title(profile.After),
                    registrations is null ? null : devices.Count(device => device.Change.To == profile.After),
                    profile.Changes
                )),
            ],
            [.. RouteChanges(before, after)],
            plan.After.Problems(except: finding => known.Contains((finding.Kind, finding.At.Key, finding.Path)))
        );
    }

    public string Text() => Lines("", "  ", text => text);

    public string Markdown() =>
        Lines("### ", "- ", text => text.Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal));

    public JsonObject Json() =>
        new()
        {
            ["affectedDevices"] = Affected,
            ["undecidedDevices"] = Undecided,
            ["moves"] = new JsonArray([
                .. Moves.Select(move => new JsonObject
                {
                    ["from"] = move.From,
                    ["to"] = move.To,
                    ["devices"] = move.Devices,
                    ["examples"] = Strings(move.Examples),
                }),
            ]),
            ["profiles"] = new JsonArray([
                .. Profiles.Select(profile => new JsonObject
                {
                    ["profile"] = profile.Profile,
                    ["devices"] = profile.Devices,
                    ["changes"] = Strings(profile.Changes),
                }),
            ]),
            ["routes"] = Strings(Routes),
            ["problems"] = Strings(Problems),
        };

    private static JsonArray Strings(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);

    private string Lines(string heading, string item, Func<string, string> escape)
    {
        var text = new StringBuilder(Summary).Append('\n');
        foreach (var (title, items) in Sections())
        {
            text.Append('\n').Append(heading).Append(escape(title)).Append('\n');
            foreach (var line in items)
            {
                text.Append(item).Append(escape(line)).Append('\n');
            }
        }

        return text.ToString();
    }

    /// <summary>What changes, by heading.</summary>
    public IEnumerable<(string Title, IReadOnlyList<string> Items)> Sections()
    {
        if (Moves.Count > 0)
        {
            yield return (
                "Devices that change profile",
                [
                    .. Moves.Select(move =>
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{move.Devices} from {move.From} to {move.To}: "
                                + $"{string.Join(", ", move.Examples)}{(move.Devices > move.Examples.Count ? ", …" : "")}"
                        )
                    ),
                ]
            );
        }

        foreach (var profile in Profiles)
        {
            yield return (
                profile.Devices is { } devices
                    ? string.Create(CultureInfo.InvariantCulture, $"{Capital(profile.Profile)}, {Count(devices)}")
                    : Capital(profile.Profile),
                profile.Changes
            );
        }

        if (Routes.Count > 0)
        {
            yield return ("Routes", Routes);
        }

        if (Problems.Count > 0)
        {
            yield return ("New problems", Problems);
        }
    }

    private static (Profile After, IReadOnlyList<string> Changes)[] Changed(NetworkModel before, NetworkModel after)
    {
        var old = before.AllProfiles.ToDictionary(profile => profile.Origin.Key, StringComparer.Ordinal);
        var gone = before.Profiles.Where(profile =>
            profile.IsDeclared && after.Profiles.All(other => other.Origin.Key != profile.Origin.Key)
        );
        return
        [
            .. after
                .AllProfiles.Select(profile =>
                    (profile, (IReadOnlyList<string>)[.. Changes(before, after, old.GetValueOrDefault(profile.Origin.Key), profile)])
                )
                .Where(entry => entry.Item2.Count > 0),
            .. gone.Select(profile => (profile, (IReadOnlyList<string>)["is deleted"])),
        ];
    }

    private static IEnumerable<string> Changes(NetworkModel before, NetworkModel after, Profile? old, Profile now)
    {
        if (old is null)
        {
            yield return now.Match is null ? "is new" : $"is new, for devices with {now.Match}";
            yield break;
        }

        if (old.Match?.ToString() != now.Match?.ToString())
        {
            yield return $"matches {now.Match?.ToString() ?? "a match that is still unknown"} instead of "
                + $"{old.Match?.ToString() ?? "nothing"}";
        }

        if (old.Settings.Precedence != now.Settings.Precedence)
        {
            yield return $"precedence {Text(old.Settings.Precedence)} → {Text(now.Settings.Precedence)}";
        }

        if (old.Settings.Enabled != now.Settings.Enabled)
        {
            yield return now.Settings.Enabled is true ? "is enabled" : "is disabled";
        }

        var (oldSettings, newSettings) = (old.Settings.Settings.Value, now.Settings.Settings.Value);
        foreach (var name in oldSettings.Keys.Union(newSettings.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            var (was, becomes) = (oldSettings.GetValueOrDefault(name, "unset"), newSettings.GetValueOrDefault(name, "unset"));
            if (was != becomes)
            {
                yield return $"{name}: {was} → {becomes}";
            }
        }

        foreach (var change in Traffic(before, after, old, now).Concat(Names(before, after, old, now)))
        {
            yield return change;
        }
    }

    // Cloudflare's default list counts as changed when it is replaced by another.
    private static IEnumerable<string> Traffic(NetworkModel before, NetworkModel after, Profile old, Profile now)
    {
        var (was, becomes) = (InTunnel(old), InTunnel(now));
        if (was is null || becomes is null)
        {
            if (was is not null || becomes is not null)
            {
                yield return "unknown which addresses go through the tunnel before or after the change";
            }

            yield break;
        }

        if (becomes.Except(was) is { IsEmpty: false } into)
        {
            yield return $"into the tunnel: {Join(into)}";
        }

        if (was.Except(becomes) is { IsEmpty: false } outOf)
        {
            yield return $"out of the tunnel: {Join(outOf)}";
        }

        var hosts = (old.SplitTunnel?.Hosts ?? [])
            .Concat(now.SplitTunnel?.Hosts ?? [])
            .Select(entry => entry.Host!)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        foreach (var host in hosts)
        {
            var (then, later) = (before.Trace(old, host).InTunnel, after.Trace(now, host).InTunnel);
            if (then != later)
            {
                yield return later is { } way
                    ? $"{host}: now {Explanation.Way(way)}"
                    : $"{host}: now depends on the address it resolves to";
            }
        }
    }

    private static IEnumerable<string> Names(NetworkModel before, NetworkModel after, Profile old, Profile now)
    {
        var suffixes = (old.FallbackDomains?.Entries ?? [])
            .Concat(now.FallbackDomains?.Entries ?? [])
            .Select(entry => entry.Suffix)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        foreach (var suffix in suffixes)
        {
            var (was, becomes) = (Explanation.ResolverOf(before.Trace(old, suffix)), Explanation.ResolverOf(after.Trace(now, suffix)));
            if (was != becomes)
            {
                yield return $"{suffix}: resolved by {becomes} instead of {was}";
            }
        }
    }

    private static IEnumerable<string> RouteChanges(NetworkModel before, NetworkModel after)
    {
        static string Of(Route route) =>
            $"{route.Network} through {route.Connector?.Name ?? "a tunnel that is not declared here"}"
            + (route.VirtualNetwork is { Key.Length: > 0 } network ? $" in '{network.Name}'" : "");
        var (was, becomes) = (
            before.Routes.Select(Of).ToHashSet(StringComparer.Ordinal),
            after.Routes.Select(Of).ToHashSet(StringComparer.Ordinal)
        );
        return was.Except(becomes)
            .Order(StringComparer.Ordinal)
            .Select(route => $"cut off: {route}")
            .Concat(becomes.Except(was).Order(StringComparer.Ordinal).Select(route => $"new: {route}"));
    }

    private static CidrSet? InTunnel(Profile profile) => profile.HasTunnel ? profile.SplitTunnel?.Listable : CidrSet.Empty;

    private static string Join(CidrSet addresses) => string.Join(", ", addresses.Prefixes);

    private static string Count(int devices) =>
        string.Create(CultureInfo.InvariantCulture, $"{devices} {(devices == 1 ? "device" : "devices")}");

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(int? precedence) => precedence?.ToString(CultureInfo.InvariantCulture) ?? "none";
}

/// <summary>The profile of a device before and after.</summary>
/// <param name="From">Null: not known.</param>
/// <param name="To">Null: not known.</param>
internal sealed record DeviceChange(Profile? From, Profile? To)
{
    public bool Moves => From is not null && To is not null && From.Origin.Key != To.Origin.Key;

    /// <summary>
    /// Cloudflare returns the profile that the device has, so the device matches it, and none before it. While the matches stay the same,
    /// this stays true, whatever else is unknown about the device.
    /// </summary>
    public static DeviceChange Of(NetworkModel before, NetworkModel after, Registration registration)
    {
        Profile[] candidates = [.. ProfileChoice.CandidatesOf(before, registration.Device)];
        var from = Array.Find(candidates, registration.Has) ?? (candidates is [var only] ? only : null);
        if (from is null)
        {
            return new(null, ProfileChoice.CandidatesOf(after, registration.Device).ToArray() is [var sole] ? sole : null);
        }

        var passed = before
            .Profiles.TakeWhile(profile => profile != from)
            .Where(profile => profile.Settings.Enabled is true && profile.Match is not null)
            .Select(profile => profile.Match!.ToString())
            .ToHashSet(StringComparer.Ordinal);
        foreach (var profile in ProfileChoice.CandidatesOf(after, registration.Device))
        {
            var text = profile.Match?.ToString();
            if (text is not null && passed.Contains(text))
            {
                continue;
            }

            var isCertain =
                profile.Settings.IsDefault
                || (
                    profile.Settings.Enabled is true
                    && text is not null
                    && (text == from.Match?.ToString() || Matching.MatchEvaluator.Matches(profile.Match!, registration.Device) is true)
                );
            return new(from, isCertain ? profile : null);
        }

        return new(from, null);
    }
}
