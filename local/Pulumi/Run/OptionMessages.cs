using System.Globalization;
using System.Text.RegularExpressions;
using Timeouts = Pulumirpc.RegisterResourceRequest.Types.CustomTimeouts;

namespace Pulumi.Run;

/// <summary>Converts resource options to messages and back.</summary>
internal static partial class OptionMessages
{
    // A tick is 100 ns.
    private const int NanosecondsPerTick = 100;

    [GeneratedRegex(@"(?<number>[0-9]+(\.[0-9]+)?)(?<unit>ns|us|µs|ms|s|m|h)")]
    private static partial Regex DurationPart();

    public static Timeouts? Write(CustomTimeouts? timeouts) =>
        timeouts is null
            ? null
            : new()
            {
                Create = Write(timeouts.Create),
                Update = Write(timeouts.Update),
                Delete = Write(timeouts.Delete),
            };

    public static CustomTimeouts? Read(Timeouts? timeouts) =>
        timeouts is null
            ? null
            : new()
            {
                Create = ReadDuration(timeouts.Create),
                Update = ReadDuration(timeouts.Update),
                Delete = ReadDuration(timeouts.Delete),
            };

    /// <summary>Writes the known aliases and omits unknown ones.</summary>
    public static async Task<List<Pulumirpc.Alias>> WriteAsync(IEnumerable<Input<Alias>> aliases)
    {
        var messages = new List<Pulumirpc.Alias>();
        foreach (var alias in aliases)
        {
            if (await alias.ToOutput().ValueOrAsync(null!) is { } known)
            {
                messages.Add(await WriteAsync(known));
            }
        }

        return messages;
    }

    public static Alias Read(Pulumirpc.Alias alias)
    {
        if (alias.AliasCase == Pulumirpc.Alias.AliasOneofCase.Urn)
        {
            return new() { Urn = alias.Urn };
        }

        return new()
        {
            Name = Optional(alias.Spec.Name),
            Type = Optional(alias.Spec.Type),
            Stack = Optional(alias.Spec.Stack),
            Project = Optional(alias.Spec.Project),
            ParentUrn = Optional(alias.Spec.ParentUrn),
            NoParent = alias.Spec.NoParent,
        };

        static Input<string>? Optional(string text) => text.Length == 0 ? null : (Input<string>)text;
    }

    private static async Task<Pulumirpc.Alias> WriteAsync(Alias alias)
    {
        var parents = new[] { alias.Parent is not null, alias.ParentUrn is not null, alias.NoParent }.Count(isGiven => isGiven);
        if (alias.Urn is not null)
        {
            return parents == 0 && (alias.Name ?? alias.Type ?? alias.Stack ?? alias.Project) is null
                ? new() { Urn = alias.Urn }
                : throw new RunException($"The alias '{alias.Urn}' is a full URN, which excludes the alias's other properties.");
        }

        if (parents > 1)
        {
            throw new RunException("Parent, ParentUrn and NoParent of an alias are mutually exclusive.");
        }

        var spec = new Pulumirpc.Alias.Types.Spec
        {
            Name = await TextAsync(alias.Name),
            Type = await TextAsync(alias.Type),
            Stack = await TextAsync(alias.Stack),
            Project = await TextAsync(alias.Project),
        };
        var parentUrn = await TextAsync(alias.Parent is { } parent ? parent.Urn : alias.ParentUrn);
        if (parentUrn.Length > 0)
        {
            spec.ParentUrn = parentUrn;
        }
        else
        {
            spec.NoParent = alias.NoParent;
        }

        return new() { Spec = spec };
    }

    private static async Task<string> TextAsync(Input<string>? input) => input is null ? "" : await input.ToOutput().ValueOrAsync("");

    private static string Write(TimeSpan? duration) =>
        duration is { } set ? string.Create(CultureInfo.InvariantCulture, $"{(decimal)set.Ticks * NanosecondsPerTick}ns") : "";

    /// <summary>Parses a duration of numbers and units, such as <c>1h30m</c> or <c>300000000000ns</c>.</summary>
    private static TimeSpan? ReadDuration(string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var parts = DurationPart().Matches(text);
        if (parts.Sum(part => part.Length) != text.Length)
        {
            throw new FormatException($"'{text}' is not a duration such as 1h30m.");
        }

        return TimeSpan.FromSeconds(
            parts.Sum(part =>
                double.Parse(part.Groups["number"].Value, CultureInfo.InvariantCulture) * SecondsPer(part.Groups["unit"].Value)
            )
        );
    }

    private static double SecondsPer(string unit) =>
        unit switch
        {
            "ns" => 1e-9,
            "us" or "µs" => 1e-6,
            "ms" => 1e-3,
            "s" => 1,
            "m" => 60,
            _ => 3600,
        };
}
