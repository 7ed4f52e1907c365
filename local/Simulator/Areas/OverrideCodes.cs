using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Checks;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>One-time codes with which users turn the client off for some hours, or uninstall it.</summary>
internal sealed class OverrideCodes : IApiArea
{
    private static readonly string[] Hours = ["1", "3", "6", "12", "24"];

    private static readonly FieldTable Fields = new(
        new Field("scope", Types.OneOf("account", "device")) { Required = true },
        new Field("type", Types.OneOf("uninstall_protection")) { Required = true },
        new Field("duration_hours", Types.Number(1)) { Required = true },
        new Field("device_id", Types.Uuid)
    );

    public IEnumerable<ApiRoute> Routes => [Post("/accounts/{account_id}/devices/override_codes", Permissions.WritesZeroTrust, Create)];

    /// <summary>The codes of a registration. Like Cloudflare's, they change over time; here, every hour.</summary>
    public static ApiResult Of(ApiCall call, JsonObject registration) =>
        new(
            new JsonObject
            {
                ["disable_for_time"] = new JsonObject(
                    Hours.Select(hours => KeyValuePair.Create(hours, (JsonNode?)Code(call, $"{registration.Text("id")}:{hours}")))
                ),
            }
        );

    private static ApiResult Create(ApiCall call)
    {
        var sent = Fields.ReadNew(call.Object());
        var device = sent.Text("device_id");
        if (sent.Text("scope") == "account" && device is not null)
        {
            throw ApiErrors.Invalid("/device_id", "is forbidden when scope is account");
        }

        if (sent.Text("scope") == "device" && device is null)
        {
            throw ApiErrors.Invalid("/device_id", "is required when scope is device");
        }

        if (device is not null && call.Data.Devices.Find(device) is null)
        {
            throw ApiErrors.DeviceNotFound();
        }

        return new(
            new JsonObject
            {
                ["code"] = Code(call, sent.ToReadable()),
                ["expires_at"] = Timestamps.Format(call.Now.AddHours(sent.Number("duration_hours"))),
            }
        );
    }

    private static string Code(ApiCall call, string subject) => Ids.Digits($"{subject}:{call.Now.ToUnixTimeSeconds() / 3600}");
}
