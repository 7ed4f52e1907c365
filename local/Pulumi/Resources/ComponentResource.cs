using System.Reflection;

namespace Pulumi;

/// <summary>A resource that groups others.</summary>
public class ComponentResource : Resource
{
    public ComponentResource(string type, string name, ComponentResourceOptions? options = null)
        : this(type, name, ResourceArgs.Empty, options) { }

    public ComponentResource(string type, string name, ResourceArgs? args, ComponentResourceOptions? options = null, bool remote = false)
        : base(type, name, custom: false, args ?? ResourceArgs.Empty, options ?? new ComponentResourceOptions(), remote)
    {
        IsRemote = remote;
    }

    /// <summary>Whether a provider creates the children in its own process.</summary>
    internal bool IsRemote { get; }

    /// <summary>Registers all properties marked <c>[Output]</c>.</summary>
    protected void RegisterOutputs() =>
        RegisterOutputs(
            GetType()
                .GetProperties()
                .Where(property => property.Name != nameof(Urn) && property.IsDefined(typeof(OutputAttribute)))
                .ToDictionary(
                    property => property.GetCustomAttribute<OutputAttribute>()!.Name is { Length: > 0 } name ? name : property.Name,
                    property => property.GetValue(this)
                )
        );

    protected void RegisterOutputs(IDictionary<string, object?> outputs) => RegisterOutputs(Output.Create(outputs));

    protected void RegisterOutputs(Task<IDictionary<string, object?>> outputs) => RegisterOutputs(Output.Create(outputs));

    protected void RegisterOutputs(Output<IDictionary<string, object?>> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        Deployment.Required.Resources.StartOutputs(this, outputs);
    }
}
