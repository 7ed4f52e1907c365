import * as pulumi from "@pulumi/pulumi";
import * as zerotrust from "@pulumi-zerotrust/zerotrust";

// Each region is the example of the resource or function that it is named after; `make generate` puts them on their pages.
const config = new pulumi.Config();

//#region DefaultDeviceProfile
// Devices that match no other profile get the strictest settings.
new zerotrust.DefaultDeviceProfile("default", {
    switchLocked: true,
    allowedToLeave: false,
    allowModeSwitch: false,
    supportUrl: "mailto:it@corp.example.com",
});
//#endregion

//#region DeviceProfile
// Computers of staff: always on, and on again five minutes after a code was used to switch off.
const staff = new zerotrust.DeviceProfile("staff", {
    name: "Staff",
    match: `any(identity.groups.name[*] in {"Staff"}) and os.name in {"windows" "mac" "linux"}`,
    precedence: 100,
    switchLocked: true,
    autoConnect: 300,
    captivePortal: 180,
    tunnelProtocol: "masque",
    serviceModeV2: { mode: "warp" },
    dnsSearchSuffixes: [{ suffix: "corp.example.com" }],
});
//#endregion
export const staffId = staff.policyId;

//#region GetDefaultDeviceProfile
export const mayLeave = zerotrust.getDefaultDeviceProfileOutput({}).apply(profile => profile.allowedToLeave);
//#endregion

//#region GetDeviceProfiles
// Who comes first: "100 Staff", and so on.
export const order = zerotrust.getDeviceProfilesOutput({ profileType: "warp" })
    .apply(result => result.profiles.map(profile => `${profile.precedence} ${profile.name}`));
//#endregion

//#region SplitTunnel
const developers = new zerotrust.DeviceProfile("developers", {
    name: "Developers",
    match: `any(identity.groups.name[*] in {"Developers"})`,
    precedence: 110,
});

// The list is as it is here: all else goes through the tunnel.
new zerotrust.SplitTunnel("developers", {
    profileId: developers.policyId,
    mode: "exclude",
    routes: [
        { address: "192.168.20.0/24", description: "Printers" },
        { host: "*.meet.example.net", description: "Video conferences" },
    ],
});
//#endregion

//#region SplitTunnelRoute
// One more route for the default profile; the others of its list stay.
new zerotrust.SplitTunnelRoute("printers", {
    profileId: "default",
    address: "203.0.113.0/24",
    description: "Printers",
});
//#endregion

//#region FallbackDomains
const sales = new zerotrust.DeviceProfile("sales", {
    name: "Sales",
    match: `any(identity.groups.name[*] in {"Sales"})`,
    precedence: 120,
});

// The corporate DNS answers for its own names, the device's resolvers for Cloudflare's default list.
new zerotrust.FallbackDomains("sales", {
    profileId: sales.policyId,
    includeDefaults: true,
    domains: [{ suffix: "corp.example.com", dnsServers: ["192.168.20.53", "192.168.21.53"] }],
});
//#endregion

//#region FallbackDomain
// One more suffix for the default profile; the others of its list stay.
new zerotrust.FallbackDomain("plant", {
    profileId: "default",
    suffix: "plant.example.com",
    description: "Machines",
    dnsServers: ["192.168.30.53"],
});
//#endregion

//#region GetSplitTunnel
export const bypassing = zerotrust.getSplitTunnelOutput({ profileId: "default" })
    .apply(list => list.routes.map(route => route.address || route.host));
//#endregion

//#region GetFallbackDomains
export const suffixes = zerotrust.getFallbackDomainsOutput({ profileId: "default" })
    .apply(list => list.domains.map(domain => domain.suffix));
//#endregion

//#region SubtractCidrs
// In the field what is private goes through the tunnel, and so do other devices, except the network of the machines.
const networks = zerotrust.subtractCidrsOutput({ from: ["10.0.0.0/8", "100.96.0.0/12"], except: ["10.99.0.0/16"] });
const field = new zerotrust.DeviceProfile("field", {
    name: "Field engineers",
    match: `any(identity.groups.name[*] in {"Field"})`,
    precedence: 130,
});
new zerotrust.SplitTunnel("field", {
    profileId: field.policyId,
    mode: "include",
    routes: networks.apply(result => result.cidrs.map(address => ({ address }))),
});
//#endregion

//#region ParseMatch
// Expressions that come from elsewhere, with what is wrong in them.
const parsed = zerotrust.parseMatchOutput({ expression: `identity.email in {"ann@example.com" "bob@example.com"}` });
export const findings = parsed.apply(result => result.problems.map(problem => problem.message));
//#endregion

//#region EvaluateMatch
// Does the profile apply to a manager's phone?
const evaluation = zerotrust.evaluateMatchOutput({
    expression: `any(identity.groups.name[*] in {"Staff" "Management"}) and os.name in {"windows" "mac" "linux"}`,
    device: { email: "ann@example.com", groupNames: ["Management"], osName: "ios" },
});
export const applies = evaluation.apply(result => result.isMatch);
//#endregion

//#region GetDevices
// Devices that nobody has used for long.
export const idle = zerotrust.getDevicesOutput({ seenBefore: "2026-01-01T00:00:00Z", sortBy: "last_seen_at" })
    .apply(result => result.devices.map(device => device.name));
//#endregion

//#region GetRegistrations
// Users with a registration that was revoked.
export const revoked = zerotrust.getRegistrationsOutput({ status: "revoked" })
    .apply(result => result.registrations.map(registration => registration.user?.email));
//#endregion

//#region DeviceSettings
new zerotrust.DeviceSettings("account", {
    gatewayProxyEnabled: true,
    gatewayUdpProxyEnabled: true,
    rootCertificateInstallationEnabled: true,
    // The longest that a code of getOverrideCodes lets a user disconnect, in seconds.
    disableForTime: 3600,
});
//#endregion

//#region GlobalWarpOverride
// In an emergency: pulumi config set incident true, then pulumi up.
new zerotrust.GlobalWarpOverride("emergency", {
    disconnect: config.getBoolean("incident") || false,
    justification: "Gateway blocks all traffic",
});
//#endregion

//#region ManagedNetwork
const berlinOffice = new zerotrust.ManagedNetwork("berlin", {
    name: "berlin",
    config: { tlsSockaddr: "192.168.40.1:3333" },
});

// In the office the client resolves names only: the network is reached directly.
new zerotrust.DeviceProfile("at-berlin", {
    name: "At the Berlin office",
    match: pulumi.interpolate`network == "${berlinOffice.name}"`,
    precedence: 50,
    serviceModeV2: { mode: "1dot1" },
});
//#endregion

//#region GetDeviceSettings
export const proxied = zerotrust.getDeviceSettingsOutput({}).apply(settings => settings.gatewayProxyEnabled);
//#endregion

//#region GetGlobalWarpOverride
export const disconnected = zerotrust.getGlobalWarpOverrideOutput({}).apply(emergency => emergency.disconnect);
//#endregion

//#region WarpConnectorTunnel
const berlin = new zerotrust.WarpConnectorTunnel("berlin", {
    name: "berlin",
    // Another version makes another secret: hosts have to enroll again.
    secretVersion: "1",
});

// On the host: warp-cli connector new <token>
export const token = berlin.token;
//#endregion

//#region TunnelRoute
const lisbon = new zerotrust.WarpConnectorTunnel("lisbon", { name: "lisbon" });
new zerotrust.TunnelRoute("lisbon", {
    network: "10.2.0.0/16",
    tunnelId: lisbon.tunnelId,
    comment: "Lisbon office",
});
//#endregion

//#region VirtualNetwork
// The plant uses addresses that offices use as well: users choose which of the two they reach.
const acquired = new zerotrust.VirtualNetwork("acquired", { name: "acquired", comment: "Networks of the plant" });
const plant = new zerotrust.WarpConnectorTunnel("plant", { name: "plant" });
new zerotrust.TunnelRoute("plant", {
    network: "10.2.0.0/16",
    tunnelId: plant.tunnelId,
    virtualNetworkId: acquired.virtualNetworkId,
});
//#endregion

//#region WarpConnectorConfiguration
const oslo = new zerotrust.WarpConnectorTunnel("oslo", { name: "oslo", ha: true });

// The host that is active has the address that the site's router sends to.
new zerotrust.WarpConnectorConfiguration("oslo", {
    tunnelId: oslo.tunnelId,
    haMode: "local",
    config: { vips: ["10.3.0.2"] },
});
//#endregion

//#region GetWarpConnectorTunnels
// Sites without a host that is connected.
export const down = zerotrust.getWarpConnectorTunnelsOutput({ status: "down" })
    .apply(result => result.tunnels.map(tunnel => tunnel.name));
//#endregion
