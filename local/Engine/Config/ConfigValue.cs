namespace ZeroTrust.Engine.Config;

/// <summary>One configuration value, decrypted. Objects and lists are JSON text, as programs receive them.</summary>
public sealed record ConfigValue(string Value, bool Secret = false)
{
    /// <summary>The value, unless it is a secret.</summary>
    public override string ToString() => Secret ? "[secret]" : Value;
}
