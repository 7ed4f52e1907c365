using System.Collections.Immutable;
using System.Reflection;

namespace Pulumi;

/// <summary>The root component. Derived classes create resources and set <c>[Output]</c> properties in the constructor.</summary>
public class Stack : ComponentResource
{
    internal const string TypeName = "pulumi:pulumi:Stack";

    public Stack(StackOptions? options = null)
        : base(TypeName, $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}", OptionsOf(options))
    {
        Deployment.Required.Stack = this;
    }

    /// <summary>Constructs the stack of a program that is a function, which returns the stack's outputs.</summary>
    internal Stack(Func<Task<IDictionary<string, object?>>> program, StackOptions? options)
        : this(options)
    {
        Outputs = Output.Create(RunAsync(program));
        RegisterOutputs(Outputs);
    }

    internal Output<IDictionary<string, object?>> Outputs { get; private set; } =
        Output.Create<IDictionary<string, object?>>(ImmutableDictionary<string, object?>.Empty);

    /// <summary>Registers the <c>[Output]</c> properties after the derived class's constructor has set them.</summary>
    internal void RegisterPropertyOutputs()
    {
        var outputs = GetType()
            .GetProperties()
            .Where(property => property.IsDefined(typeof(OutputAttribute)) && property.DeclaringType != typeof(Resource))
            .ToDictionary(
                property => property.GetCustomAttribute<OutputAttribute>()!.Name ?? property.Name,
                property => property.GetValue(this)
            );

        var unset = outputs.Where(output => output.Value is null).Select(output => output.Key).ToList();
        if (unset.Count > 0)
        {
            throw new RunException(
                $"The stack's output(s) '{string.Join("', '", unset)}' have no value; set [Output] properties in the constructor."
            );
        }

        var notOutputs = outputs.Where(output => output.Value is not IOutput).Select(output => output.Key).ToList();
        if (notOutputs.Count > 0)
        {
            throw RunException.OutputsHaveIncorrectType(notOutputs);
        }

        Outputs = Output.Create<IDictionary<string, object?>>(outputs);
        RegisterOutputs(Outputs);
    }

    private static async Task<IDictionary<string, object?>> RunAsync(Func<Task<IDictionary<string, object?>>> program) =>
        (await program()).ToImmutableDictionary();

    private static ComponentResourceOptions? OptionsOf(StackOptions? options) =>
        options is null
            ? null
            : new() { ResourceTransformations = options.ResourceTransformations, ResourceTransforms = options.ResourceTransforms };
}
