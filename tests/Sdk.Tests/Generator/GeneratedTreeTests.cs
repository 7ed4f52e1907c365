using ZeroTrust.Sdk.Generator;

namespace ZeroTrust.Sdk.Tests.Generator;

/// <summary>Which files are written, deleted and kept.</summary>
public sealed class GeneratedTreeTests
{
    private static readonly GeneratedFile Zone = new("Dns/Zone.cs", $"// {GeneratedFile.Mark}\nzone\n");
    private static readonly GeneratedFile Version = new("version.txt", "1.2.3\n");

    [Test]
    public void A_second_run_changes_nothing()
    {
        using var folder = new TemporaryFolder();
        var tree = new GeneratedTree(folder.Path, [Zone, Version]);

        var first = tree.Write();
        var second = tree.Write();

        Assert.That(first.Select(d => d.State), Is.EqualTo((FileState[])[FileState.Missing, FileState.Missing]));
        Assert.That(second, Is.Empty);
        Assert.That(folder.Read("Dns/Zone.cs"), Is.EqualTo(Zone.Content));
    }

    [Test]
    public void A_file_that_is_no_longer_generated_is_deleted()
    {
        using var folder = new TemporaryFolder();
        new GeneratedTree(folder.Path, [Zone, Version]).Write();

        var changes = new GeneratedTree(folder.Path, [Version]).Write();

        Assert.That(changes.Single().State, Is.EqualTo(FileState.Stale));
        Assert.That(folder.Has("Dns/Zone.cs"), Is.False);
    }

    [Test]
    public void Hand_written_files_are_not_changed()
    {
        using var folder = new TemporaryFolder();
        folder.Write("Components/ManagedProfile.cs", "public class ManagedProfile;\n");
        folder.Write("logo.png", "png");

        var tree = new GeneratedTree(folder.Path, [Zone]);
        tree.Write();

        Assert.That(tree.Compare(), Is.Empty);
        Assert.That(folder.Read("Components/ManagedProfile.cs"), Is.EqualTo("public class ManagedProfile;\n"));
        Assert.That(folder.Has("logo.png"), Is.True);
    }

    [Test]
    public void Build_output_is_not_searched_for_stale_files()
    {
        using var folder = new TemporaryFolder();
        folder.Write("obj/Old.cs", $"// {GeneratedFile.Mark}\n");

        Assert.That(new GeneratedTree(folder.Path, []).Compare(), Is.Empty);
    }

    [Test]
    public void Line_ends_are_ignored()
    {
        using var folder = new TemporaryFolder();
        folder.Write(Zone.Path, Zone.Content.ReplaceLineEndings("\r\n"));

        Assert.That(new GeneratedTree(folder.Path, [Zone]).Compare(), Is.Empty);
    }

    [Test]
    public void An_edited_file_is_reported_and_restored()
    {
        using var folder = new TemporaryFolder();
        var tree = new GeneratedTree(folder.Path, [Zone]);
        tree.Write();
        folder.Write(Zone.Path, Zone.Content + "// by hand\n");

        var difference = tree.Write().Single();

        Assert.That(difference.State, Is.EqualTo(FileState.Different));
        Assert.That(folder.Read(Zone.Path), Is.EqualTo(Zone.Content));
    }
}
