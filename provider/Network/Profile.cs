using System.Globalization;
using ZeroTrust.Matching;

namespace ZeroTrust.Network;

/// <summary>When a profile is tried.</summary>
/// <param name="Precedence">Its number; null when that is not known, or is about to change.</param>
/// <param name="Rank">Its place in an order; null when none lists it.</param>
/// <param name="Order">The resource that lists it.</param>
internal readonly record struct ProfilePlace(int? Precedence, int? Rank, Origin? Order)
{
    /// <summary>Whether it is certainly tried before another one. Of profiles with the same precedence none comes first.</summary>
    public bool IsBefore(ProfilePlace other) =>
        Order is not null && Order == other.Order ? Rank < other.Rank : Precedence < other.Precedence;

    /// <summary>Whether it can be compared with those of other profiles.</summary>
    public bool IsKnown => Precedence is not null || Rank is not null;

    public override string ToString() =>
        Order is null
            ? string.Create(CultureInfo.InvariantCulture, $"precedence {Precedence}")
            : string.Create(CultureInfo.InvariantCulture, $"number {Rank + 1} of {Order}");
}

/// <summary>A profile with its lists.</summary>
internal sealed class Profile
{
    public Profile(ProfilePart part)
    {
        Settings = part;
        Match = string.IsNullOrEmpty(part.Match) ? null : MatchParser.Parse(part.Match).Expression;
        IsAtNetwork = Match is not null && MatchReferences.NetworkNames(Match).Count > 0;
        ConnectorEmail = Match is null
            ? null
            : MatchReferences
                .Tests(Match)
                .Where(test => test.Field == MatchField.Email)
                .SelectMany(MatchReferences.Values)
                .FirstOrDefault(email => email.StartsWith(ConnectorPrefix, StringComparison.Ordinal));
    }

    /// <summary>The user name that hosts of WARP connectors are enrolled with; the team's domain follows.</summary>
    public const string ConnectorPrefix = "warp_connector@";

    public ProfilePart Settings { get; }

    public Origin Origin => Settings.Origin;

    public string Name => Settings.Name ?? Settings.Origin.Label;

    /// <summary>Which devices it is for; null for the default profile, and where that is not known.</summary>
    public MatchExpression? Match { get; }

    /// <summary>Whether it is for devices at a managed network: what is private may be near them.</summary>
    public bool IsAtNetwork { get; }

    /// <summary>The user name of connectors that it matches by; null when it is not made for them.</summary>
    public string? ConnectorEmail { get; }

    /// <summary>When it is tried.</summary>
    public ProfilePlace Place { get; init; }

    /// <summary>Null: not known.</summary>
    public SplitTunnel? SplitTunnel { get; init; }

    /// <summary>Null: not known.</summary>
    public FallbackDomains? FallbackDomains { get; init; }

    /// <summary>Whether the profile is of the program or account, and not only named there.</summary>
    public bool IsDeclared { get; init; } = true;

    public bool HasTunnel => ServiceModes.HasTunnel(Settings.Mode);

    public bool HasDns => ServiceModes.HasDns(Settings.Mode);

    public override string ToString() => Origin.Label;

    /// <summary>Whether its users can be in a virtual network, as far as that is known.</summary>
    public bool MayChoose(VirtualNetwork network) =>
        Settings.AllowedNetworks is not { } allowed || network.Part is null || allowed.Any(network.IsNamed);
}
