using ZeroTrust.Sdk.Generator.Markdown;
using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>A function with its result, and its arguments in plain and output form.</summary>
internal sealed class FunctionFile
{
    private readonly CSharpPackage _package;
    private readonly FunctionSchema _function;
    private readonly TypeNames _types;
    private readonly string _name;

    private FunctionFile(CSharpPackage package, FunctionSchema function)
    {
        _package = package;
        _function = function;
        _types = new TypeNames(package, package.NamespaceOf(function.Token));
        _name = CSharpNames.FunctionClass(function.Token);
    }

    public static GeneratedFile Create(CSharpPackage package, FunctionSchema function)
    {
        var file = new FunctionFile(package, function);
        return SourceFile.Create(package.PathOf(function.Token, file._name + ".cs"), package.NamespaceOf(function.Token), file.Write);
    }

    private IReadOnlyList<PropertySchema> Inputs => _function.Inputs?.Properties ?? [];

    private bool IsPositional => _function.MultiArgumentInputs.Count > 0;

    /// <summary>The result type in angle brackets; empty when the function returns nothing.</summary>
    private string Result =>
        _function switch
        {
            { Outputs.Properties.Count: > 0 } => $"<{_name}Result>",
            { ReturnType: { } type } => $"<{_types.Element(type, TypeUse.Output)}>",
            _ => "",
        };

    /// <summary>Results on the wire are objects; the SDK unwraps a single value from an object with one key.</summary>
    private string Invoke => _function.ReturnType is null or NamedType && !ReturnsEnum ? "Invoke" : "InvokeSingle";

    private bool ReturnsEnum => _function.ReturnType is NamedType named && _package.Schema.FindEnum(named.Token) is not null;

    private string Token => CSharpNames.Quote(_function.Token);

    private void Write(CodeWriter code)
    {
        XmlDocs.Describe(code, _function.Description);
        SourceFile.Obsolete(code, _function.DeprecationMessage);
        code.Block(
            $"public static class {_name}",
            () =>
            {
                if (_function.HasPlainForm)
                {
                    code.Separate();
                    WriteSummary(code);
                    WritePlainForm(code);
                }
                if (_function.HasResult)
                {
                    code.Separate();
                    WriteSummary(code);
                    WriteOutputForm(code);
                }
            }
        );
        if (_function.Inputs is not null)
        {
            WriteArguments(code);
        }
        if (_function.Outputs is { Properties.Count: > 0 } outputs)
        {
            code.Line();
            new OutputClass($"{_name}Result", outputs.Properties)
            {
                Description = outputs.Description ?? $"The result of `{_name}`.",
            }.Write(code, _types);
        }
    }

    private void WriteSummary(CodeWriter code)
    {
        if (DescriptionText.FirstParagraph(_function.Description) is { Length: > 0 } summary)
        {
            XmlDocs.Summary(code, summary);
        }
    }

    private void WriteArguments(CodeWriter code)
    {
        if (_function.HasPlainForm)
        {
            code.Line();
            new InputClass($"{_name}Args", "InvokeArgs", Inputs, TypeUse.Plain)
            {
                Description = $"The arguments of `{_name}.InvokeAsync`.",
            }.Write(code, _package, _types);
        }
        if (_function.HasResult && Inputs.Count > 0)
        {
            code.Line();
            new InputClass($"{_name}InvokeArgs", "InvokeArgs", Inputs, TypeUse.Input)
            {
                Description = $"The arguments of `{_name}.Invoke`.",
            }.Write(code, _package, _types);
        }
    }

    private void WritePlainForm(CodeWriter code)
    {
        if (IsPositional)
        {
            WritePositional(code, $"Task{Result} InvokeAsync", $"{Invoke}Async{Result}", TypeUse.Plain);
            return;
        }
        // Unlike the output form, the plain form takes an arguments object even if the schema's inputs are empty.
        var (parameter, argument) = _function.Inputs is null ? ("", "InvokeArgs.Empty") : ArgumentsOf($"{_name}Args");
        WriteCall(code, $"Task{Result} InvokeAsync({parameter}InvokeOptions? options = null)", $"{Invoke}Async{Result}", argument);
    }

    private void WriteOutputForm(CodeWriter code)
    {
        if (IsPositional)
        {
            WritePositional(code, $"Output{Result} Invoke", $"{Invoke}{Result}", TypeUse.Input);
            return;
        }
        var (parameter, argument) = Inputs.Count == 0 ? ("", "InvokeArgs.Empty") : ArgumentsOf($"{_name}InvokeArgs");
        WriteCall(code, $"Output{Result} Invoke({parameter}InvokeOptions? options = null)", $"{Invoke}{Result}", argument);
        code.Line();
        WriteSummary(code);
        // The overloads differ only in their options, so the arguments cannot be optional here.
        var required = parameter.Length == 0 ? "" : $"{_name}InvokeArgs args, ";
        WriteCall(code, $"Output{Result} Invoke({required}InvokeOutputOptions options)", $"{Invoke}{Result}", argument);
    }

    private (string Parameter, string Argument) ArgumentsOf(string type)
    {
        var isOptional = Inputs.All(input => !input.IsRequired);
        return ($"{type}{(isOptional ? "?" : "")} args{(isOptional ? " = null" : "")}, ", $"args ?? new {type}()");
    }

    private void WriteCall(CodeWriter code, string signature, string method, string argument, string options = "options")
    {
        code.Line($"public static {signature}");
        code.Line($"    => global::Pulumi.Deployment.Instance.{method}({Token}, {argument}, {options}.WithDefaults());");
    }

    private void WritePositional(CodeWriter code, string signature, string method, TypeUse use)
    {
        var inputs = _function.MultiArgumentInputs.Select(name => _function.Inputs!.Find(name)!).ToList();
        var parameters = inputs.Select(input => $"{_types.Argument(input, use)} {Name(input)}{(input.IsRequired ? "" : " = null")}, ");
        // An arguments class supports inputs of any type; DictionaryInvokeArgs refuses lists, maps and objects.
        WriteCall(
            code,
            $"{signature}({string.Concat(parameters)}InvokeOptions? invokeOptions = null)",
            method,
            $"new {_name}{(use == TypeUse.Plain ? "" : "Invoke")}Args {{ {string.Join(", ", inputs.Select(Assignment))} }}",
            options: "invokeOptions"
        );
    }

    /// <summary>An omitted collection is null as an argument, but never as a property.</summary>
    private static string Assignment(PropertySchema input) =>
        $"{CSharpNames.Property(input)} = {Name(input)}{(input is { IsRequired: false, Type: ArrayType or MapType } ? "!" : "")}";

    private static string Name(PropertySchema input) => CSharpNames.LowerFirst(CSharpNames.Parameter(input.Name));
}
