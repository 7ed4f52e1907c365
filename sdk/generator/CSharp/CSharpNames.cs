using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>Converts schema names to C# names, exactly as `pulumi convert` and `pulumi import` expect them.</summary>
internal static partial class CSharpNames
{
    private static readonly Dictionary<string, string> WordsForSymbols = new(StringComparer.Ordinal)
    {
        ["*"] = "Asterisk",
        ["0"] = "Zero",
        ["1"] = "One",
        ["2"] = "Two",
        ["3"] = "Three",
        ["4"] = "Four",
        ["5"] = "Five",
        ["6"] = "Six",
        ["7"] = "Seven",
        ["8"] = "Eight",
        ["9"] = "Nine",
    };

    /// <summary>Class name of a token: its last part in PascalCase.</summary>
    public static string Class(string token) => UpperFirst(token[(token.LastIndexOf(':') + 1)..]);

    public static string Class(ResourceSchema resource) =>
        resource.IsProvider ? "Provider"
        : resource.CSharpName is { } name ? UpperFirst(name)
        : Class(resource.Token);

    /// <summary>Class name of a function; a class named Invoke would clash with its method.</summary>
    public static string FunctionClass(string token) =>
        Class(token) is var name && name.ToUpperInvariant() is "INVOKE" or "INVOKEASYNC" ? name + "Function" : name;

    public static string Property(PropertySchema property) => property.CSharpName ?? UpperFirst(Unhyphenate(property.Name));

    /// <summary>Name of a constructor parameter or field: the wire name, unchanged where C# allows it.</summary>
    public static string Parameter(string wireName)
    {
        var name = Unhyphenate(wireName.TrimStart('$'));
        return SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
    }

    public static string EnumMember(string enumName, EnumValueSchema value)
    {
        var given = value.Name ?? (value.Value.ValueKind == JsonValueKind.String ? value.Value.GetString()! : value.Value.GetRawText());
        var name = WordsForSymbols.GetValueOrDefault(given, given);
        name = RunsOfUnderscores().Replace(UpperFirst(Sanitize(name)), "_");
        if (name.StartsWith('_'))
        {
            name = enumName + name;
        }
        return name == "Equals" ? "EqualsValue" : name;
    }

    /// <summary>Namespace segments of a package or module name.</summary>
    public static string Namespace(IReadOnlyDictionary<string, string> namespaces, string name) =>
        namespaces.TryGetValue(name, out var mapped)
            ? mapped
            : string.Join('.', name.Split('/').Select(part => string.Concat(part.Split('-').Select(UpperFirst))));

    public static string UpperFirst(string name) => name.Length == 0 ? name : string.Concat(name[..1].ToUpperInvariant(), name.AsSpan(1));

    public static string LowerFirst(string name) => name.Length == 0 ? name : string.Concat(name[..1].ToLowerInvariant(), name.AsSpan(1));

    /// <summary>A C# string literal.</summary>
    public static string Quote(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>A string, boolean or number as a C# literal.</summary>
    public static string Literal(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => Quote(value.GetString()!),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.TryGetInt32(out var whole)
                ? whole.ToString(CultureInfo.InvariantCulture)
                : value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        };

    /// <summary>Removes hyphens and capitalizes the letter after each.</summary>
    private static string Unhyphenate(string name)
    {
        var parts = name.Split('-');
        return parts[0] + string.Concat(parts.Skip(1).Select(UpperFirst));
    }

    private static string Sanitize(string name)
    {
        var safe = new StringBuilder();
        foreach (var c in name)
        {
            if (safe.Length == 0 && char.IsAsciiDigit(c))
            {
                safe.Append('_');
            }
            safe.Append(char.IsLetterOrDigit(c) ? c : '_');
        }
        return safe.ToString();
    }

    [GeneratedRegex("_+")]
    private static partial Regex RunsOfUnderscores();
}
