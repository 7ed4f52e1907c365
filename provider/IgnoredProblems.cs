using System.Globalization;
using System.Text.RegularExpressions;
using ZeroTrust.Provider.Kernel;
using ZeroTrust.Syntax;

namespace ZeroTrust.Provider;

/// <summary>Warnings and notes that the configuration ignores: <c>ZT180 lab: reached from the office only</c>.</summary>
internal sealed partial class IgnoredProblems
{
    private readonly HashSet<(string Code, string Resource)> _ignored;
    private readonly (int Index, string Resource)[] _resources;

    public IgnoredProblems(IEnumerable<string> entries)
    {
        var valid = entries.Select(entry => Form().Match(entry)).Index().Where(entry => entry.Item.Success).ToArray();
        _ignored = [.. valid.Select(entry => (entry.Item.Groups["code"].Value, entry.Item.Groups["resource"].Value))];
        _resources = [.. valid.Select(entry => (entry.Index, entry.Item.Groups["resource"].Value)).Where(entry => entry.Value.Length > 0)];
    }

    /// <summary>Why an entry is invalid; null when it is valid.</summary>
    public static string? Diagnose(string entry)
    {
        var parts = Form().Match(entry);
        if (!parts.Success)
        {
            return $"'{entry}' is not of the form 'code [resource]: reason'; "
                + "write, for example, 'ZT180 lab: reached from the office only'.";
        }

        var code = parts.Groups["code"].Value;
        return Problems.All.FirstOrDefault(kind => kind.Code == code) switch
        {
            null => $"there is no problem '{code}'; each message ends with its code.",
            { Severity: Severity.Error } =>
                $"'{code}' is an error, which cannot be ignored: {Lower(Problems.All.First(kind => kind.Code == code).Remedy)}",
            _ => null,
        };
    }

    /// <summary>Whether the problem is ignored at the resource.</summary>
    public bool Has(string urn, Problem problem) =>
        !problem.IsError && (_ignored.Contains((problem.Kind.Code, "")) || _ignored.Contains((problem.Kind.Code, UrnText.Name(urn))));

    /// <summary>Notes about entries for resources that a program does not declare.</summary>
    /// <param name="names">The names of its resources.</param>
    public IEnumerable<Problem> Unmatched(IReadOnlySet<string> names) =>
        from entry in _resources
        where names.Count > 0 && !names.Contains(entry.Resource)
        select new Problem(
            Problems.IgnoresNothing,
            string.Create(CultureInfo.InvariantCulture, $"ignoreProblems[{entry.Index}]"),
            $"this run declares no resource '{entry.Resource}' with this provider"
                + (Suggestion.For(entry.Resource, names.Order(StringComparer.Ordinal)) is { } meant ? $"; did you mean '{meant}'?" : ".")
        );

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];

    [GeneratedRegex(
        @"^\s*(?<code>ZT\d{3})(?:\s+(?<resource>.+?))?\s*:\s+(?<reason>\S.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Form();
}
