using System.Globalization;
using ZeroTrust.Matching;

namespace ZeroTrust.Network;

/// <summary>A profile's place in the order of evaluation.</summary>
/// <param name="Precedence">Its precedence; null when unknown or about to change.</param>
/// <param name="Rank">Its index in a declared order, or null.</param>
/// <param name="Order">The resource that declares the order.</param>
internal readonly record struct ProfilePlace(int? Precedence, int? Rank, Origin? Order)
{
    /// <summary>Whether it is certainly before another place. Equal precedences have no order.</summary>
    public bool IsBefore(ProfilePlace other) =>
        Order is not null && Order == other.Order ? Rank < other.Rank : Precedence < other.Precedence;

    /// <summary>Whether it can be compared with the places of other profiles.</summary>
    public bool IsKnown => Precedence is not null || Rank is not null;

    public override string ToString() =>
        Order is null
            ? string.Create(CultureInfo.InvariantCulture, $"precedence {Precedence}")
            : string.Create(CultureInfo.InvariantCulture, $"number {Rank + 1} of {Order}");
}

/// <summary>A profile with its lists.</summary>
internal sealed class Profile
{
    private const string ConnectorPrefix = "warp_connector@";

    private readonly bool? _isAtNetwork;

    public Profile(ProfilePart part)
    {
        Settings = part;
        Match = string.IsNullOrEmpty(part.Match) ? null : MatchParser.Parse(part.Match).Expression;
        string[] emails = Match is null
            ? []
            : [.. MatchReferences.Tests(Match).Where(test => test.Field == MatchField.Email).SelectMany(MatchReferences.Values).Distinct()];
        ConnectorEmails = [.. emails.Where(IsConnector)];
        IsForConnectors =
            ConnectorEmails.Append(AnyConnector).Any(email => Matches(email) is not false)
            && emails.Where(email => !IsConnector(email)).Append("").All(email => Matches(email) is false);
        _isAtNetwork = Match is null ? null : MatchEvaluator.Matches(Match, new() { Network = "" }) is false;

        bool? Matches(string email) => Match is null ? null : MatchEvaluator.Matches(Match, new() { Email = email });
    }

    /// <summary>An email address that hosts of WARP Connectors enroll with, of a team that is not known.</summary>
    public const string AnyConnector = ConnectorPrefix + "team.cloudflareaccess.com";

    public ProfilePart Settings { get; }

    public Origin Origin => Settings.Origin;

    public string Name => Settings.Name ?? Settings.Origin.Label;

    /// <summary>The devices it applies to; null for the default profile and when unknown.</summary>
    public MatchExpression? Match { get; }

    /// <summary>
    /// Whether it applies at managed networks only, where devices may reach private addresses locally; null when unknown.
    /// </summary>
    public bool? IsAtNetwork => Settings.IsDefault || !IsDeclared ? false : _isAtNetwork;

    /// <summary>The connectors' email addresses in its match, whether it matches them or not.</summary>
    public IReadOnlyList<string> ConnectorEmails { get; }

    /// <summary>Whether it applies to hosts of WARP Connectors only.</summary>
    public bool IsForConnectors { get; }

    /// <summary>Its place in the order of evaluation.</summary>
    public ProfilePlace Place { get; init; }

    /// <summary>Null when unknown.</summary>
    public SplitTunnel? SplitTunnel { get; init; }

    /// <summary>Null when unknown.</summary>
    public FallbackDomains? FallbackDomains { get; init; }

    /// <summary>Whether the program or account contains the profile, rather than only a reference to it.</summary>
    public bool IsDeclared { get; init; } = true;

    public bool HasTunnel => ServiceModes.HasTunnel(Settings.Mode);

    public bool HasDns => ServiceModes.HasDns(Settings.Mode);

    public override string ToString() => Origin.Label;

    /// <summary>Whether its users can be in a virtual network, as far as it is known.</summary>
    public bool MayChoose(VirtualNetwork network) =>
        Settings.AllowedNetworks is not { } allowed || network.Part is null || allowed.Any(name => name is null || network.IsNamed(name));

    private static bool IsConnector(string email) => email.StartsWith(ConnectorPrefix, StringComparison.Ordinal);
}
