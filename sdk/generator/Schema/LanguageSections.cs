using System.Text.Json;

namespace ZeroTrust.Sdk.Generator.Schema;

/// <summary>Which settings each language's section may hold, and of which kind. A misspelt one is silently ignored by Pulumi.</summary>
internal static class LanguageSections
{
    private enum Setting
    {
        Text,
        Flag,
        TextMap,
        TextList,
        Section,
    }

    private static readonly Dictionary<string, Dictionary<string, Setting>> Known = new(StringComparer.Ordinal)
    {
        ["csharp"] = new(StringComparer.Ordinal)
        {
            ["rootNamespace"] = Setting.Text,
            ["namespaces"] = Setting.TextMap,
            ["packageReferences"] = Setting.TextMap,
            ["projectReferences"] = Setting.TextList,
            ["respectSchemaVersion"] = Setting.Flag,
            ["compatibility"] = Setting.Text,
            ["dictionaryConstructors"] = Setting.Flag,
            ["liftSingleValueMethodReturns"] = Setting.Flag,
        },
        ["nodejs"] = new(StringComparer.Ordinal)
        {
            ["packageName"] = Setting.Text,
            ["packageDescription"] = Setting.Text,
            ["readme"] = Setting.Text,
            ["dependencies"] = Setting.TextMap,
            ["devDependencies"] = Setting.TextMap,
            ["peerDependencies"] = Setting.TextMap,
            ["resolutions"] = Setting.TextMap,
            ["typescriptVersion"] = Setting.Text,
            ["moduleToPackage"] = Setting.TextMap,
            ["respectSchemaVersion"] = Setting.Flag,
            ["useTypeOnlyReferences"] = Setting.Flag,
            ["disableUnionOutputTypes"] = Setting.Flag,
            ["compatibility"] = Setting.Text,
            ["extraTypeScriptFiles"] = Setting.TextList,
        },
        ["python"] = new(StringComparer.Ordinal)
        {
            ["packageName"] = Setting.Text,
            ["requires"] = Setting.TextMap,
            ["pythonRequires"] = Setting.Text,
            ["readme"] = Setting.Text,
            ["moduleNameOverrides"] = Setting.TextMap,
            ["pyproject"] = Setting.Section,
            ["respectSchemaVersion"] = Setting.Flag,
            ["compatibility"] = Setting.Text,
            ["usesIOClasses"] = Setting.Flag,
            ["inputTypes"] = Setting.Text,
        },
        ["go"] = new(StringComparer.Ordinal)
        {
            ["importBasePath"] = Setting.Text,
            ["modulePath"] = Setting.Text,
            ["rootPackageName"] = Setting.Text,
            ["moduleToPackage"] = Setting.TextMap,
            ["packageImportAliases"] = Setting.TextMap,
            ["generateResourceContainerTypes"] = Setting.Flag,
            ["generateExtraInputTypes"] = Setting.Flag,
            ["respectSchemaVersion"] = Setting.Flag,
            ["internalDependencies"] = Setting.TextList,
            ["pulumiSDKVersion"] = Setting.Text,
        },
        ["java"] = new(StringComparer.Ordinal)
        {
            ["basePackage"] = Setting.Text,
            ["packages"] = Setting.TextMap,
            ["buildFiles"] = Setting.Text,
            ["dependencies"] = Setting.TextMap,
            ["gradleNexusPublishPluginVersion"] = Setting.Text,
            ["gradleTest"] = Setting.Text,
        },
    };

    public static void Check(SchemaNode? language)
    {
        foreach (var (name, section) in language?.Entries() ?? [])
        {
            if (!Known.TryGetValue(name, out var settings))
            {
                section.Report($"is no known language; use {string.Join(", ", Known.Keys)}.");
            }
            else if (section.Expect(JsonValueKind.Object) is not null)
            {
                CheckSection(section, settings);
            }
        }
    }

    private static void CheckSection(SchemaNode section, Dictionary<string, Setting> settings)
    {
        foreach (var (name, node) in section.Entries())
        {
            if (settings.TryGetValue(name, out var setting))
            {
                CheckKind(section, name, setting);
            }
            else
            {
                node.Report($"is no setting of this language; known are {string.Join(", ", settings.Keys)}.");
            }
        }
    }

    private static void CheckKind(SchemaNode section, string name, Setting setting)
    {
        switch (setting)
        {
            case Setting.Text: _ = section.Text(name); break;
            case Setting.Flag: _ = section.Flag(name); break;
            case Setting.TextMap: _ = section.TextMap(name); break;
            case Setting.TextList: _ = section.Texts(name); break;
            default: _ = section.Object(name); break;
        }
    }
}
