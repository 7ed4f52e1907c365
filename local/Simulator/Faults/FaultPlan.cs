using System.Text.Json.Nodes;
using ZeroTrust.Simulator.State;

namespace ZeroTrust.Simulator.Faults;

/// <summary>The planned faults. If several match a request, the first one added applies.</summary>
public sealed class FaultPlan
{
    /// <summary>Value of <c>times</c> for a fault that applies until the plan is cleared.</summary>
    public const int Always = int.MaxValue;

    private readonly Lock _lock = new();
    private readonly List<FaultRule> _rules = [];
    private readonly SimulatorState _state;

    internal FaultPlan(SimulatorState state) => _state = state;

    /// <summary>All rules, including those with no hits remaining.</summary>
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
    /// Path below <c>/client/v4</c> without the query. <c>*</c> and <c>{anything}</c> match one segment, <c>**</c> matches the rest, so a
    /// route template is also a pattern.
    /// </param>
    /// <param name="fault">The fault.</param>
    /// <param name="times">Number of requests that the fault affects.</param>
    /// <param name="skip">Number of matching requests that pass first.</param>
    public FaultRule Add(string method, string path, Fault fault, int times = 1, int skip = 0)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(fault);
        var before = fault.Kind is FaultKind.StaleResponse or FaultKind.StaleFields ? _state.Copy() : null;
        var rule = new FaultRule(method, path, fault, times, skip, before);
        lock (_lock)
        {
            _rules.Add(rule);
        }

        return rule;
    }

    /// <summary>Plans a fault from the JSON body of <c>POST /simulator/faults</c>.</summary>
    /// <exception cref="ArgumentException">Its kind or a field is unknown.</exception>
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
    /// <exception cref="ArgumentException">Its kind or a field is unknown.</exception>
    public FaultRule Add(string description)
    {
        ArgumentNullException.ThrowIfNull(description);
        return Add(FaultDescription.Parse(description));
    }

    /// <summary>Removes all faults.</summary>
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
