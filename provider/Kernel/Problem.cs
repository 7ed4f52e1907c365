using ZeroTrust.Protocol.Values;

namespace ZeroTrust.Provider.Kernel;

/// <summary>How much a problem matters.</summary>
internal enum Severity
{
    /// <summary>The value is refused.</summary>
    Error,

    /// <summary>Accepted, but probably not what was meant.</summary>
    Warning,

    /// <summary>Worth knowing.</summary>
    Info,
}

/// <summary>A kind of problem, documented in docs/problems.md under its code.</summary>
/// <param name="Code">ZT and three digits; never reused.</param>
/// <param name="Title">What is wrong, in general.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record ProblemKind(string Code, string Title, string Remedy, Severity Severity = Severity.Error);

/// <summary>Something wrong with the inputs of a resource.</summary>
/// <param name="Path">Where: <c>routes[3].address</c>; empty for the resource as a whole.</param>
/// <param name="Message">What, and the way out.</param>
internal sealed record Problem(ProblemKind Kind, string Path, string Message)
{
    /// <summary>Other properties the finding rests on: while one of them is unknown, nothing is reported.</summary>
    public IReadOnlyList<string> Involves { get; init; } = [];

    /// <summary>Whether everything is known that it rests on.</summary>
    public bool IsKnown(PropertyMap inputs) => !Involves.Prepend(Path).Any(path => inputs.At(path) is { ContainsUnknown: true });

    /// <summary>Whether it rests on what another problem says could not be read: it tells nothing more then.</summary>
    public bool RestsOn(Problem other) =>
        (other.Kind == InputProblems.WrongType || other.Kind == InputProblems.UnknownProperty || other.Kind == InputProblems.Missing)
        && PropertyPath.Parse(other.Path) is var there
        && Involves
            .Prepend(Path)
            .Where(path => path.Length > 0)
            .Select(PropertyPath.Parse)
            .Any(here => here.Contains(there) || there.Contains(here));

    /// <summary>The message as users see it.</summary>
    public string Text => $"{(Path.Length == 0 ? "" : Path + ": ")}{Message} ({Kind.Code})";
}
