namespace Pulumi;

/// <summary>An error of the program that needs no stack trace; only the message is shown.</summary>
public class RunException : Exception
{
    public RunException(string message)
        : base(message) { }

    public RunException(string message, Exception? innerException)
        : base(message, innerException) { }

    public static RunException OutputsHaveIncorrectType(IEnumerable<string> outputAttributeNames) =>
        new($"Output(s) '{string.Join("', '", outputAttributeNames)}' have the wrong type; [Output] properties must be an Output<T>.");
}

/// <summary>An error reported for a resource.</summary>
public class ResourceException : Exception
{
    public ResourceException(string message, Resource? resource, bool hideStack = false)
        : base(message)
    {
        Resource = resource;
        HideStack = hideStack;
    }

    /// <summary>The engine refused to register the resource; the URN is the one that it would have had.</summary>
    internal ResourceException(string message, string urn, Exception innerException)
        : base(message, innerException)
    {
        Urn = urn;
        HideStack = true;
    }

    internal Resource? Resource { get; }

    internal string Urn { get; } = "";

    internal bool HideStack { get; }
}
