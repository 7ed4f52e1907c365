using System.Reflection;
using Pulumi;
using Pulumi.Utilities;
using Pulumi.ZeroTrust;
using Pulumi.ZeroTrust.Inputs;

namespace ZeroTrust.Sdk.Tests.Components;

internal sealed class ManagedProfileTests
{
    private static readonly string[] NotForTheDeviceClient = ["ProfileType", "BrowserExtensionConfig", "Default"];

    private static readonly string[] OwnShape = ["SplitTunnel", "FallbackDomains"];

    [Test]
    public async Task The_profile_and_its_lists_are_children_with_the_components_name()
    {
        ManagedProfile staff = null!;
        var children = new List<(string Type, Resource? Parent)>();
        var account = await Account.RunAsync(() => staff = new("staff", new()
        {
            Name = "Staff",
            Match = "identity.email == \"a@example.com\"",
            SplitTunnel = new()
            {
                Mode = SplitTunnelMode.Include,
                Routes = { new SplitTunnelEntryArgs { Address = "10.0.0.0/8" } },
                OnDelete = OnDelete.Retain,
            },
            FallbackDomains = new() { Domains = { new FallbackDomainEntryArgs { Suffix = "corp.example.com" } }, IncludeDefaults = true },
        }, Account.Recording(children)));

        Assert.That(account.Made, Is.EqualTo(["DeviceProfile staff", "FallbackDomains staff", "ManagedProfile staff", "SplitTunnel staff"]));
        Assert.That(account.Inputs("DeviceProfile", "staff"), Is.EqualTo("""{"match":"identity.email == \u0022a@example.com\u0022","name":"Staff"}"""));
        Assert.That(account.Inputs("SplitTunnel", "staff"), Is.EqualTo(
            """{"mode":"include","onDelete":"retain","profileId":"policy-staff","routes":[{"address":"10.0.0.0/8"}]}"""));
        Assert.That(account.Inputs("FallbackDomains", "staff"), Is.EqualTo(
            """{"domains":[{"suffix":"corp.example.com"}],"includeDefaults":true,"profileId":"policy-staff"}"""));
        Assert.That(children.Select(child => child.Type), Is.EqualTo(["DeviceProfile", "SplitTunnel", "FallbackDomains"]));
        Assert.That(children.Select(child => child.Parent), Is.All.SameAs(staff));
    }

    [Test]
    public async Task Its_output_is_the_policy_id()
    {
        ManagedProfile staff = null!;
        var account = await Account.RunAsync(() => staff = new("staff", new() { Name = "Staff" }));

        Assert.That(await OutputUtilities.GetValueAsync(staff.PolicyId), Is.EqualTo("policy-staff"));
        Assert.That(account.Registered["staff"].Keys, Is.EqualTo(["policyId"]));
    }

    [Test]
    public async Task Lists_that_are_not_set_are_not_managed()
    {
        ManagedProfile staff = null!;
        var account = await Account.RunAsync(() => staff = new("staff", new() { Name = "Staff" }));

        Assert.That(account.Made, Is.EqualTo(["DeviceProfile staff", "ManagedProfile staff"]));
        Assert.That(account.Inputs("DeviceProfile", "staff"), Is.EqualTo("""{"name":"Staff"}"""));
        Assert.That((staff.SplitTunnel, staff.FallbackDomains), Is.EqualTo(((SplitTunnel?)null, (FallbackDomains?)null)));
    }

    [Test]
    public async Task Empty_lists_are_managed_as_empty()
    {
        var account = await Account.RunAsync(() => _ = new ManagedProfile("staff", new() { Name = "Staff", SplitTunnel = new(), FallbackDomains = new() }));

        Assert.That(account.Inputs("SplitTunnel", "staff"), Is.EqualTo("""{"profileId":"policy-staff","routes":[]}"""));
        Assert.That(account.Inputs("FallbackDomains", "staff"), Is.EqualTo("""{"domains":[],"profileId":"policy-staff"}"""));
    }

    [Test]
    public async Task Account_and_provider_are_its_childrens_too()
    {
        var account = await Account.RunAsync(() => _ = new ManagedProfile(
            "staff",
            new() { Name = "Staff", AccountId = "a1", SplitTunnel = new(), FallbackDomains = new() },
            new() { Provider = new Provider("other") }));

        foreach (var type in new[] { "DeviceProfile", "SplitTunnel", "FallbackDomains" })
        {
            Assert.That(account.Inputs(type, "staff"), Does.Contain("\"accountId\":\"a1\""));
            Assert.That(account.Provider(type, "staff"), Does.EndWith("pulumi:providers:zerotrust::other::other-id"));
        }
    }

    [Test]
    public void Every_setting_of_a_profile_for_the_device_client_can_be_set() =>
        Assert.That(
            Settings(typeof(ManagedProfileArgs)),
            Is.EquivalentTo(Settings(typeof(DeviceProfileArgs)).ExceptBy(NotForTheDeviceClient, setting => setting.Name)));

    [Test]
    public async Task Every_setting_means_what_it_means_in_a_device_profile()
    {
        var (plain, managed) = (new DeviceProfileArgs(), new ManagedProfileArgs());
        foreach (var (name, type) in Settings(typeof(ManagedProfileArgs)))
        {
            var value = Sample(name, type);
            typeof(DeviceProfileArgs).GetProperty(name)!.SetValue(plain, value);
            typeof(ManagedProfileArgs).GetProperty(name)!.SetValue(managed, value);
            Assert.That(typeof(ManagedProfileArgs).GetProperty(name)!.GetValue(managed), Is.SameAs(value), name);
        }

        var account = await Account.RunAsync(() =>
        {
            _ = new DeviceProfile("plain", plain);
            _ = new ManagedProfile("managed", managed);
        });

        Assert.That(account.Inputs("DeviceProfile", "managed"), Is.EqualTo(account.Inputs("DeviceProfile", "plain")));
    }

    private static IEnumerable<(string Name, Type Type)> Settings(Type args) => args
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => !OwnShape.Contains(property.Name))
        .Select(property => (property.Name, property.PropertyType));

    private static object Sample(string name, Type type) => type switch
    {
        _ when type == typeof(Input<string>) => (Input<string>)name,
        _ when type == typeof(Input<bool>) => (Input<bool>)true,
        _ when type == typeof(Input<int>) => (Input<int>)name.Length,
        _ when type == typeof(Input<TunnelProtocol>) => (Input<TunnelProtocol>)TunnelProtocol.Masque,
        _ when type == typeof(Input<ServiceModeV2Args>) => (Input<ServiceModeV2Args>)new ServiceModeV2Args { Mode = ServiceMode.Proxy, Port = 40000 },
        _ when type == typeof(Input<GlobalAccelerationArgs>) => (Input<GlobalAccelerationArgs>)new GlobalAccelerationArgs
        {
            Enabled = true,
            ApiEndpoints = { "198.51.100.1:443" },
            MasqueEndpoints = { "198.51.100.2:443" },
            WireguardEndpoints = { "198.51.100.3:2408" },
        },
        _ when type == typeof(Input<VirtualNetworkChoiceArgs>) =>
            (Input<VirtualNetworkChoiceArgs>)new VirtualNetworkChoiceArgs { Allowed = { "one" }, Default = "one" },
        _ when type == typeof(InputList<DnsSearchSuffixArgs>) => new InputList<DnsSearchSuffixArgs> { new DnsSearchSuffixArgs { Suffix = "example.com" } },
        _ => throw new NotSupportedException($"'{name}' is a {type}; give it a sample here."),
    };
}
