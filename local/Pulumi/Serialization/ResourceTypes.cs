using System.Reflection;
using ZeroTrust.Protocol.Values;

namespace Pulumi.Serialization;

/// <summary>Finds the class of a resource reference among the SDKs that the program uses.</summary>
internal static class ResourceTypes
{
    private static readonly Version Unversioned = new(0, 0);

    private static readonly Lazy<ILookup<string, (Version Version, Type Type)>> Known = new(Discover);

    /// <summary>A resource that stands for the one with this URN: of its SDK's class where there is one.</summary>
    public static Resource Construct(PropertyResource reference)
    {
        var urn = reference.Urn;
        if (Find(Urn.TypeOf(urn), reference.PackageVersion) is not { } type)
        {
            return new DependencyResource(urn, reference.Id);
        }

        ResourceOptions options = typeof(CustomResource).IsAssignableFrom(type)
            ? new CustomResourceOptions { Urn = urn }
            : new ComponentResourceOptions { Urn = urn };
        var constructor = type.GetConstructors().Single(candidate => candidate.GetParameters() is [_, _, var last]
            && last.ParameterType == options.GetType());
        return (Resource)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [Urn.NameOf(urn), null, options], null);
    }

    // The newest SDK of the same major version that is not older than what is asked for.
    private static Type? Find(string token, string? version)
    {
        var wanted = Parse(version);
        return Known.Value[token]
            .Where(candidate => wanted is null || candidate.Version == Unversioned
                || (candidate.Version.Major == wanted.Major && candidate.Version >= wanted))
            .OrderByDescending(candidate => candidate.Version)
            .Select(candidate => candidate.Type)
            .FirstOrDefault();
    }

    private static Version? Parse(string? version) =>
        Version.TryParse(version?.TrimStart('v').Split('-', '+')[0], out var parsed) ? parsed : null;

    private static ILookup<string, (Version Version, Type Type)> Discover() => (
        from assembly in LoadedAndReferenced()
        where UsesPulumi(assembly)
        from type in assembly.GetTypes()
        where typeof(Resource).IsAssignableFrom(type)
        let attribute = type.GetCustomAttribute<ResourceTypeAttribute>()
        where attribute is not null
        select (attribute.Type, Class: (Parse(attribute.Version) ?? Unversioned, type)))
        .ToLookup(found => found.Type, found => found.Class);

    // An SDK that nothing has used yet is referenced but not loaded. Only what uses Pulumi leads to one: other assemblies,
    // a test host's for example, may refer to what is not there.
    private static Dictionary<string, Assembly>.ValueCollection LoadedAndReferenced()
    {
        var found = new Dictionary<string, Assembly>();
        var queue = new Queue<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(UsesPulumi));
        while (queue.TryDequeue(out var assembly))
        {
            if (IsPlatform(assembly.GetName()) || !found.TryAdd(assembly.FullName!, assembly))
            {
                continue;
            }

            foreach (var reference in assembly.GetReferencedAssemblies().Where(reference => !IsPlatform(reference)))
            {
                queue.Enqueue(Assembly.Load(reference));
            }
        }

        return found.Values;
    }

    private static bool UsesPulumi(Assembly assembly) =>
        !assembly.IsDynamic && assembly.GetReferencedAssemblies().Any(reference => reference.Name == "Pulumi");

    private static bool IsPlatform(AssemblyName name) =>
        name.Name is null or "netstandard" or "mscorlib"
        || name.Name.StartsWith("System", StringComparison.Ordinal)
        || name.Name.StartsWith("Microsoft.", StringComparison.Ordinal);
}
