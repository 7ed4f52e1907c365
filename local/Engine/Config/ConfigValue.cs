namespace ZeroTrust.Engine.Config;

/// <summary>One decrypted configuration value. Objects and lists are JSON strings, which is how programs receive them.</summary>
public sealed record ConfigValue(string Value, bool Secret = false)
{
    /// <summary>The value, unless it is a secret.</summary>
    public override string ToString() => Secret ? "[secret]" : Value;
}
