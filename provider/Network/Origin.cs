namespace ZeroTrust.Network;

/// <summary>The resource or object that a part of the model comes from.</summary>
/// <param name="Key">A resource's URN or an object's ID.</param>
/// <param name="Label">Name in messages, such as <c>SplitTunnel 'office'</c>.</param>
internal sealed record Origin(string Key, string Label)
{
    public override string ToString() => Label;
}
