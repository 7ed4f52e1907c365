using ZeroTrust.Sdk.Generator.Schema;

namespace ZeroTrust.Sdk.Generator.CSharp;

/// <summary>A resource with its arguments, its lookup state, and the arguments and results of its methods.</summary>
internal sealed class ResourceFile
{
    private readonly CSharpPackage _package;
    private readonly ResourceSchema _resource;
    private readonly TypeNames _types;
    private readonly string _name;
    private readonly string _options;

    private ResourceFile(CSharpPackage package, ResourceSchema resource)
    {
        _package = package;
        _resource = resource;
        _types = new TypeNames(package, package.NamespaceOf(resource.Token));
        _name = CSharpNames.Class(resource);
        _options = resource.IsComponent ? "ComponentResourceOptions" : "CustomResourceOptions";
    }

    public static GeneratedFile Create(CSharpPackage package, ResourceSchema resource)
    {
        var file = new ResourceFile(package, resource);
        return SourceFile.Create(package.PathOf(resource.Token, file._name + ".cs"), package.NamespaceOf(resource.Token), file.Write);
    }

    /// <summary>The outputs; programs can only read the string outputs of an explicit provider.</summary>
    private IEnumerable<PropertySchema> Outputs =>
        _resource.IsProvider
            ? _resource.Outputs.Properties.Where(p => p.Type is PrimitiveType { Kind: PrimitiveKind.String })
            : _resource.Outputs.Properties;

    private bool HasGet => !_resource.IsProvider && !_resource.IsComponent;

    private void Write(CodeWriter code)
    {
        WriteClass(code);
        code.Line();
        new InputClass(_name + "Args", "ResourceArgs", _resource.Inputs.Properties, TypeUse.Input)
        {
            Description = $"The inputs of `{_name}`.",
            IsProvider = _resource.IsProvider,
        }.Write(code, _package, _types);
        if (_resource.StateInputs is { } state)
        {
            code.Line();
            new InputClass(_name + "State", "ResourceArgs", state.Properties, TypeUse.State)
            {
                Description = $"Properties that narrow the lookup of an existing `{_name}`.",
            }.Write(code, _package, _types);
        }
        foreach (var method in ResourceMethod.Of(_package, _resource))
        {
            method.WriteTypes(code, _package, _types);
        }
    }

    private void WriteClass(CodeWriter code)
    {
        XmlDocs.Describe(code, _resource.Description);
        SourceFile.Obsolete(code, _resource.DeprecationMessage);
        code.Line($"[{_package.ShortName}ResourceType({CSharpNames.Quote(_resource.Token)})]");
        code.Block(
            $"public partial class {_name} : global::Pulumi.{BaseClass()}",
            () =>
            {
                foreach (var property in Outputs)
                {
                    code.Separate();
                    XmlDocs.Describe(code, property.Description);
                    SourceFile.Obsolete(code, property.DeprecationMessage);
                    code.Line($"[Output({CSharpNames.Quote(property.Name)})]");
                    var type = $"Output<{_types.OutputProperty(property)}>";
                    code.Line($"public {type} {CSharpNames.Property(property)} {{ get; private set; }} = null!;");
                }
                code.Separate();
                WriteConstructor(code);
                if (HasGet)
                {
                    WriteLookupConstructor(code);
                }
                WriteMakeArgs(code);
                WriteMakeResourceOptions(code);
                if (HasGet)
                {
                    WriteGet(code);
                }
                foreach (var method in ResourceMethod.Of(_package, _resource))
                {
                    method.WriteMember(code, _types);
                }
            }
        );
    }

    private string BaseClass() =>
        _resource.IsProvider ? "ProviderResource"
        : _resource.IsComponent ? "ComponentResource"
        : "CustomResource";

    /// <summary>The base class takes the package name for a provider and the token for everything else.</summary>
    private string BaseToken() => CSharpNames.Quote(_resource.IsProvider ? _package.Schema.Name : _resource.Token);

    private bool HasConstants => _resource.Inputs.Properties.Any(p => p.Const is not null);

    private string ArgsType => $"{_name}Args{(_resource.Inputs.Properties.Any(p => p.IsRequired) ? "" : "?")}";

    private void WriteConstructor(CodeWriter code)
    {
        XmlDocs.Summary(code, $"Declares a {_name} resource.");
        XmlDocs.Parameter(code, "name", "The unique name of the resource.");
        XmlDocs.Parameter(code, "args", "The inputs of the resource.");
        XmlDocs.Parameter(code, "options", "Options that control the resource's behavior.");
        var isOptional = ArgsType.EndsWith('?');
        var args = HasConstants ? "MakeArgs(args)" : $"args ?? new {_name}Args()";
        var remote = _resource.IsComponent ? ", remote: true" : "";
        code.Block(
            $"public {_name}(string name, {ArgsType} args{(isOptional ? " = null" : "")}, {_options}? options = null)\n"
                + $"    : base({BaseToken()}, name, {args}, MakeResourceOptions(options, \"\"){remote})",
            () => { }
        );
    }

    private void WriteLookupConstructor(CodeWriter code)
    {
        var state = _resource.StateInputs is null ? "" : $"{_name}State? state = null, ";
        code.Line();
        code.Block(
            $"private {_name}(string name, Input<string> id, {state}{_options}? options = null)\n"
                + $"    : base({BaseToken()}, name, {(state.Length > 0 ? "state" : "null")}, MakeResourceOptions(options, id))",
            () => { }
        );
    }

    private void WriteMakeArgs(CodeWriter code)
    {
        if (!HasConstants)
        {
            return;
        }
        code.Line();
        code.Block(
            $"private static {_name}Args MakeArgs({ArgsType} args)",
            () =>
            {
                code.Line($"args ??= new {_name}Args();");
                foreach (var property in _resource.Inputs.Properties.Where(p => p.Const is not null))
                {
                    var constant = DefaultValues.Literal(_package.Schema, _types, property.Type, property.Const!.Value);
                    code.Line($"args.{CSharpNames.Property(property)} = {constant};");
                }
                code.Line("return args;");
            }
        );
    }

    private void WriteMakeResourceOptions(CodeWriter code)
    {
        code.Line();
        code.Block(
            $"private static {_options} MakeResourceOptions({_options}? options, Input<string>? id)",
            () =>
            {
                code.Block($"var defaultOptions = new {_options}", () => WriteDefaultOptions(code), end: ";");
                code.Line($"var merged = {_options}.Merge(defaultOptions, options);");
                code.Line("merged.Id = id ?? merged.Id;");
                code.Line("return merged;");
            }
        );
    }

    private void WriteDefaultOptions(CodeWriter code)
    {
        code.Line("Version = Utilities.Version,");
        if (_package.Schema.PluginDownloadUrl is { } url)
        {
            code.Line($"PluginDownloadURL = {CSharpNames.Quote(url)},");
        }
        WriteList(code, "Aliases", _resource.Aliases.Select(alias => $"new global::Pulumi.Alias {{ Type = {CSharpNames.Quote(alias)} }}"));
        if (!_resource.IsComponent)
        {
            WriteList(code, "AdditionalSecretOutputs", Outputs.Where(p => p.IsSecret).Select(p => CSharpNames.Quote(p.Name)));
        }
        WriteList(code, "ReplaceOnChanges", ReplacePaths.Of(_package.Schema, _resource).Select(CSharpNames.Quote));
    }

    private static void WriteList(CodeWriter code, string name, IEnumerable<string> entries)
    {
        var list = entries.ToList();
        if (list.Count > 0)
        {
            code.Block($"{name} =", () => list.ForEach(entry => code.Line(entry + ",")), end: ",");
        }
    }

    private void WriteGet(CodeWriter code)
    {
        var state = _resource.StateInputs is null ? "" : $"{_name}State? state = null, ";
        code.Line();
        XmlDocs.Summary(code, $"Gets an existing {_name} that this program does not manage.");
        XmlDocs.Parameter(code, "name", "The unique name of the resulting resource.");
        XmlDocs.Parameter(code, "id", "The ID of the resource to look up.");
        if (state.Length > 0)
        {
            XmlDocs.Parameter(code, "state", "Properties that narrow the lookup.");
        }
        XmlDocs.Parameter(code, "options", "Options that control the resource's behavior.");
        code.Line($"public static {_name} Get(string name, Input<string> id, {state}{_options}? options = null)");
        code.Line($"    => new {_name}(name, id, {(state.Length > 0 ? "state, " : "")}options);");
    }
}
