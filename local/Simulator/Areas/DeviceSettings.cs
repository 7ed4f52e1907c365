using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>The account's device settings. PATCH merges, PUT resets omitted settings, DELETE resets all.</summary>
internal sealed partial class DeviceSettings : IApiArea
{
    private const string Path = "/accounts/{account_id}/devices/settings";

    public static readonly FieldTable Fields = new(
        new Field("disable_for_time", Types.Number(), 0),
        new Field("gateway_proxy_enabled", Types.Boolean, false),
        new Field("gateway_udp_proxy_enabled", Types.Boolean, false),
        new Field("root_certificate_installation_enabled", Types.Boolean, false),
        new Field("use_zt_virtual_ip", Types.Boolean, false),
        new Field("external_emergency_signal_enabled", Types.Boolean),
        new Field("external_emergency_signal_url", SignalUrl),
        new Field("external_emergency_signal_fingerprint", SignalFingerprint),
        new Field("external_emergency_signal_interval", SignalInterval)
    );

    public IEnumerable<ApiRoute> Routes =>
        [
            Get(Path, Permissions.ReadsZeroTrust, call => Show(call.Data)),
            Put(Path, Permissions.WritesZeroTrust, call => Store(call.Data, Fields.Defaults().Merge(Fields.Read(call.Object())))),
            Patch(Path, Permissions.WritesZeroTrust, call => Store(call.Data, Fields.Read(call.Object()))),
            Delete(Path, Permissions.WritesZeroTrust, call => Store(call.Data, Fields.Defaults())),
        ];

    private static ApiResult Show(AccountData data) => new(data.Settings.Only(Fields.Names));

    private static ApiResult Store(AccountData data, JsonObject changes)
    {
        var settings = ((JsonObject)data.Settings.DeepClone()).Merge(changes);
        if (settings.Flag("external_emergency_signal_enabled") && settings.Text("external_emergency_signal_url") is null or "")
        {
            throw ApiErrors.InvalidSettings("the emergency signal needs a URL to be enabled");
        }

        data.Settings.Merge(changes);
        return Show(data);
    }

    private static JsonNode SignalUrl(JsonNode value, string pointer) =>
        value.AsText() is { } text
        && (
            text.Length == 0
            || (
                Uri.TryCreate(text, UriKind.Absolute, out var url)
                && url.Scheme == "https"
                && url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6
            )
        )
            ? text
            : throw ApiErrors.InvalidSettings($"{pointer[1..]} must be an https URL whose host is an IP address");

    private static JsonNode SignalFingerprint(JsonNode value, string pointer) =>
        value.AsText() is { } text && (text.Length == 0 || (text.Length == 64 && text.All(char.IsAsciiHexDigit)))
            ? text
            : throw ApiErrors.InvalidSettings($"{pointer[1..]} must be 64 hexadecimal characters");

    private static JsonNode SignalInterval(JsonNode value, string pointer) =>
        value.AsText() is { } text && Seconds(text) >= 30
            ? text
            : throw ApiErrors.InvalidSettings($"{pointer[1..]} must be a duration such as '1m', of at least 30s");

    /// <summary>The seconds of a duration in Go's notation; null if it is invalid.</summary>
    private static double? Seconds(string duration)
    {
        var match = Duration().Match(duration);
        return match is { Success: true, Length: > 0 } ? (Part("h") * 3600) + (Part("m") * 60) + Part("s") + (Part("ms") / 1000) : null;

        double Part(string unit) =>
            match.Groups[unit] is { Success: true } group ? double.Parse(group.Value, CultureInfo.InvariantCulture) : 0;
    }

    [GeneratedRegex(@"^(?:(?<h>\d+(?:\.\d+)?)h)?(?:(?<m>\d+(?:\.\d+)?)m(?!s))?(?:(?<s>\d+(?:\.\d+)?)s)?(?:(?<ms>\d+(?:\.\d+)?)ms)?$")]
    private static partial Regex Duration();
}
