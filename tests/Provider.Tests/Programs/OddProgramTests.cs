using YamlDotNet.RepresentationModel;
using ZeroTrust.Engine;

namespace ZeroTrust.Provider.Tests.Programs;

/// <summary>
/// Odd but realistic programs from their first preview to their destruction. They are the documents of the YAML files beside this one;
/// <c>ZEROTRUST_TEST_PROGRAM_FILES</c> names another folder.
/// </summary>
[Parallelizable(ParallelScope.Children)]
internal sealed class OddProgramTests
{
    /// <summary>In every secret string of a program.</summary>
    private const string Canary = "CANARY";

    private static readonly string Folder =
        Environment.GetEnvironmentVariable("ZEROTRUST_TEST_PROGRAM_FILES") ?? RepositoryFiles.PathTo("tests", "Provider.Tests", "Programs");

    private static IEnumerable<TestCaseData> Programs =>
        from file in Directory.EnumerateFiles(Folder, "*.yaml").Order(StringComparer.Ordinal)
        from document in YamlProgram.Parse(File.ReadAllText(file))
        select new TestCaseData(document).SetArgDisplayNames(((YamlScalarNode)document["title"]).Value!);

    [TestCaseSource(nameof(Programs))]
    public async Task The_account_is_what_the_program_says(YamlMappingNode document)
    {
        await using var stack = await ProgramStack.OpenAsync();
        var before = await stack.InventoryAsync();
        try
        {
            foreach (var (index, step) in ((YamlSequenceNode)document["steps"]).Cast<YamlMappingNode>().Index())
            {
                await UpdateAsync(stack, $"step {index + 1}", (YamlMappingNode)step["resources"]);
            }

            Succeeded(await stack.DestroyAsync(), "destroy");
            Assert.That(await stack.InventoryAsync(), Is.EqualTo(before), "the account after destroy");
            Assert.That(stack.Output, Does.Not.Contain(Canary), "the output");
            Assert.That(stack.State, Does.Not.Contain(Canary), "the state");
        }
        finally
        {
            await TestContext.Out.WriteLineAsync(stack.Output);
        }
    }

    [TestCase("devices/policy", "policy_id")]
    [TestCase("devices/networks", "network_id")]
    [TestCase("warp_connector", "id")]
    [TestCase("teamnet/routes", "id")]
    [TestCase("teamnet/virtual_networks", "id")]
    [TestCase("zerotrust/routes/hostname", "id")]
    public async Task What_others_delete_is_created_again(string path, string id)
    {
        await using var stack = await ProgramStack.OpenAsync();
        var program = (YamlMappingNode)
            YamlProgram.Parse(File.ReadAllText(Path.Combine(Folder, "outside", "everything.yaml"))).Single()["resources"];
        await UpdateAsync(stack, "creation", program);
        try
        {
            await stack.DeleteOutsideAsync(path, id);
            Succeeded(await stack.UpAsync(program, refresh: true), "up");
            Unchanged(await stack.PreviewAsync(program), "preview afterwards");
            Unchanged(await stack.RefreshAsync(), "refresh");
            Succeeded(await stack.DestroyAsync(), "destroy");
        }
        finally
        {
            await TestContext.Out.WriteLineAsync(stack.Output);
        }
    }

    private static async Task UpdateAsync(ProgramStack stack, string name, YamlMappingNode program)
    {
        var writes = stack.Writes.Count();
        Succeeded(await stack.PreviewAsync(program), $"{name}: preview");
        Assert.That(stack.Writes.Count(), Is.EqualTo(writes), $"{name}: writes of the preview");
        Succeeded(await stack.UpAsync(program), $"{name}: up");
        Unchanged(await stack.PreviewAsync(program), $"{name}: preview afterwards");
        Unchanged(await stack.RefreshAsync(), $"{name}: refresh");
        Unchanged(await stack.PreviewAsync(program), $"{name}: preview after the refresh");
    }

    private static void Succeeded(OperationResult result, string when) => Assert.That(result.Succeeded, when);

    private static void Unchanged(OperationResult result, string when)
    {
        Succeeded(result, when);
        Assert.That(result.Steps.Where(step => step.Changes), Is.Empty, when);
    }
}
