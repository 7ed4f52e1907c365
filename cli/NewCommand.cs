using System.CommandLine;
using System.Text.RegularExpressions;

namespace ZeroTrust.Cli;

/// <summary><c>zt new</c>: a new project that builds and deploys without edits.</summary>
internal static partial class NewCommand
{
    private const string Solution = "ZeroTrust.Provider.sln";
    private const string Sdk = "sdk/dotnet/Pulumi.ZeroTrust.csproj";

    // The plugin in a checkout: published, or from the last build.
    private static readonly string[] PluginFolders = ["bin", "provider/bin/Release/net10.0", "provider/bin/Debug/net10.0"];

    public static Command Create()
    {
        var folder = new Argument<string>("folder")
        {
            Description = "Folder for the new project. Must be empty or not exist.",
        }.RefusingOptions();
        var name = new Option<string?>("--name") { Description = "Project name. Default: the folder's name." };
        var sdk = new Option<string?>("--sdk")
        {
            Description =
                "Checkout of the provider to build against. Default: the checkout that zt was built in, "
                + "otherwise the package Pulumi.ZeroTrust.",
        };
        var command = new Command(
            "new",
            "Creates a C# project with a profile and its split tunnel. Deploy it with 'zt local up --simulate'."
        )
        {
            folder,
            name,
            sdk,
        };
        command.SetAction(arguments =>
            CommandErrors.Guard(
                arguments,
                () =>
                {
                    var directory = Path.GetFullPath(arguments.GetRequiredValue(folder));
                    Write(
                        directory,
                        arguments.GetValue(name) ?? Path.GetFileName(directory.TrimEnd(Path.DirectorySeparatorChar)),
                        arguments.GetValue(sdk) ?? Checkout()
                    );
                    arguments.InvocationConfiguration.Output.WriteLine(
                        $"""
                        {directory} is a project now. Try it:

                          cd {arguments.GetRequiredValue(folder)}
                          zt local up --simulate

                        Program.cs declares what the account gets. Without --simulate, that is the account of
                        CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_API_TOKEN.
                        """
                    );
                    return 0;
                }
            )
        );
        return command;
    }

    private static void Write(string directory, string name, string? checkout)
    {
        if (!ProjectName().IsMatch(name))
        {
            throw new IOException($"'{name}' is not a valid project name: use letters, digits, '-', '_' and '.'. Set one with --name.");
        }
        if (checkout is not null && !File.Exists(Path.Combine(checkout, Sdk)))
        {
            throw new IOException($"{checkout} is not a checkout of the provider: {Sdk} is missing.");
        }
        if (Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any())
        {
            throw new IOException($"{directory} is not empty; choose another folder.");
        }
        Directory.CreateDirectory(directory);
        void WriteFile(string file, string text) => File.WriteAllText(Path.Combine(directory, file), text);

        WriteFile("Pulumi.yaml", ProjectFile(name, checkout));
        WriteFile($"{name}.csproj", BuildFile(checkout));
        using (var program = new StreamReader(typeof(NewCommand).Assembly.GetManifestResourceStream("quickstart.cs")!))
        {
            WriteFile("Program.cs", program.ReadToEnd());
        }
        WriteFile(".gitignore", "bin/\nobj/\n.local/\n");
    }

    private static string ProjectFile(string name, string? checkout)
    {
        var project = $"name: {name}\nruntime: dotnet\ndescription: Cloudflare Zero Trust devices.\n";
        var plugin = checkout is null ? null : PluginFolders.Select(folder => Path.Combine(checkout, folder)).FirstOrDefault(HasPlugin);
        return plugin is null ? project : $"{project}plugins:\n  providers:\n    - name: zerotrust\n      path: {plugin}\n";
    }

    private static string BuildFile(string? checkout) =>
        StackProject.Write(
            checkout is null ? StackProject.PackageReference : $"<ProjectReference Include=\"{Path.Combine(checkout, Sdk)}\" />"
        );

    private static bool HasPlugin(string folder) =>
        Directory.Exists(folder)
        && Directory.EnumerateFiles(folder, "pulumi-resource-zerotrust*").Any(file => Path.GetExtension(file) is "" or ".exe");

    // The checkout that this command was built in.
    private static string? Checkout()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }
        return null;
    }

    [GeneratedRegex("^[A-Za-z0-9._-]+$")]
    private static partial Regex ProjectName();
}
