using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>Writes the licenses of packages to one file. Fails if a package has none.</summary>
public sealed class WriteNotices : Task
{
    private readonly SortedSet<string> _common = new SortedSet<string>(StringComparer.Ordinal);

    /// <summary>Names of packages; the metadata Version and Folder say which and where.</summary>
    [Required]
    public ITaskItem[] Packages { get; set; }

    /// <summary>Texts of licenses that packages name without including them; the metadata License is the SPDX identifier.</summary>
    [Required]
    public ITaskItem[] Texts { get; set; }

    [Required]
    public string File { get; set; }

    public override bool Execute()
    {
        var text = new StringBuilder("This program contains code of others, under these licenses.\n");
        foreach (
            var package in Packages
                .GroupBy(package => package.ItemSpec, StringComparer.OrdinalIgnoreCase)
                .Select(files => files.First())
                .OrderBy(package => package.ItemSpec, StringComparer.OrdinalIgnoreCase)
        )
        {
            Append(text, package.ItemSpec, package.GetMetadata("Version"), package.GetMetadata("Folder"));
        }

        foreach (var license in _common)
        {
            Heading(text, $"The text of the license {license}");
            Append(text, Texts.First(one => one.GetMetadata("License") == license).ItemSpec);
        }

        if (!Log.HasLoggedErrors)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(File)));
            System.IO.File.WriteAllText(File, text.ToString());
        }

        return !Log.HasLoggedErrors;
    }

    private void Append(StringBuilder text, string name, string version, string folder)
    {
        var nuspec = Directory.EnumerateFiles(folder, "*.nuspec").First();
        var metadata = XDocument.Load(nuspec).Root.Elements().First(element => element.Name.LocalName == "metadata");
        string Value(string element, string type = null) =>
            metadata
                .Elements()
                .Where(one => one.Name.LocalName == element && (type == null || (string)one.Attribute("type") == type))
                .Select(one => one.Value)
                .FirstOrDefault();

        var expression = Value("license", "expression");
        var named = Value("license", "file");
        var files = Directory
            .EnumerateFiles(folder)
            .Where(file =>
                new[] { "LICENSE", "THIRD-PARTY-NOTICE", "THIRDPARTYNOTICE", "NOTICE" }.Any(start =>
                    Path.GetFileName(file).StartsWith(start, StringComparison.OrdinalIgnoreCase)
                )
            )
            .ToList();
        if (named != null)
        {
            files.Add(Path.Combine(folder, named));
        }

        if (files.Count == 0 && Texts.All(text => text.GetMetadata("License") != expression))
        {
            Log.LogError(
                expression == null
                    ? $"{name} {version} states no license, neither in {nuspec} nor in a file beside it, so its code cannot be shipped."
                    : $"{name} {version} has the license '{expression}' without its text. If it is acceptable, add it to eng/licenses."
            );
            return;
        }

        Heading(text, $"{name} {version}");
        foreach (var line in new[] { expression, Value("copyright") ?? Value("authors"), Value("projectUrl") })
        {
            text.Append(string.IsNullOrEmpty(line) ? "" : $"{line}\n");
        }

        foreach (var file in files.Select(Path.GetFullPath).Distinct().OrderBy(file => file, StringComparer.Ordinal))
        {
            Append(text, file);
        }

        if (files.Count == 0)
        {
            _common.Add(expression);
        }
    }

    private static void Heading(StringBuilder text, string heading) => text.Append('\n').Append('=', 80).Append($"\n{heading}\n");

    private static void Append(StringBuilder text, string file) =>
        text.Append($"\n{System.IO.File.ReadAllText(file).Replace("\r\n", "\n").Trim()}\n");
}
