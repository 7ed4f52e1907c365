using System.CommandLine;
using ZeroTrust.Matching;

namespace ZeroTrust.Cli.Explain;

/// <summary>The options that describe a device. A fact without an option is unknown.</summary>
internal sealed class DeviceFacts
{
    private readonly Option<string?> _email = new("--email") { Description = "User's email address." };
    private readonly Option<string[]> _groups = new("--group")
    {
        Description = "Name of a group of the user. Repeat for all groups; if omitted, groups are unknown.",
    };
    private readonly Option<string[]> _groupIds = new("--group-id")
    {
        Description = "ID of a group of the user. Repeat for all groups; if omitted, groups are unknown.",
    };
    private readonly Option<string[]> _groupEmails = new("--group-email")
    {
        Description = "Email address of a group of the user. Repeat for all groups; if omitted, groups are unknown.",
    };
    private readonly Option<string[]> _saml = new("--saml")
    {
        Description = "SAML attribute as name=value. Repeat for all attributes; if omitted, attributes are unknown.",
    };
    private readonly Option<string?> _os = new("--os") { Description = "Operating system: windows, mac, linux, ios, android or chromeos." };
    private readonly Option<string?> _osVersion = new("--os-version") { Description = "Operating system version, such as 11.0.0." };
    private readonly Option<string?> _network = new("--network") { Description = "Name of the device's managed network; empty: none." };
    private readonly Option<string?> _token = new("--service-token") { Description = "UUID of the device's service token; empty: none." };

    public IEnumerable<Option> All => [_email, _groups, _groupIds, _groupEmails, _saml, _os, _osVersion, _network, _token];

    public DeviceContext Read(ParseResult arguments) =>
        new()
        {
            Email = arguments.GetValue(_email),
            GroupNames = Given(arguments, _groups),
            GroupIds = Given(arguments, _groupIds),
            GroupEmails = Given(arguments, _groupEmails),
            SamlAttributes = Given(arguments, _saml),
            OsName = arguments.GetValue(_os),
            OsVersion = arguments.GetValue(_osVersion),
            Network = arguments.GetValue(_network),
            ServiceTokenUuid = arguments.GetValue(_token),
        };

    private static string[]? Given(ParseResult arguments, Option<string[]> option) =>
        arguments.GetValue(option) is { Length: > 0 } values ? values : null;
}
