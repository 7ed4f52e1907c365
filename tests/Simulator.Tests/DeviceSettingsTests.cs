namespace ZeroTrust.Simulator.Tests;

internal sealed class DeviceSettingsTests : SimulatorTest
{
    private const string Fresh = """
        {
          "disable_for_time": 0, "gateway_proxy_enabled": false, "gateway_udp_proxy_enabled": false,
          "root_certificate_installation_enabled": false, "use_zt_virtual_ip": false
        }
        """;

    [Test]
    public async Task A_new_account_has_everything_off_and_no_emergency_signal()
    {
        AssertJson((await GetAsync("devices/settings")).Result, Fresh);
    }

    [Test]
    public async Task Patch_merges_and_put_resets_omitted_fields()
    {
        await PatchAsync("devices/settings", """{"gateway_proxy_enabled":true,"disable_for_time":20}""");
        var patched = await PatchAsync("devices/settings", """{"use_zt_virtual_ip":true}""");
        var put = await PutAsync("devices/settings", """{"use_zt_virtual_ip":true}""");

        Assert.That((bool)patched.Object["gateway_proxy_enabled"]!, Is.True);
        Assert.That((int)patched.Object["disable_for_time"]!, Is.EqualTo(20));
        Assert.That((bool)put.Object["gateway_proxy_enabled"]!, Is.False);
        Assert.That((int)put.Object["disable_for_time"]!, Is.Zero);
        Assert.That((bool)put.Object["use_zt_virtual_ip"]!, Is.True);
    }

    [Test]
    public async Task Delete_resets_everything()
    {
        await PatchAsync("devices/settings", """{"gateway_proxy_enabled":true,"external_emergency_signal_interval":"1m"}""");

        await DeleteAsync("devices/settings");

        AssertJson((await GetAsync("devices/settings")).Result, Fresh);
    }

    [TestCase("{}")]
    [TestCase("")]
    public async Task A_patch_without_content_is_2003(string body)
    {
        AssertRefused(await PatchAsync("devices/settings", body), 400, 2003);
    }

    [TestCase("""{"external_emergency_signal_url":"http://192.0.2.1/d"}""")]
    [TestCase("""{"external_emergency_signal_url":"https://example.com/d"}""")]
    [TestCase("""{"external_emergency_signal_fingerprint":"DD4F"}""")]
    [TestCase("""{"external_emergency_signal_interval":"10s"}""")]
    [TestCase("""{"external_emergency_signal_interval":"0.4m"}""")]
    [TestCase("""{"external_emergency_signal_interval":"soon"}""")]
    [TestCase("""{"external_emergency_signal_interval":""}""")]
    [TestCase("""{"external_emergency_signal_enabled":true}""")]
    public async Task A_wrong_emergency_signal_is_an_invalid_request(string body)
    {
        var answer = await PatchAsync("devices/settings", body);

        AssertRefused(answer, 400, 2001);
        Assert.That(answer.Message, Is.EqualTo("invalid account settings request"));
        AssertJson((await GetAsync("devices/settings")).Result, Fresh);
    }

    [Test]
    public async Task The_emergency_signal_can_be_set_and_cleared()
    {
        var set = await PatchAsync(
            "devices/settings",
            $$"""
            {"external_emergency_signal_enabled":true,"external_emergency_signal_url":"https://[2001:db8::1]:8443/d",
             "external_emergency_signal_fingerprint":"{{new string('a', 64)}}","external_emergency_signal_interval":"1h30m"}
            """
        );
        var cleared = await PatchAsync(
            "devices/settings",
            """
            {
              "external_emergency_signal_enabled": false, "external_emergency_signal_url": "",
              "external_emergency_signal_fingerprint": "", "external_emergency_signal_interval": "1m"
            }
            """
        );

        Assert.That(set.Status, Is.EqualTo(200), set.Message);
        Assert.That(set.Text("external_emergency_signal_interval"), Is.EqualTo("1h30m"));
        Assert.That(cleared.Text("external_emergency_signal_url"), Is.Empty);
    }
}

internal sealed class OtherSettingsTests : SimulatorTest
{
    private readonly SteppedTimeProvider _time = new();

    protected override SimulatorOptions Options => new() { TimeProvider = _time };

    [Test]
    public async Task Connectivity_settings_are_initially_off_and_merge()
    {
        AssertJson(
            (await GetAsync("zerotrust/connectivity_settings")).Result,
            """{"icmp_proxy_enabled":false,"offramp_warp_enabled":false}"""
        );

        await PatchAsync("zerotrust/connectivity_settings", """{"icmp_proxy_enabled":true}""");
        var answer = await PatchAsync("zerotrust/connectivity_settings", """{"offramp_warp_enabled":true}""");

        AssertJson(answer.Result, """{"icmp_proxy_enabled":true,"offramp_warp_enabled":true}""");
    }

    [Test]
    public async Task Certificates_are_a_setting_of_the_zone()
    {
        var path = $"/zones/{Simulator.ZoneId}/devices/policy/certificates";

        AssertJson((await GetAsync(path)).Result, """{"enabled":false}""");
        AssertJson((await PatchAsync(path, """{"enabled":true}""")).Result, """{"enabled":true}""");
        AssertJson((await GetAsync(path)).Result, """{"enabled":true}""");
        Assert.That((await PatchAsync(path, """{"other":1}""")).Pointer, Is.EqualTo("/enabled"));
    }

    [Test]
    public async Task The_global_override_is_null_until_set_and_each_post_updates_its_time()
    {
        const string path = "devices/resilience/disconnect";
        Assert.That((await GetAsync(path)).Result, Is.Null);

        var first = await PostAsync(path, """{"disconnect":true,"justification":"drill"}""");
        AssertJson(first.Result, """{"disconnect":true,"timestamp":"2026-01-25T18:22:34.000000Z"}""");

        _time.Advance(TimeSpan.FromSeconds(1.5));
        await PostAsync(path, """{"disconnect":true}""");

        AssertJson((await GetAsync(path)).Result, """{"disconnect":true,"timestamp":"2026-01-25T18:22:35.500000Z"}""");
        AssertRefused(await PostAsync(path, """{"justification":"x"}"""), 400, 2001);
    }
}
