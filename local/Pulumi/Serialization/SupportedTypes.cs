using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json;

namespace Pulumi.Serialization;

/// <summary>The types that outputs can have.</summary>
internal static class SupportedTypes
{
    private const BindingFlags AnyInstance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<Type, string?> Problems = [];

    /// <summary>Throws if an SDK declares an output of an unsupported type.</summary>
    public static void Ensure(Type type, string path)
    {
        if (Problems.GetOrAdd(type, candidate => ProblemOf(candidate, [])) is { } problem)
        {
            throw new InvalidOperationException($"{path} cannot be converted: {problem}");
        }
    }

    /// <summary>The constructor of an output type: the marked one, or the only public one.</summary>
    public static ConstructorInfo? OutputConstructor(Type type)
    {
        var constructors = type.GetConstructors(AnyInstance);
        return constructors.FirstOrDefault(constructor => constructor.IsDefined(typeof(OutputConstructorAttribute)))
            ?? (constructors.Where(constructor => constructor.IsPublic).ToList() is [var only] ? only : null);
    }

    private static string? ProblemOf(Type type, HashSet<Type> seen)
    {
        if (!seen.Add(type) || IsSimple(type))
        {
            return null;
        }

        if (type.IsDefined(typeof(EnumTypeAttribute)))
        {
            return type.GetConstructor(AnyInstance, [typeof(string)]) is null && type.GetConstructor(AnyInstance, [typeof(double)]) is null
                ? $"the [EnumType] {type.FullName} has no constructor that takes a string or double."
                : null;
        }

        if (type.IsConstructedGenericType)
        {
            return ProblemOfGeneric(type, seen);
        }

        if (!type.IsDefined(typeof(OutputTypeAttribute)))
        {
            return $"{type.FullName} is not a bool, int, double, string, list, dictionary, enum, resource, asset or [OutputType] class.";
        }

        return OutputConstructor(type) is { } constructor
            ? FirstProblem(constructor.GetParameters().Select(parameter => parameter.ParameterType), seen)
            : $"the [OutputType] {type.FullName} has no [OutputConstructor].";
    }

    private static string? ProblemOfGeneric(Type type, HashSet<Type> seen)
    {
        var definition = type.GetGenericTypeDefinition();
        var arguments = type.GenericTypeArguments;
        if (definition == typeof(ImmutableDictionary<,>))
        {
            return arguments[0] == typeof(string) ? ProblemOf(arguments[1], seen) : $"{type} has keys that are not strings.";
        }

        return
            definition == typeof(Nullable<>)
            || definition == typeof(ImmutableArray<>)
            || definition == typeof(Output<>)
            || definition == typeof(Union<,>)
            ? FirstProblem(arguments, seen)
            : $"{type} is generic, but not an ImmutableArray, ImmutableDictionary, Union or Output.";
    }

    private static string? FirstProblem(IEnumerable<Type> types, HashSet<Type> seen) =>
        types.Select(type => ProblemOf(type, seen)).FirstOrDefault(problem => problem is not null);

    private static bool IsSimple(Type type) =>
        type == typeof(bool)
        || type == typeof(int)
        || type == typeof(double)
        || type == typeof(string)
        || type == typeof(object)
        || type == typeof(Asset)
        || type == typeof(Archive)
        || type == typeof(AssetOrArchive)
        || type == typeof(JsonElement)
        || typeof(Resource).IsAssignableFrom(type)
        || (type.IsEnum && type.GetEnumUnderlyingType() == typeof(int));
}
