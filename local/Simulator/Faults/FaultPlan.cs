namespace ZeroTrust.Simulator.Faults;

/// <summary>The faults to come. Of several that fit a request, the one added first is applied.</summary>
public sealed class FaultPlan
{
    /// <summary>As <c>times</c>: until the plan is cleared.</summary>
    public const int Always = int.MaxValue;

    private readonly Lock _lock = new();
    private readonly List<FaultRule> _rules = [];

    /// <summary>All rules, spent ones included.</summary>
    public IReadOnlyList<FaultRule> Rules
    {
        get
        {
            lock (_lock)
            {
                return [.. _rules];
            }
        }
    }

    /// <summary>Plans a fault.</summary>
    /// <param name="method">HTTP method, or <c>*</c> for all.</param>
    /// <param name="path">
    /// Path below <c>/client/v4</c> without its query. <c>*</c> and <c>{anything}</c> stand for one segment, <c>**</c> for any rest,
    /// so that a route's template is a pattern too.
    /// </param>
    /// <param name="fault">What goes wrong.</param>
    /// <param name="times">How many requests are hit.</param>
    /// <param name="skip">How many fitting requests pass first.</param>
    public FaultRule Add(string method, string path, Fault fault, int times = 1, int skip = 0)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(fault);
        var rule = new FaultRule(method, path, fault, times, skip);
        lock (_lock)
        {
            _rules.Add(rule);
        }

        return rule;
    }

    /// <summary>Forgets all faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    internal Fault? Take(string method, string path)
    {
        lock (_lock)
        {
            return _rules.Find(rule => rule.TryApply(method, path))?.Fault;
        }
    }
}
