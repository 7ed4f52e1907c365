namespace ZeroTrust.Provider.Kernel;

/// <summary>Something a resource says that is right or wrong only together with what others of the program say.</summary>
/// <param name="Topics">What it is about: everybody who has to do with the same thing writes the same text.</param>
internal abstract record ProgramFact(params IReadOnlyList<string> Topics)
{
    /// <summary>Properties that it rests on: while one of them is unknown, or secret, it is not told.</summary>
    public IReadOnlyList<string> Involves { get; init; } = [];

    /// <summary>What is wrong as far as the program is known. Each mistake is told once, whoever completes it.</summary>
    public virtual IEnumerable<Problem> Check(string urn, ProgramFacts program) => [];

    /// <summary>What is wrong because nobody has said something: known only when the program has run.</summary>
    public virtual IEnumerable<Problem> CheckAtEnd(ProgramFacts program) => [];
}

/// <summary>A fact and the resource that told it.</summary>
internal readonly record struct Told<TFact>(string Urn, TFact Fact)
{
    /// <summary>The resource as people call it: <c>SplitTunnel 'office'</c>.</summary>
    public string By => UrnText.Describe(Urn);
}

/// <summary>For resources that tell facts.</summary>
internal interface IInformant<TArgs, TState>
{
    /// <summary>What these inputs tell.</summary>
    /// <param name="state">The object, when it exists already.</param>
    /// <param name="account">The account they are in.</param>
    /// <param name="urn">The resource: an identity before there is an id.</param>
    IEnumerable<ProgramFact> Facts(TArgs args, TState? state, string account, string urn);
}

/// <summary>What the resources of the program have told, as far as this process has seen them.</summary>
internal sealed class ProgramFacts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IReadOnlyList<ProgramFact>> _byUrn = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Told<ProgramFact>>> _byTopic = new(StringComparer.Ordinal);
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);

    /// <summary>Takes down what a resource tells, instead of what it told before; returns what turns out to be wrong.</summary>
    public IReadOnlyList<Problem> Register(string urn, IReadOnlyList<ProgramFact> facts)
    {
        lock (_gate)
        {
            foreach (var topic in (_byUrn.GetValueOrDefault(urn) ?? []).SelectMany(fact => fact.Topics))
            {
                _byTopic[topic].RemoveAll(told => told.Urn == urn);
            }

            _byUrn[urn] = facts;
            foreach (var fact in facts)
            {
                foreach (var topic in fact.Topics)
                {
                    if (!_byTopic.TryGetValue(topic, out var told))
                    {
                        _byTopic[topic] = told = [];
                    }

                    told.Add(new(urn, fact));
                }
            }

            return [.. facts.SelectMany(fact => fact.Check(urn, this)).Where(IsNews)];
        }
    }

    /// <summary>The program has said all it says: what is missing from it, and at which resource to tell so.</summary>
    public IReadOnlyList<(string Urn, Problem Problem)> Finish()
    {
        lock (_gate)
        {
            return [.. from entry in _byUrn
                       from fact in entry.Value
                       from problem in fact.CheckAtEnd(this)
                       where IsNews(problem)
                       select (entry.Key, problem)];
        }
    }

    /// <summary>The facts of one kind about a topic. For facts that are being checked.</summary>
    public IEnumerable<Told<TFact>> About<TFact>(string topic)
        where TFact : ProgramFact => (_byTopic.GetValueOrDefault(topic) ?? [])
            .Where(told => told.Fact is TFact)
            .Select(told => new Told<TFact>(told.Urn, (TFact)told.Fact));

    // Errors are refused whenever they are met; to hear a warning twice is no use.
    private bool IsNews(Problem problem) =>
        problem.Kind.Severity == Severity.Error || _reported.Add($"{problem.Kind.Code} {problem.Message}");
}
