using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ZeroTrust.Schema;

/// <summary>The provider's XML documentation as Markdown.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, XElement> _members;

    private XmlDocumentation(Dictionary<string, XElement> members) => _members = members;

    public static XmlDocumentation Load(string path) =>
        new(XDocument.Load(path).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal));

    /// <summary>Summary of a member.</summary>
    /// <exception cref="InvalidOperationException">The member has no summary.</exception>
    public string Summary(string id) =>
        Text(id, "summary") ?? throw new InvalidOperationException($"{id} has no <summary>; the schema needs one.");

    /// <summary>Remarks of a member, or null.</summary>
    public string? Remarks(string id) => Text(id, "remarks");

    private string? Text(string id, string element) =>
        _members.GetValueOrDefault(id.Replace('+', '.'))?.Element(element) is { } found
            ? Spaces().Replace(Markdown(found), " ").Trim()
            : null;

    private static string Markdown(XElement element)
    {
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
        {
            text.Append(
                node switch
                {
                    XText plain => plain.Value,
                    XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                    XElement { Name.LocalName: "see" } reference when (string?)reference.Attribute("langword") is { } word => $"`{word}`",
                    XElement { Name.LocalName: "see" } link when (string?)link.Attribute("href") is { } address =>
                        $"[{link.Value}]({address})",
                    XElement { Name.LocalName: "see" } reference => $"`{((string)reference.Attribute("cref")!).Split('.', ':')[^1]}`",
                    XElement other => Markdown(other),
                    _ => "",
                }
            );
        }

        return text.ToString();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
