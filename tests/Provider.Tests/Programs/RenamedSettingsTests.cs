using YamlDotNet.RepresentationModel;

namespace ZeroTrust.Provider.Tests.Programs;

/// <summary>What was there before the program, after a rename of the resource that replaced it.</summary>
internal sealed class RenamedSettingsTests
{
    private const string Warning = "Deleting DeviceSettings 'new' will not restore what was there before the program: disable_for_time 0.";

    [Test]
    public async Task With_an_alias_it_is_restored_and_without_one_a_warning_shows_it([Values] bool alias)
    {
        await using var stack = await ProgramStack.OpenAsync();
        var before = await stack.InventoryAsync();
        await stack.UpAsync(Program("old"));
        var during = await stack.InventoryAsync();

        var renaming = await stack.UpAsync(Program("new", alias ? "options: {aliases: [old]}" : "options: {}"));

        Assert.That(renaming.Succeeded);
        Assert.That(stack.Output, alias ? Does.Not.Contain("will not restore") : Does.Contain(Warning));
        Assert.That((await stack.DestroyAsync()).Succeeded);
        Assert.That(await stack.InventoryAsync(), Is.EqualTo(alias ? before : during));
    }

    private static YamlMappingNode Program(string name, string options = "options: {}") =>
        YamlProgram.Parse($"{name}: {{type: \"zerotrust:DeviceSettings\", properties: {{disableForTime: 60}}, {options}}}").Single();
}
