namespace ZeroTrust.Cloudflare;

/// <summary>Why no resource or function calls the endpoint of a method: for the table of endpoints in the documentation.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NotServedAttribute(string reason) : Attribute
{
    public string Reason { get; } = reason;
}
