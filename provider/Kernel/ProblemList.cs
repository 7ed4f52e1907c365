namespace ZeroTrust.Provider.Kernel;

/// <summary>Kinds of problems, in the order in which they are declared.</summary>
internal sealed class ProblemList
{
    private readonly List<ProblemKind> _kinds = [];

    public IReadOnlyList<ProblemKind> All => _kinds;

    public ProblemKind New(string code, string title, string remedy, Severity severity = Severity.Error)
    {
        var kind = new ProblemKind(code, title, remedy, severity);
        _kinds.Add(kind);
        return kind;
    }
}
