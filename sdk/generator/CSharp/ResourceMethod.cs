using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>A method of a resource: a function called on the resource itself.</summary>
internal sealed class ResourceMethod
{
    private readonly string _resource;
    private readonly string _name;
    private readonly FunctionSchema _function;
    private readonly bool _liftsResult;

    private ResourceMethod(CSharpPackage package, string resource, string name, FunctionSchema function)
    {
        _resource = resource;
        _name = CSharpNames.UpperFirst(name);
        _function = function;
        _liftsResult = package.Schema.CSharp.LiftSingleValueMethodReturns && function.Outputs is { Properties.Count: 1 };
    }

    public static IEnumerable<ResourceMethod> Of(CSharpPackage package, ResourceSchema resource) =>
        from method in resource.Methods
        orderby method.Key
        let function = package.Schema.FindFunction(method.Value)
        where function is not null
        select new ResourceMethod(package, CSharpNames.Class(resource), method.Key, function);

    private IReadOnlyList<PropertySchema> Arguments =>
        [.. (_function.Inputs?.Properties ?? []).Where(p => p.Name != FunctionSchema.SelfParameter)];

    private string ArgsClass => $"{_resource}{_name}Args";

    private string ResultClass => $"{_resource}{_name}Result";

    public void WriteMember(CodeWriter code, TypeNames types)
    {
        var result = _function.Outputs is null ? "" : $"<{ResultClass}>";
        var returned = _liftsResult ? types.OutputProperty(_function.Outputs!.Properties[0]) : ResultClass;
        var isOptional = Arguments.All(p => !p.IsRequired);
        var parameter = Arguments.Count == 0 ? "" : $"{ArgsClass}{(isOptional ? "?" : "")} args{(isOptional ? " = null" : "")}";
        var argument = Arguments.Count == 0 ? "CallArgs.Empty" : $"args ?? new {ArgsClass}()";
        var lift = _liftsResult ? $".Apply(v => v.{CSharpNames.Property(_function.Outputs!.Properties[0])})" : "";
        code.Line();
        XmlDocs.Describe(code, _function.Description);
        SourceFile.Obsolete(code, _function.DeprecationMessage);
        code.Line($"public {(_function.Outputs is null ? "void" : $"global::Pulumi.Output<{returned}>")} {_name}({parameter})");
        code.Line($"    => global::Pulumi.Deployment.Instance.Call{result}({CSharpNames.Quote(_function.Token)}, {argument}, this){lift};");
    }

    public void WriteTypes(CodeWriter code, CSharpPackage package, TypeNames types)
    {
        if (Arguments.Count > 0)
        {
            code.Line();
            new InputClass(ArgsClass, "CallArgs", Arguments, TypeUse.Input)
            {
                Description = $"The arguments of `{_resource}.{_name}`.",
            }.Write(code, package, types);
        }
        if (_function.Outputs is { } outputs)
        {
            code.Line();
            new OutputClass(ResultClass, outputs.Properties)
            {
                Description = $"The result of `{_resource}.{_name}`.",
                IsInternal = _liftsResult,
            }.Write(code, types);
        }
    }
}
