namespace ZeroTrust.Provider.Kernel;

/// <summary>One value of an <see cref="EnumType"/>.</summary>
internal sealed record EnumValue(string Value, string Name, string Description);

/// <summary>The strings that a property accepts.</summary>
internal sealed record EnumType(string Name, string Description, params IReadOnlyList<EnumValue> Values);
