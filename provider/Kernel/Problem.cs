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
/// <param name="Path">Where: <c>items[3].name</c>; empty for the resource as a whole.</param>
/// <param name="Message">What, and the way out.</param>
internal sealed record Problem(ProblemKind Kind, string Path, string Message)
{
    /// <summary>Whether it refuses the value.</summary>
    public bool IsError => Kind.Severity == Severity.Error;

    /// <summary>Whether it is about a value that is not known: what is said of such a value can wait until it is.</summary>
    public bool IsOfUnknown(PropertyMap inputs) => inputs.At(Path)?.Unsecret() is PropertyUnknown;

    /// <summary>The problem without the values that it is about.</summary>
    public Problem Redacted() => this with { Message = $"{Kind.Title} {Kind.Remedy}" };

    /// <summary>Whether another problem already reports the value that this one is about.</summary>
    public bool RestsOn(Problem other)
    {
        if (
            Path.Length == 0
            || !(
                other.Kind == InputProblems.WrongType || other.Kind == InputProblems.UnknownProperty || other.Kind == InputProblems.Missing
            )
        )
        {
            return false;
        }

        var (here, there) = (PropertyPath.Parse(Path), PropertyPath.Parse(other.Path));
        return here.Contains(there) || there.Contains(here);
    }

    /// <summary>The message as users see it.</summary>
    public string Text => $"{(Path.Length == 0 ? "" : Path + ": ")}{Message} ({Kind.Code})";
}
