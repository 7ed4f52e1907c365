namespace ZeroTrust.Provider.Kernel;

/// <summary>URNs in messages.</summary>
internal static class UrnText
{
    /// <summary>Type and name: <c>Gadget 'mine'</c>. The name may hold "::" as well.</summary>
    public static string Describe(string urn) =>
        urn.Split("::", 4) is [_, _, var types, var name] ? $"{types.Split('$')[^1].Split(':')[^1]} '{name}'" : urn;

    /// <summary>The resource's type.</summary>
    public static string Type(string urn) => urn.Split("::", 4) is [_, _, var types, _] ? types.Split('$')[^1] : "";

    /// <summary>The URN of a component's child.</summary>
    public static string Child(string component, string type, string name) =>
        component.Split("::", 4) is [var stack, var project, var types, _] ? $"{stack}::{project}::{types}${type}::{name}" : "";

    /// <summary>The URN of a child with the same name; null when the resource is none of these components.</summary>
    public static string? Child(string urn, string type, IReadOnlyList<string> components) =>
        components.Contains(Type(urn)) ? Child(urn, type, Name(urn)) : null;

    /// <summary>The URN of another child of a component; null when the resource is not a child of such a component.</summary>
    /// <param name="component">The component's type.</param>
    /// <param name="type">The other child's type.</param>
    /// <param name="name">Its name; null: as this one's.</param>
    public static string? Sibling(string urn, string component, string type, string? name = null) =>
        urn.Split("::", 4) is [var stack, var project, var types, var own] && types.Split('$') is [.., var parent, _] && parent == component
            ? $"{stack}::{project}::{types[..types.LastIndexOf('$')]}${type}::{name ?? own}"
            : null;

    /// <summary>The name that the program gave the resource.</summary>
    public static string Name(string urn) => urn.Split("::", 4) is [_, _, _, var name] ? name : urn;
}
