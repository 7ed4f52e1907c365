using System.Text.RegularExpressions;

namespace ZeroTrust.Schema;

/// <summary>The examples of resources and functions: regions of files, named after the C# class that each shows.</summary>
/// <remarks>The files are not compiled here, because they need the SDK, which is generated from the schema that contains them.</remarks>
internal sealed partial class ExampleCode
{
    // The languages in the order in which pages show them, with their folders and file patterns.
    private static readonly (string Language, string Folder, string Pattern)[] Sources =
    [
        ("csharp", "", "*.cs"),
        ("typescript", "typescript", "*.ts"),
        ("python", "python", "*.py"),
        ("yaml", "yaml", "*.yaml"),
    ];

    private readonly Dictionary<string, List<Example>> _examples = new(StringComparer.Ordinal);

    private ExampleCode() { }

    /// <summary>The classes that have an example.</summary>
    public IReadOnlyCollection<string> Names => _examples.Keys;

    /// <summary>
    /// Reads the regions of the C# files in a folder, and of the other languages' files in its subfolders.
    /// </summary>
    /// <exception cref="InvalidOperationException">Two regions of one language have the same name.</exception>
    public static ExampleCode Load(string folder)
    {
        var code = new ExampleCode();
        foreach (var (language, place, pattern) in Sources)
        {
            foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, place), pattern).Order(StringComparer.Ordinal))
            {
                code.Add(language, file);
            }
        }

        return code;
    }

    /// <summary>The examples of a resource or function, one for each language.</summary>
    public IReadOnlyList<Example> Of(string token) => _examples.GetValueOrDefault(ClassOf(token)) ?? [];

    /// <summary>The C# class of a resource or function.</summary>
    public static string ClassOf(string token)
    {
        var name = token.Split(':')[^1];
        return char.ToUpperInvariant(name[0]) + name[1..];
    }

    private void Add(string language, string file)
    {
        foreach (Match region in Region().Matches(File.ReadAllText(file).ReplaceLineEndings("\n")))
        {
            var name = region.Groups["name"].Value;
            if (!_examples.TryGetValue(name, out var examples))
            {
                _examples[name] = examples = [];
            }

            if (examples.Any(example => example.Language == language))
            {
                throw new InvalidOperationException(
                    $"{file}: there is already a region {name}; a resource or function has one example per language."
                );
            }

            examples.Add(new(language, Unindented(region.Groups["code"].Value, region.Groups["indent"].Length)));
        }
    }

    private static string Unindented(string code, int indent) =>
        string.Join('\n', code.Split('\n').Select(line => line[Math.Min(indent, line.Length)..]));

    [GeneratedRegex(
        @"^(?<indent> *)(//|# )?#?region (?<name>\w+)\n(?<code>.*?)\n *(//|# )?#?endregion$",
        RegexOptions.Multiline | RegexOptions.Singleline
    )]
    private static partial Regex Region();
}

/// <summary>An example in one language.</summary>
/// <param name="Language">Name of the language after a code fence.</param>
/// <param name="Code">The code without its common indentation.</param>
internal sealed record Example(string Language, string Code);
