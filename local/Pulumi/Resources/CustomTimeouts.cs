namespace Pulumi;

/// <summary>Time limits of the provider's operations; unset means the provider's default.</summary>
public sealed class CustomTimeouts
{
    public TimeSpan? Create { get; set; }

    public TimeSpan? Update { get; set; }

    public TimeSpan? Delete { get; set; }
}
