namespace ZeroTrust.Sdk.Generator.Schema;

/// <summary>A problem in the schema.</summary>
/// <param name="Path">JSON path of the problem, such as <c>$.resources['acme:index:Zone'].properties.name</c>.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
internal sealed record SchemaProblem(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}
