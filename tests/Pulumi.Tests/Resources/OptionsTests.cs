namespace Pulumi.Tests.Resources;

internal sealed class OptionsTests
{
    [Test]
    public async Task Merge_concatenates_lists_and_gives_the_second_options_precedence()
    {
        var first = new CustomResourceOptions
        {
            Version = "1",
            Protect = true,
            ImportId = "a",
            DeleteBeforeReplace = true,
            RetainOnDelete = true,
            Id = "1",
            IgnoreChanges = { "a" },
            ReplaceOnChanges = { "a" },
            AdditionalSecretOutputs = { "a" },
            Aliases = { new Alias { Name = "a" } },
            CustomTimeouts = new() { Create = TimeSpan.FromSeconds(1), Delete = TimeSpan.FromSeconds(2) },
            PluginDownloadURL = "u",
            DependsOn = { new DependencyResource("a") },
            ResourceTransformations = { _ => null },
            ResourceTransforms = { (_, _) => null! },
        };
        var second = new CustomResourceOptions
        {
            Version = "2",
            Protect = false,
            IgnoreChanges = { "b" },
            ReplaceOnChanges = { "b" },
            AdditionalSecretOutputs = { "b" },
            Aliases = { new Alias { Name = "b" } },
            CustomTimeouts = new() { Update = TimeSpan.FromSeconds(3) },
            DependsOn = { new DependencyResource("b") },
            ResourceTransformations = { _ => null },
            ResourceTransforms = { (_, _) => null! },
        };

        var merged = CustomResourceOptions.Merge(first, second);

        Assert.That((merged.Version, merged.Protect, merged.ImportId), Is.EqualTo(("2", (bool?)false, "a")));
        Assert.That((merged.DeleteBeforeReplace, merged.RetainOnDelete), Is.EqualTo(((bool?)true, (bool?)true)));
        Assert.That(merged.PluginDownloadURL, Is.EqualTo("u"));
        Assert.That(merged.IgnoreChanges, Is.EqualTo(["a", "b"]));
        Assert.That(merged.ReplaceOnChanges, Is.EqualTo(["a", "b"]));
        Assert.That(merged.AdditionalSecretOutputs, Is.EqualTo(["a", "b"]));
        Assert.That((merged.CustomTimeouts?.Create, merged.CustomTimeouts?.Update), Is.EqualTo(((TimeSpan?)null, TimeSpan.FromSeconds(3))));
        Assert.That((merged.Aliases.Count, merged.ResourceTransformations.Count, merged.ResourceTransforms.Count), Is.EqualTo((2, 2, 2)));
        Assert.That((await merged.DependsOn.ToOutput().Data).Value, Has.Length.EqualTo(2));
        Assert.That((await merged.Id!.ToOutput().Data).Value, Is.EqualTo("1"));
    }

    [Test]
    public async Task Merge_changes_neither_options()
    {
        var first = new CustomResourceOptions { IgnoreChanges = { "a" }, DependsOn = { new DependencyResource("a") } };
        var merged = CustomResourceOptions.Merge(first, null);
        merged.IgnoreChanges.Add("b");
        merged.DependsOn.Add(new DependencyResource("b"));

        Assert.That(first.IgnoreChanges, Is.EqualTo(["a"]));
        Assert.That((await first.DependsOn.ToOutput().Data).Value, Has.Length.EqualTo(1));
    }

    [Test]
    public void Merged_components_have_one_provider_a_package()
    {
        var old = Provider("acme", "old");
        var other = Provider("other", "other");
        var young = Provider("acme", "young");

        var merged = ComponentResourceOptions.Merge(new() { Providers = { old, other } }, new() { Providers = { young } });

        Assert.That(merged.Providers, Is.EqualTo([other, young]));
    }

    private static DependencyProviderResource Provider(string package, string name) =>
        DependencyProviderResource.FromReference($"urn:pulumi:dev::office::pulumi:providers:{package}::{name}::id");
}
