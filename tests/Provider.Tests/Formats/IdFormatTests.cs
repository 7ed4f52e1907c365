using static ZeroTrust.Provider.Tests.Formats.FormatTable;

namespace ZeroTrust.Provider.Tests.Formats;

internal sealed class IdFormatTests
{
    private const string Account = "023e105f4ecef8ad9ca31a8372d0c353";
    private const string Uuid = "f174e90a-fafe-4643-bbbc-4a0ed4fc8415";

    private static readonly TestCaseData[] Spellings =
    [
        Spelling("UUID", StringFormat.Uuid, Uuid, Uuid),
        Spelling("UUID in upper case", StringFormat.Uuid, Uuid.ToUpperInvariant(), Uuid),
        Spelling("account id", StringFormat.CloudflareId, Account, Account),
        Spelling("account id in upper case", StringFormat.CloudflareId, Account.ToUpperInvariant(), Account),
        Spelling("profile's UUID", StringFormat.ProfileId, Uuid.ToUpperInvariant(), Uuid),
        Spelling("profile's Pulumi id", StringFormat.ProfileId, $"{Account}/{Uuid}", Uuid),
        Spelling("default profile", StringFormat.ProfileId, "Default", "default"),
        Spelling("default profile's Pulumi id", StringFormat.ProfileId, $"{Account}/default", "default"),
        Spelling("default profile by its account", StringFormat.ProfileId, Account, "default"),
        Spelling("tunnel's UUID", StringFormat.TunnelId, Uuid, Uuid),
        Spelling("tunnel's Pulumi id", StringFormat.TunnelId, $"{Account}/{Uuid}", Uuid),
    ];

    private static readonly TestCaseData[] Mistakes =
    [
        Mistake(
            "UUID without hyphens",
            StringFormat.Uuid,
            "F174E90AFAFE4643BBBC4A0ED4FC8415",
            $"'F174E90AFAFE4643BBBC4A0ED4FC8415' is not a UUID as the API writes it; write '{Uuid}'."
        ),
        Mistake("UUID in braces", StringFormat.Uuid, $"{{{Uuid}}}", $"'{{{Uuid}}}' is not a UUID as the API writes it; write '{Uuid}'."),
        Mistake(
            "UUID with a sign, which Guid would take",
            StringFormat.Uuid,
            "+174e90a-fafe-4643-bbbc-4a0ed4fc8415",
            "'+174e90a-fafe-4643-bbbc-4a0ed4fc8415' is not a UUID; write one such as 'f174e90a-fafe-4643-bbbc-4a0ed4fc8415'."
        ),
        Mistake(
            "short account id",
            StringFormat.CloudflareId,
            Account[1..],
            $"'{Account[1..]}' is not an account or zone id: it has 31 digits; write the 32 hexadecimal digits that the dashboard shows."
        ),
        Mistake(
            "account name",
            StringFormat.CloudflareId,
            "my-team",
            "'my-team' is not an account or zone id: 'm' is not a hexadecimal digit; write the 32 hexadecimal digits that the dashboard "
                + "shows."
        ),
        Mistake(
            "account id with a line break",
            StringFormat.CloudflareId,
            Account + "\n",
            $"'{Account}\\u000a' has spaces around it; write '{Account}'."
        ),
        Mistake(
            "profile's name",
            StringFormat.ProfileId,
            "Developers",
            "'Developers' is not the id of a device profile; write its UUID, 'default', or the id of a profile resource."
        ),
        Mistake(
            "profile of an invalid account",
            StringFormat.ProfileId,
            $"acme/{Uuid}",
            $"'acme/{Uuid}' is not the id of a device profile; write its UUID, 'default', or the id of a profile resource."
        ),
        Mistake(
            "list of a profile",
            StringFormat.ProfileId,
            $"{Account}/{Uuid}/exclude",
            $"'{Account}/{Uuid}/exclude' is not the id of a device profile; write its UUID, 'default', or the id of a profile resource."
        ),
        Mistake(
            "tunnel's name",
            StringFormat.TunnelId,
            "web-server",
            "'web-server' is not the id of a tunnel; write its UUID or the id of a tunnel resource."
        ),
        Mistake(
            "tunnel's UUID without hyphens",
            StringFormat.TunnelId,
            "F174E90AFAFE4643BBBC4A0ED4FC8415",
            $"'F174E90AFAFE4643BBBC4A0ED4FC8415' is not a UUID as the API writes it; write '{Uuid}'."
        ),
        Mistake(
            "virtual network's name",
            StringFormat.VirtualNetworkId,
            "staging",
            "'staging' is not the id of a virtual network; write its UUID or the id of a virtual network resource."
        ),
        Mistake(
            "route's hostname",
            StringFormat.RouteId,
            "wiki.example.com",
            "'wiki.example.com' is not the id of a hostname route; write its UUID or the id of a hostname route resource."
        ),
    ];

    [TestCaseSource(nameof(Spellings))]
    public void Equal_ids_have_one_canonical_form(StringFormat format, string text, string canonical) =>
        AssertEqualSpelling(StringFormats.Of(format), text, canonical);

    [TestCaseSource(nameof(Mistakes))]
    public void An_error_includes_the_correction(StringFormat format, string text, string error) =>
        AssertWrong(StringFormats.Of(format), text, error);

    private static TestCaseData Spelling(string name, StringFormat format, string text, string canonical) =>
        new TestCaseData(format, text, canonical).SetName($"{{m}} ({name})");

    private static TestCaseData Mistake(string name, StringFormat format, string text, string error) =>
        new TestCaseData(format, text, error).SetName($"{{m}} ({name})");
}
