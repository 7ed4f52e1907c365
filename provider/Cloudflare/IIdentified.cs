namespace ZeroTrust.Cloudflare;

/// <summary>An object that has an id: an answer without it, or with the id of another one, is not about the object.</summary>
internal interface IIdentified
{
    string Identity { get; }
}
