using System.Text.RegularExpressions;

namespace ZeroTrust.Schema;

/// <summary>The examples of resources and functions: regions of C# files, named after the class that each shows.</summary>
/// <remarks>Read as text: the program that they are from needs the SDK, which is generated from the schema that holds them.</remarks>
internal sealed partial class ExampleCode
{
    private readonly Dictionary<string, string> _regions;

    private ExampleCode(Dictionary<string, string> regions) => _regions = regions;

    /// <summary>The classes that have an example.</summary>
    public IReadOnlyCollection<string> Names => _regions.Keys;

    /// <summary>Reads the regions of the C# files right in a folder.</summary>
    /// <exception cref="InvalidOperationException">Two regions have the same name.</exception>
    public static ExampleCode Load(string folder)
    {
        var regions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(folder, "*.cs").Order(StringComparer.Ordinal))
        {
            foreach (Match region in Region().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
            {
                var name = region.Groups["name"].Value;
                if (!regions.TryAdd(name, Unindented(region.Groups["code"].Value, region.Groups["indent"].Length)))
                {
                    throw new InvalidOperationException(
                        $"{file}: there is a region {name} already; a resource or function has one example.");
                }
            }
        }

        return new(regions);
    }

    /// <summary>The example of a resource or function; null without.</summary>
    public string? Find(string token) => _regions.GetValueOrDefault(ClassOf(token));

    /// <summary>The C# class of a resource or function.</summary>
    public static string ClassOf(string token)
    {
        var name = token.Split(':')[^1];
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    private static string Unindented(string code, int indent) =>
        string.Join('\n', code.Split('\n').Select(line => line[Math.Min(indent, line.Length)..]));

    [GeneratedRegex(@"^(?<indent> *)#region (?<name>\w+)\n(?<code>.*?)\n *#endregion$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Region();
}
