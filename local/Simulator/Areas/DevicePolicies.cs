using System.Text.Json.Nodes;
using ZeroTrust.Simulator.Http;
using ZeroTrust.Simulator.State;
using static ZeroTrust.Simulator.Http.ApiRoute;

namespace ZeroTrust.Simulator.Areas;

/// <summary>Device settings profiles: custom ones, and the default one, which always exists.</summary>
internal sealed class DevicePolicies(SimulatorOptions options) : IApiArea
{
    public const string Default = "/accounts/{account_id}/devices/policy";
    public const string Custom = Default + "/{policy_id}";

    private static readonly string[] ShownWhenSet = ["lan_allow_minutes", "lan_allow_subnet_size", "match"];

    private readonly RemainingProfiles _remaining = new();

    public IEnumerable<ApiRoute> Routes =>
        [
            Get("/accounts/{account_id}/devices/policies", Permissions.ReadsZeroTrust, List),
            Post(Default, Permissions.WritesZeroTrust, Create),
            Get(Custom, Permissions.ReadsZeroTrust, call => new(View(Find(call)))),
            Patch(Custom, Permissions.WritesZeroTrust, Update),
            Delete(Custom, Permissions.WritesZeroTrust, Remove),
            Get(Default, Permissions.ReadsZeroTrust, call => new(DefaultView(call.Data.DefaultProfile))),
            Patch(Default, Permissions.WritesZeroTrust, UpdateDefault),
        ];

    /// <summary>The profile in the path; the default profile if the path has no ID.</summary>
    public static JsonObject OfPath(ApiCall call) => call.Has("policy_id") ? Find(call) : call.Data.DefaultProfile;

    /// <summary>A list of the profile in the path. Empty lists of the default profile are null.</summary>
    public static ApiResult ListResult(ApiCall call, JsonArray entries) =>
        new(entries.Count == 0 && !call.Has("policy_id") ? null : entries);

    public static JsonObject NewDefault(string id, string accountId) => NewProfile(ProfileFields.Shared.Defaults(), id, accountId);

    private static JsonObject NewProfile(JsonObject profile, string id, string accountId)
    {
        profile["policy_id"] = id;
        profile["gateway_unique_id"] = Ids.Hex(accountId, 32);
        profile["exclude"] = SplitTunnels.DefaultExclude();
        profile["include"] = null;
        profile["fallback_domains"] = FallbackDomains.Defaults();
        return profile;
    }

    private ApiResult List(ApiCall call) => Listed(call.Data, call.Query.OneOf("profile_type", "warp", "warp", "browser_extension"), View);

    private ApiResult Listed(AccountData data, string type, Func<JsonObject, JsonNode> view)
    {
        var custom = data.Profiles.Where(p => p.Text("profile_type") == type).OrderBy(p => p.Number("precedence")).Select(view);
        return ApiResult.List(options.ListDefaultProfile && type == "warp" ? custom.Append(DefaultView(data.DefaultProfile)) : custom);
    }

    private ApiResult Create(ApiCall call)
    {
        var body = call.Object();
        var sent = ProfileFields.Custom.ReadNew(body);
        var profile = NewProfile(ProfileFields.Custom.Defaults().Merge(sent), "", call.AccountId);
        profile["target_tests"] = new JsonArray();
        SplitTunnels.Apply(profile, body);
        profile["precedence"] ??= call.Data.Profiles.Select(p => p.Number("precedence")).DefaultIfEmpty().Max() + 1;
        CheckCustom(call.Data, profile);
        profile["policy_id"] = call.Data.NewId();
        return new(View(call.Data.Profiles.Add(profile)));
    }

    private ApiResult Update(ApiCall call)
    {
        var stored = Find(call);
        var body = call.Object();
        var sent = ProfileFields.Custom.Read(body);
        if (sent.Text("profile_type") is { } type && type != stored.Text("profile_type"))
        {
            throw ApiErrors.Invalid("/profile_type", "cannot be changed");
        }

        var changed = ((JsonObject)stored.DeepClone()).Merge(sent);
        SplitTunnels.Apply(changed, body);
        CheckCustom(call.Data, changed);
        return new(View(stored.Merge(changed)));
    }

    private ApiResult Remove(ApiCall call)
    {
        var profile = Find(call);
        call.Data.Profiles.Remove(call["policy_id"]);
        return Listed(call.Data, profile.Text("profile_type")!, _remaining.BeginDeletion(call.Data));
    }

    private ApiResult UpdateDefault(ApiCall call)
    {
        var body = call.Object();
        if (options.DefaultProfileLists == DefaultProfileLists.Refused && (body["exclude"] ?? body["include"]) is not null)
        {
            throw new ApiException(500, 1001, "internal server error", hint: "Simulator: lists in a PATCH of the default profile.");
        }

        var stored = call.Data.DefaultProfile;
        var changed = ((JsonObject)stored.DeepClone()).Merge(ProfileFields.Shared.Read(body));
        if (options.DefaultProfileLists == DefaultProfileLists.Stored)
        {
            SplitTunnels.Apply(changed, body);
        }

        ProfileFields.CheckShared(changed);
        return new(DefaultView(stored.Merge(changed)));
    }

    private void CheckCustom(AccountData data, JsonObject profile)
    {
        ProfileFields.CheckCustom(profile, options.MatchLimit);
        var precedence = profile.Number("precedence");
        if (data.Profiles.Any(other => other.Number("precedence") == precedence && other.Text("policy_id") != profile.Text("policy_id")))
        {
            throw ApiErrors.PrecedenceTaken(precedence);
        }
    }

    private static JsonObject Find(ApiCall call) => call.Data.Profiles.Find(call["policy_id"]) ?? throw ApiErrors.ProfileNotFound();

    private static JsonObject View(JsonObject profile) =>
        WithLists(profile.Without([.. ShownWhenSet.Where(name => profile[name] is null)]), profile);

    // lan_allow_* can be set on the default profile but are never returned.
    private static JsonObject DefaultView(JsonObject profile)
    {
        var view = WithLists(profile.Without("lan_allow_minutes", "lan_allow_subnet_size"), profile);
        view["default"] = true;
        view["enabled"] = true;
        return view;
    }

    // The list of the inactive mode is omitted, not empty.
    private static JsonObject WithLists(JsonObject view, JsonObject profile)
    {
        view.Remove("exclude");
        view.Remove("include");
        var mode = SplitTunnels.ModeOf(profile);
        view[mode] = SplitTunnels.View(profile, mode);
        view["fallback_domains"] = FallbackDomains.View(profile);
        return view;
    }

    /// <summary>
    /// Views of the profiles, each written once for all deletions in a row: every one responds with all remaining profiles.
    /// </summary>
    private sealed class RemainingProfiles
    {
        private readonly Dictionary<JsonObject, WrittenJson> _views = [];
        private (AccountData? Data, long Changes) _asOf;

        /// <summary>The view to respond with. The views from before the deletion are valid if it is the only change since.</summary>
        public Func<JsonObject, JsonNode> BeginDeletion(AccountData data)
        {
            if (_asOf != (data, data.Changes - 1))
            {
                _views.Clear();
            }

            _asOf = (data, data.Changes);
            return profile =>
            {
                if (!_views.TryGetValue(profile, out var view))
                {
                    _views[profile] = view = WrittenJson.Of(View(profile));
                }

                return view.ToNode();
            };
        }
    }
}
