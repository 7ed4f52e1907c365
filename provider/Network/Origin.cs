namespace ZeroTrust.Network;

/// <summary>Where a part of the model comes from.</summary>
/// <param name="Key">Its identity: a resource's URN, or an object's id.</param>
/// <param name="Label">What people call it: <c>SplitTunnel 'office'</c>.</param>
internal sealed record Origin(string Key, string Label)
{
    public override string ToString() => Label;
}
