using System.CommandLine;
using ZeroTrust.Provider.Shared;

namespace ZeroTrust.Cli.Adopt;

/// <summary><c>zt adopt</c>: writes a program that declares the objects of a live account.</summary>
internal static class AdoptCommand
{
    public static Command Create() => Create(Environment.GetEnvironmentVariable);

    /// <param name="environment">Credentials.</param>
    public static Command Create(Func<string, string?> environment)
    {
        var output = new Option<DirectoryInfo>("--out", "-o")
        {
            Description = "Output folder. Must be empty or not exist.",
            Required = true,
        };
        var language = new Option<string>("--language", "-l")
        {
            Description = "Language of the program: csharp or yaml.",
            DefaultValueFactory = _ => "csharp",
        };
        language.AcceptOnlyFromAmong("csharp", "yaml");
        var only = new Option<string[]>("--only")
        {
            Description = "Resource types to adopt, such as DeviceProfile,SplitTunnel. Default: all.",
            CustomParser = result =>
                [
                    .. result.Tokens.SelectMany(token =>
                        token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    ),
                ],
        };
        var from = new Option<FileInfo?>("--from")
        {
            Description =
                "Keep the resource names of another tool. Takes terraform.tfstate, import blocks of cf-terraforming, "
                + "or the output of 'pulumi stack export'.",
        };
        var name = new Option<string?>("--name") { Description = "Project name. Default: the folder's name." };

        var command = new Command("adopt", "Generates a Pulumi project from a live account, and the file to import it. Read-only.")
        {
            output,
            language,
            only,
            from,
            name,
        };
        command.SetAction(
            (arguments, ct) =>
                CommandErrors.GuardAsync(
                    arguments,
                    () =>
                    {
                        var directory = arguments.GetRequiredValue(output);
                        return RunAsync(
                            new(
                                directory,
                                arguments.GetRequiredValue(language) == "yaml",
                                arguments.GetValue(only) ?? [],
                                arguments.GetValue(from),
                                arguments.GetValue(name) ?? ProjectName(directory.Name)
                            ),
                            environment,
                            arguments.InvocationConfiguration.Output,
                            ct
                        );
                    }
                )
        );
        return command;
    }

    /// <summary>What to adopt, and where to write the program.</summary>
    private sealed record Request(DirectoryInfo Directory, bool Yaml, IReadOnlyCollection<string> Only, FileInfo? From, string Project);

    private static async Task<int> RunAsync(Request request, Func<string, string?> environment, TextWriter output, CancellationToken ct)
    {
        if (request.Directory.Exists && request.Directory.EnumerateFileSystemInfos().Any())
        {
            throw new CommandException($"--out: '{request.Directory.FullName}' is not empty; choose another folder.");
        }

        var names = request.From is { } file ? ReadNames(file) : new Dictionary<string, string>();
        using var session = ProviderSession.Open(environment, TimeProvider.System);
        CheckTypes(request.Only, session);
        var program = await ProgressBar.ShowAsync(progress => new AccountReader(session, names).ReadAsync(request.Only, progress, ct));
        request.Directory.Create();
        foreach (var (path, content) in Files(request, program))
        {
            await File.WriteAllTextAsync(Path.Combine(request.Directory.FullName, path), content, ct);
        }

        await output.WriteLineAsync(Summary(request, program));
        return 0;
    }

    private static IReadOnlyDictionary<string, string> ReadNames(FileInfo file)
    {
        try
        {
            return PeerNames.Read(File.ReadAllText(file.FullName));
        }
        catch (FormatException e)
        {
            throw new CommandException($"--from '{file.Name}': {e.Message}");
        }
    }

    private static void CheckTypes(IReadOnlyCollection<string> only, ProviderSession session)
    {
        foreach (var type in only)
        {
            if (!AccountReader.Types.Contains(type) || session.Catalog.FindResource(Package.Token(type)) is null)
            {
                throw new CommandException($"--only: '{type}' cannot be adopted. Types: {string.Join(", ", AccountReader.Types)}.");
            }
        }
    }

    private static IEnumerable<(string Path, string Content)> Files(Request request, AdoptedProgram program)
    {
        yield return ("import.json", ImportFile.Write(program));
        if (request.Yaml)
        {
            yield return ("Pulumi.yaml", YamlProgram.Write(program, request.Project));
            yield break;
        }

        yield return ("Program.cs", CSharpProgram.Write(program));
        yield return ($"{request.Project}.csproj", StackProject.Write(StackProject.PackageReference));
        yield return (
            "Pulumi.yaml",
            $"""
            name: {request.Project}
            runtime: dotnet
            description: Cloudflare Zero Trust devices, adopted from a live account.

            """
        );
    }

    private static string Summary(Request request, AdoptedProgram program)
    {
        string[] left = [.. LeftOut(request, program)];
        return $"""
            Wrote {program.Resources.Count} resources to {request.Directory.FullName}:
            {string.Join(
                Environment.NewLine,
                program.Resources.GroupBy(resource => resource.TypeName).Select(group => $"  {group.Count(), 5} {group.Key}")
            )}
            {string.Concat(left.Select(line => $"{Environment.NewLine}Not in the program: {line}"))}{(
                left.Length > 0 ? Environment.NewLine : ""
            )}
            Next, in that folder:
              pulumi stack init dev
              pulumi import --file import.json --generate-code=false --yes
              pulumi preview --expect-no-changes
            """;
    }

    private static IEnumerable<string> LeftOut(Request request, AdoptedProgram program)
    {
        var connectors = program.Resources.Count(resource => resource.TypeName == "WarpConnectorTunnel");
        if (connectors > 0)
        {
            yield return "tunnelSecret of the connectors: Cloudflare does not return it. "
                + "The secrets stay unchanged unless the program sets them.";
        }

        string[] routes =
        [
            .. program
                .Resources.Where(resource =>
                    resource.TypeName is "TunnelRoute" or "HostnameRoute"
                    && resource.Inputs.GetValueOrDefault("tunnelId") is { } tunnel
                    && program.Find(resource, tunnel) is null
                )
                .Select(resource => $"'{resource.Name}'"),
        ];
        if (routes.Length > 0)
        {
            yield return $"the tunnels of the routes {string.Join(", ", routes)}. The routes refer to them by ID.";
        }

        if (request.Only.Count == 0)
        {
            yield return "client certificates, which belong to zones. Import each as DeviceCertificates with the zone's ID.";
        }
    }

    // Characters that are allowed in Pulumi's project names and in MSBuild's file names.
    private static string ProjectName(string directory)
    {
        var name = string.Concat(directory.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')).Trim('-', '.');
        return name.Length > 0 ? name : "zerotrust";
    }
}
