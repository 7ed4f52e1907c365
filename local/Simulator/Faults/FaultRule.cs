using System.Text.RegularExpressions;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Faults;

/// <summary>A fault and the requests that it affects.</summary>
public sealed class FaultRule
{
    private readonly Regex _path;
    private int _toSkip;

    internal FaultRule(string method, string path, Fault fault, int times, int skip, AccountData? before)
    {
        Method = method.ToUpperInvariant();
        Path = path;
        Fault = fault;
        Remaining = times;
        _toSkip = skip;
        Before = before;
        _path = PatternOf(path);
    }

    /// <summary>HTTP method, or <c>*</c>.</summary>
    public string Method { get; }

    /// <summary>Path pattern below <c>/client/v4</c>; see <see cref="FaultPlan"/>.</summary>
    public string Path { get; }

    /// <summary>The fault.</summary>
    public Fault Fault { get; }

    /// <summary>Number of requests it was applied to.</summary>
    public int Hits { get; private set; }

    /// <summary>Number of requests it will still be applied to.</summary>
    public int Remaining { get; private set; }

    /// <summary>The account as of when a stale response was planned.</summary>
    internal AccountData? Before { get; }

    internal bool TryApply(string method, string path)
    {
        if (Remaining == 0 || (Method != "*" && Method != method) || !_path.IsMatch(path))
        {
            return false;
        }

        if (_toSkip > 0)
        {
            _toSkip--;
            return false;
        }

        Hits++;
        Remaining -= Remaining == FaultPlan.Always ? 0 : 1;
        return true;
    }

    private static Regex PatternOf(string path)
    {
        var pattern = Regex.Replace(
            path,
            @"\*\*|\*|\{[^/}]*\}|[^*{]+|\{",
            part =>
                part.Value switch
                {
                    "**" => ".*",
                    "*" => "[^/]*",
                    ['{', _, ..] => "[^/]+",
                    var literal => Regex.Escape(literal),
                }
        );
        return new Regex($"^{pattern}$", RegexOptions.CultureInvariant);
    }
}
