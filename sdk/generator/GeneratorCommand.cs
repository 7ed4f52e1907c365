using System.CommandLine;
using System.Reflection;
using ZeroTrust.Sdk.Generator.CSharp;
using ZeroTrust.Sdk.Generator.Docs;
using ZeroTrust.Sdk.Generator.Schema;
using ZeroTrust.Sdk.Generator.Validation;

namespace ZeroTrust.Sdk.Generator;

/// <summary>Options of a run.</summary>
internal sealed record GeneratorOptions(string SchemaPath)
{
    public string? SdkFolder { get; init; }
    public string? DocsFolder { get; init; }
    public string? Version { get; init; }

    /// <summary>Compare instead of write.</summary>
    public bool Check { get; init; }

    /// <summary>Report only what Pulumi itself refuses, not missing descriptions and the like.</summary>
    public bool Lenient { get; init; }
}

/// <summary>The command line: validates the schema, then writes or checks the SDK and the docs.</summary>
internal static class GeneratorCommand
{
    private const int Success = 0;
    private const int Failure = 1;

    public static RootCommand Create()
    {
        var schema = new Option<string>("--schema") { Description = "The package schema to read.", Required = true };
        var sdk = new Option<string?>("--out") { Description = "Folder of the C# SDK." };
        var docs = new Option<string?>("--docs") { Description = "Folder of the reference pages." };
        var version = new Option<string?>("--version") { Description = "Version of the SDK; by default the schema's, else this tool's." };
        var check = new Option<bool>("--check") { Description = "Write nothing; fail if a file is not up to date." };
        var lenient = new Option<bool>("--lenient") { Description = "Check only what Pulumi itself requires of a schema." };
        var command = new RootCommand("Generates the C# SDK and the reference pages from the package schema.");
        // The built-in --version would report this tool's version.
        command.Options.Clear();
        command.Options.Add(new System.CommandLine.Help.HelpOption());
        foreach (var option in new Option[] { schema, sdk, docs, version, check, lenient })
        {
            command.Options.Add(option);
        }
        command.SetAction(parsed =>
            Run(
                new GeneratorOptions(parsed.GetValue(schema)!)
                {
                    SdkFolder = parsed.GetValue(sdk),
                    DocsFolder = parsed.GetValue(docs),
                    Version = parsed.GetValue(version),
                    Check = parsed.GetValue(check),
                    Lenient = parsed.GetValue(lenient),
                },
                parsed.InvocationConfiguration.Output,
                parsed.InvocationConfiguration.Error
            )
        );
        return command;
    }

    public static int Run(GeneratorOptions options, TextWriter output, TextWriter error)
    {
        if (!File.Exists(options.SchemaPath))
        {
            error.WriteLine($"There is no schema at '{options.SchemaPath}'; pass an existing file with --schema.");
            return Failure;
        }
        var (package, problems) = SchemaReader.Read(File.ReadAllText(options.SchemaPath));
        if (package is not null)
        {
            var rules = options.Lenient ? ValidationOptions.Lenient : new ValidationOptions();
            problems = [.. problems, .. SchemaValidator.Validate(package, rules)];
        }
        if (problems.Count > 0)
        {
            error.WriteLine($"{options.SchemaPath} has {problems.Count} problem(s); nothing was generated:");
            foreach (var problem in problems)
            {
                error.WriteLine($"  {problem}");
            }
            return Failure;
        }
        var trees = Trees(package!, options).ToList();
        if (trees.SelectMany(tree => tree.Clashes()).ToList() is { Count: > 0 } clashes)
        {
            error.WriteLine($"{options.SchemaPath} has definitions with the same file, {string.Join(", ", clashes)}; rename one of each.");
            return Failure;
        }
        return options.Check ? Check(trees, error) : Write(trees, output);
    }

    private static IEnumerable<GeneratedTree> Trees(PackageSchema package, GeneratorOptions options)
    {
        if (options.SdkFolder is { } sdk)
        {
            yield return new GeneratedTree(sdk, SdkGenerator.Generate(package, options.Version ?? package.Version ?? OwnVersion()));
        }
        if (options.DocsFolder is { } docs)
        {
            yield return new GeneratedTree(docs, DocsGenerator.Generate(package, GuidePages.In(docs)));
        }
    }

    private static int Check(IReadOnlyList<GeneratedTree> trees, TextWriter error)
    {
        var differences = trees.SelectMany(tree => tree.Compare()).ToList();
        if (differences.Count == 0)
        {
            return Success;
        }
        error.WriteLine($"{differences.Count} generated file(s) are not up to date; run 'make generate' and commit the result:");
        foreach (var difference in differences)
        {
            error.WriteLine($"  {difference.State.ToString().ToLowerInvariant()}: {Relative(difference.FullPath)}");
        }
        return Failure;
    }

    private static int Write(IReadOnlyList<GeneratedTree> trees, TextWriter output)
    {
        foreach (var difference in trees.SelectMany(tree => tree.Write()))
        {
            output.WriteLine($"{(difference.State == FileState.Stale ? "deleted" : "wrote")} {Relative(difference.FullPath)}");
        }
        return Success;
    }

    private static string Relative(string path) => Path.GetRelativePath(Directory.GetCurrentDirectory(), path);

    /// <summary>The repository's version, with which this tool was built, without the commit that the .NET SDK appends.</summary>
    private static string OwnVersion() =>
        typeof(GeneratorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
