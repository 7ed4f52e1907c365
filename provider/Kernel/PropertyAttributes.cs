namespace ZeroTrust.Provider.Kernel;

/// <summary>A change of this property replaces the resource: the API cannot change it in place.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReplaceOnChangeAttribute : Attribute;

/// <summary>
/// The property names an object that cannot be deleted while this one refers to it. A value that is not known yet belongs to a new
/// object, whose predecessor may have to be gone first, so it replaces the resource: the engine then deletes this one in time. A known
/// value changes it in place.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReplaceWhenUnknownAttribute : Attribute;

/// <summary>The value is a secret: wrapped in inputs, outputs and state, and never printed.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecretAttribute : Attribute;

/// <summary>The API never returns the value, so drift is invisible, and changes are found by comparison with the last input.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WriteOnlyAttribute : Attribute;

/// <summary>Removing the property from the program clears it on the server. Without this attribute, it only stops being managed.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ClearOnRemovalAttribute : Attribute;

/// <summary>The property concerns the provider only; the API does not have it, and state keeps the program's value.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ProviderOnlyAttribute : Attribute;

/// <summary>An output that no update changes, so that it is known in previews.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StableAttribute : Attribute;

/// <summary>An input that the resource's ID has, so it cannot stay secret.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class InIdAttribute : Attribute;

/// <summary>
/// No two objects of a scope have the same value, so a replacement that keeps it waits until the old object is deleted. Otherwise, the
/// replacement is created first.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class UniqueAttribute : Attribute;

/// <summary>An output that may change with any update, or by itself: unknown in the preview of an update, never a diff.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class VolatileAttribute : Attribute;

/// <summary>
/// An output that follows from the named inputs: unknown in the preview of an update that changes one of them, unless the program sets it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DerivedFromAttribute(params string[] inputs) : Attribute
{
    public IReadOnlyList<string> Inputs { get; } = inputs;
}

/// <summary>
/// Read only while the program sets it: absent outputs mean unknown, not empty. Removal from the program changes nothing but the outputs,
/// which no longer have it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ReadWhenSetAttribute : Attribute;

/// <summary>
/// While the program does not set it, other resources of the program may change it, so the stored output may be outdated: setting it is a
/// change, whatever the output is.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ChangedByOthersAttribute : Attribute;

/// <summary>The provider's default for an unset input, filled in by Check.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DefaultAttribute(object value) : Attribute
{
    public object Value { get; } = value;
}

/// <summary>Bounds on the length of a string, in characters.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class LengthAttribute(int min, int max) : Attribute
{
    public LengthAttribute(int max)
        : this(0, max) { }

    public int Min { get; } = min;

    public int Max { get; } = max;
}

/// <summary>Inclusive bounds on a number.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RangeAttribute(int min, int max) : Attribute
{
    public int Min { get; } = min;

    public int Max { get; } = max;
}

/// <summary>Bounds on the number of entries of a list.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CountAttribute(int min, int max) : Attribute
{
    public int Min { get; } = min;

    public int Max { get; } = max;
}

/// <summary>The string is one of a closed set.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class EnumAttribute : Attribute
{
    public abstract EnumType Type { get; }
}

/// <summary>The syntax of a string (or of a list's strings), and with it which spellings are equal.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class StringFormatAttribute : Attribute
{
    public abstract IStringFormat Format { get; }
}

/// <summary>
/// The order of the list has no meaning; entries are identified by the first of these properties that is set (none: by the entry itself).
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SetAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys { get; } = keys;
}

/// <summary>A list that is required as an input unless this flag is set: then it may be left out, which means that it is empty.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OptionalWithAttribute(string flag) : Attribute
{
    public string Flag { get; } = flag;
}

/// <summary>What the server uses when the property was never set. Documentation, and what import leaves out.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ServerDefaultAttribute(object value) : Attribute
{
    public object Value { get; } = value;
}

/// <summary>A property that similar objects have and this one lacks, and what to use instead.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class LacksAttribute(string property, string reason) : Attribute
{
    public string Property { get; } = property;

    public string Reason { get; } = reason;
}

/// <summary>An output that every object has: never null in the schema, although the same property is an optional input.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AlwaysOutputAttribute : Attribute;
