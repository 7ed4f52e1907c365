namespace ZeroTrust.Protocol.Values;

/// <summary>Numbers of the fields in struct.proto.</summary>
internal static class WireFields
{
    /// <summary>The entries of a Struct, and the items of a ListValue.</summary>
    public const int Items = 1;

    /// <summary>The key of an entry.</summary>
    public const int Key = 1;

    /// <summary>The value of an entry.</summary>
    public const int Value = 2;

    /// <summary>A Value that is null.</summary>
    public const int Null = 1;

    /// <summary>A Value that is a number.</summary>
    public const int Number = 2;

    /// <summary>A Value that is a string.</summary>
    public const int String = 3;

    /// <summary>A Value that is a Boolean.</summary>
    public const int Bool = 4;

    /// <summary>A Value that is a Struct.</summary>
    public const int Struct = 5;

    /// <summary>A Value that is a ListValue.</summary>
    public const int List = 6;
}
