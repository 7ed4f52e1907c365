using System.Globalization;
using System.Text;
using ZeroTrust.Protocol.Values;
using ZeroTrust.Provider.Kernel;

namespace ZeroTrust.Cli.Adopt;

/// <summary>Writes an adopted account as a C# stack.</summary>
internal sealed class CSharpProgram(AdoptedProgram program)
{
    private const int MaximumLineLength = 120;

    private readonly StringBuilder _text = new();
    private int _indent;

    public static string Write(AdoptedProgram program) => new CSharpProgram(program).Write();

    private string Write()
    {
        Line("using Pulumi;");
        Line("using Pulumi.ZeroTrust;");
        Line("using Pulumi.ZeroTrust.Inputs;");
        Line("");
        Line("return await Deployment.RunAsync(() =>");
        Open("{");
        foreach (var (index, resource) in program.Resources.Index())
        {
            if (index > 0)
            {
                Line("");
            }

            Resource(resource);
        }

        Close("});");
        return _text.ToString();
    }

    private void Resource(AdoptedResource resource)
    {
        var options = Options(resource);
        var target = program.IsReferred(resource) ? $"var {resource.Variable}" : "_";
        var start = $"{target} = new {resource.TypeName}({Literal(resource.Name)}, ";
        if (resource.Inputs.Count == 0)
        {
            Line($"{start}new(){(options.Length > 0 ? ", " + options : "")});");
            return;
        }

        Line($"{start}new()");
        Open("{");
        Properties(resource, resource.Type.Inputs, resource.Inputs);
        Close(options.Length > 0 ? $"}}, {options});" : "});");
    }

    private static string Options(AdoptedResource resource)
    {
        string[] options =
        [
            .. resource.Protect ? ["Protect = true"] : Array.Empty<string>(),
            .. resource.DeletedWith is { } profile ? [$"DeletedWith = {profile.Variable}"] : Array.Empty<string>(),
        ];
        return options.Length == 0 ? "" : $"new() {{ {string.Join(", ", options)} }}";
    }

    private void Properties(AdoptedResource resource, ObjectSpec spec, PropertyMap values)
    {
        foreach (var property in spec.Properties)
        {
            if (values.Get(property.Name)?.Unsecret() is { } value)
            {
                Assignment($"{Pascal(property.Name)} = ", resource, property.Value, value);
            }
        }
    }

    // On one line where it fits.
    private void Assignment(string start, AdoptedResource resource, ValueSpec spec, PropertyValue value)
    {
        var inline = $"{start}{Inline(resource, spec, value)},";
        var nested = value is PropertyArray { Count: > 1 } list && list.Any(item => item is PropertyMap);
        if (!nested && (4 * _indent) + inline.Length <= MaximumLineLength)
        {
            Line(inline);
            return;
        }

        switch (value)
        {
            case PropertyArray entries:
                Line(start.TrimEnd());
                Open("{");
                foreach (var entry in entries)
                {
                    Assignment("", resource, spec.Item!, entry.Unsecret());
                }

                Close("},");
                break;
            case PropertyMap map when spec.Object is { } type:
                Line($"{start}new {type.TypeName}Args");
                Open("{");
                Properties(resource, type, map);
                Close("},");
                break;
            default:
                Line(inline);
                break;
        }
    }

    private string Inline(AdoptedResource resource, ValueSpec spec, PropertyValue value) =>
        value switch
        {
            _ when program.Find(resource, value) is { } reference => $"{reference.Resource.Variable}.{Pascal(reference.Output)}",
            PropertyString text when spec.Enum?.Values.FirstOrDefault(known => known.Value == text.Value) is { } known =>
                $"{spec.Enum.Name}.{known.Name}",
            PropertyString text => Literal(text.Value),
            PropertyBool flag => flag.Value ? "true" : "false",
            PropertyNumber number => number.Value.ToString("R", CultureInfo.InvariantCulture),
            PropertyArray { Count: 0 } => "new()",
            PropertyArray list => $"{{ {string.Join(", ", list.Select(item => Inline(resource, spec.Item!, item.Unsecret())))} }}",
            PropertyMap map when spec.Object is { } type =>
                $"new {type.TypeName}Args {{ {string.Join(", ", type.Properties
            .Where(property => map.ContainsKey(property.Name))
            .Select(property => $"{Pascal(property.Name)} = {Inline(resource, property.Value, map[property.Name].Unsecret())}"))} }}",
            PropertyMap map =>
                $"{{ {string.Join(", ", map.Select(entry =>
            $"[{Literal(entry.Key)}] = {Inline(resource, spec.Item!, entry.Value.Unsecret())}"))} }}",
            _ => throw new NotSupportedException($"'{value.GetType().Name}' cannot be written in C#; please report this bug."),
        };

    private static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => literal.Append("\\\""),
                '\\' => literal.Append("\\\\"),
                '\n' => literal.Append("\\n"),
                '\r' => literal.Append("\\r"),
                '\t' => literal.Append("\\t"),
                _ when IsInvisible(c) => literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => literal.Append(c),
            };
        }

        return literal.Append('"').ToString();
    }

    private static bool IsInvisible(char c) =>
        char.GetUnicodeCategory(c)
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private void Open(string brace)
    {
        Line(brace);
        _indent++;
    }

    private void Close(string brace)
    {
        _indent--;
        Line(brace);
    }

    private void Line(string text) => _text.Append(' ', text.Length == 0 ? 0 : 4 * _indent).Append(text).Append('\n');
}
