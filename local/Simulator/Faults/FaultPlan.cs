using System.Text.Json.Nodes;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Faults;

/// <summary>The faults to come. Of several that fit a request, the one added first is applied.</summary>
public sealed class FaultPlan
{
    /// <summary>As <c>times</c>: until the plan is cleared.</summary>
    public const int Always = int.MaxValue;

    private readonly Lock _lock = new();
    private readonly List<FaultRule> _rules = [];
    private readonly SimulatorState _state;

    internal FaultPlan(SimulatorState state) => _state = state;

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
        var before = fault.Kind is FaultKind.StaleAnswer or FaultKind.StaleFields ? _state.Copy() : null;
        var rule = new FaultRule(method, path, fault, times, skip, before);
        lock (_lock)
        {
            _rules.Add(rule);
        }

        return rule;
    }

    /// <summary>Plans a fault from JSON, as <c>POST /simulator/faults</c> takes it.</summary>
    /// <exception cref="ArgumentException">It has an unknown kind or field.</exception>
    public FaultRule Add(JsonObject description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return Add(
            description.Text("method") ?? "*",
            description.Text("path") ?? "**",
            FaultDescription.Read(description),
            description["times"].AsNumber() ?? 1,
            description["skip"].AsNumber() ?? 0
        );
    }

    /// <summary>Plans a fault from one word, such as <c>status,status=500,method=PUT,path=**/exclude,times=2</c>.</summary>
    /// <exception cref="ArgumentException">It has an unknown kind or field.</exception>
    public FaultRule Add(string description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return Add(FaultDescription.Parse(description));
    }

    /// <summary>Forgets all faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _rules.Clear();
        }
    }

    internal FaultRule? Take(string method, string path)
    {
        lock (_lock)
        {
            return _rules.Find(rule => rule.TryApply(method, path));
        }
    }
}
