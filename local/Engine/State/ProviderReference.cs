namespace ZeroTrust.Engine.State;

/// <summary>A reference to a configured provider: its URN and ID.</summary>
internal readonly record struct ProviderReference(Urn Urn, string Id)
{
    public static ProviderReference Parse(string text)
    {
        var separator = text.LastIndexOf("::", StringComparison.Ordinal);
        return separator > 0
            ? new(Urn.Parse(text[..separator]), text[(separator + 2)..])
            : throw new FormatException($"'{text}' is not a provider reference; expected URN::ID.");
    }

    public override string ToString() => $"{Urn}::{Id}";
}
