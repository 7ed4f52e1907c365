namespace ZeroTrust.Cloudflare;

/// <summary>An object with an ID. A response without the ID, or with another one, is rejected.</summary>
internal interface IIdentified
{
    string Identity { get; }
}
