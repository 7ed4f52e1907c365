namespace Pulumi;

/// <summary>Computes the URN of a resource.</summary>
public static class Urn
{
    public static Output<string> Create(
        Input<string> name,
        Input<string> type,
        Resource? parent = null,
        Input<string>? parentUrn = null,
        Input<string>? project = null,
        Input<string>? stack = null
    )
    {
        if (parent is not null && parentUrn is not null)
        {
            throw new ArgumentException("'parent' and 'parentUrn' are mutually exclusive.");
        }

        var above = parent?.Urn ?? parentUrn?.ToOutput();
        var prefix = above is not null
            ? above.Apply(urn => urn[..urn.LastIndexOf("::", StringComparison.Ordinal)] + "$")
            : Output.Format($"urn:pulumi:{stack ?? Deployment.Instance.StackName}::{project ?? Deployment.Instance.ProjectName}::");
        return Output.Format($"{prefix}{type}::{name}");
    }

    /// <summary>The resource's own type: the part of the URN's type after the last <c>$</c>.</summary>
    internal static string TypeOf(string urn) =>
        urn.Split("::", 4) is [_, _, var types, ..]
            ? types[(types.LastIndexOf('$') + 1)..]
            : throw new FormatException($"'{urn}' is not a resource URN.");

    /// <summary>The resource's name, which may contain <c>::</c>.</summary>
    internal static string NameOf(string urn) =>
        urn.Split("::", 4) is [_, _, _, var name] ? name : throw new FormatException($"'{urn}' is not a resource URN.");
}
