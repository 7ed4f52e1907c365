using System.Reflection;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>Finds the class of a resource reference in the program's SDKs.</summary>
internal static class ResourceTypes
{
    private static readonly Version Unversioned = new(0, 0);

    private static readonly Lazy<ILookup<string, (Version Version, Type Type)>> Known = new(Discover);

    /// <summary>Creates a resource object for a reference, of its SDK's class if there is one.</summary>
    public static Resource Construct(PropertyResource reference)
    {
        var urn = reference.Urn;
        if (Find(Urn.TypeOf(urn), reference.PackageVersion) is not { } type)
        {
            return new DependencyResource(urn, reference.Id);
        }

        // Constructors of generated SDK classes take a name, arguments and options.
        ResourceOptions options = typeof(CustomResource).IsAssignableFrom(type)
            ? new CustomResourceOptions { Urn = urn }
            : new ComponentResourceOptions { Urn = urn };
        var constructor = type.GetConstructors()
            .Single(candidate => candidate.GetParameters() is [_, _, var last] && last.ParameterType == options.GetType());
        return (Resource)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [Urn.NameOf(urn), null, options], null);
    }

    // The newest SDK of the same major version that is not older than the requested version.
    private static Type? Find(string token, string? version)
    {
        var wanted = Parse(version);
        return Known
            .Value[token]
            .Where(candidate =>
                wanted is null
                || candidate.Version == Unversioned
                || (candidate.Version.Major == wanted.Major && candidate.Version >= wanted)
            )
            .OrderByDescending(candidate => candidate.Version)
            .Select(candidate => candidate.Type)
            .FirstOrDefault();
    }

    private static Version? Parse(string? version) =>
        Version.TryParse(version?.TrimStart('v').Split('-', '+')[0], out var parsed) ? parsed : null;

    private static ILookup<string, (Version Version, Type Type)> Discover() =>
        (
            from assembly in UsersOfPulumi()
            from type in assembly.GetTypes()
            where typeof(Resource).IsAssignableFrom(type)
            let attribute = type.GetCustomAttribute<ResourceTypeAttribute>()
            where attribute is not null
            select (attribute.Type, Class: (Parse(attribute.Version) ?? Unversioned, type))
        ).ToLookup(found => found.Type, found => found.Class);

    // A referenced SDK that has not been used yet is not loaded.
    private static Dictionary<string, Assembly>.ValueCollection UsersOfPulumi()
    {
        var found = new Dictionary<string, Assembly>();
        var queue = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic));
        while (queue.TryDequeue(out var assembly))
        {
            var references = assembly.GetReferencedAssemblies();
            if (!references.Any(reference => reference.Name == "Pulumi") || !found.TryAdd(assembly.FullName!, assembly))
            {
                continue;
            }

            foreach (var referenced in references.Select(TryLoad).OfType<Assembly>())
            {
                queue.Enqueue(referenced);
            }
        }

        return found.Values;
    }

    // The program cannot use an assembly that cannot be loaded.
    private static Assembly? TryLoad(AssemblyName name)
    {
        try
        {
            return Assembly.Load(name);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
