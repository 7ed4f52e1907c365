using System.Text.RegularExpressions;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Provider;

/// <summary>Warnings and notes that the configuration ignores: <c>ZT180 lab: reached from the office only</c>.</summary>
internal sealed partial class IgnoredProblems
{
    private readonly HashSet<(string Code, string Resource)> _ignored = [];

    public IgnoredProblems(IEnumerable<string> entries)
    {
        foreach (var parts in entries.Select(entry => Form().Match(entry)).Where(match => match.Success))
        {
            _ignored.Add((parts.Groups["code"].Value, parts.Groups["resource"].Value));
        }
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
        problem.Kind.Severity != Severity.Error
        && (_ignored.Contains((problem.Kind.Code, "")) || _ignored.Contains((problem.Kind.Code, UrnText.Name(urn))));

    private static string Lower(string sentence) => char.ToLowerInvariant(sentence[0]) + sentence[1..];

    [GeneratedRegex(
        @"^\s*(?<code>ZT\d{3})(?:\s+(?<resource>.+?))?\s*:\s+(?<reason>\S.*)$",
        RegexOptions.CultureInvariant | RegexOptions.Singleline
    )]
    private static partial Regex Form();
}
