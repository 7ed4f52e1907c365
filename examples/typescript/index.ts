import * as pulumi from "@pulumi/pulumi";
import * as zerotrust from "@pulumi-zerotrust/zerotrust";

const config = new pulumi.Config();
const team = config.require("team");
const corporateDomain = config.require("corporateDomain");
const resolvers = config.requireObject<string[]>("resolvers");
const sites = config.requireObject<string[]>("sites");
const berlinSecret = config.getSecret("berlinTunnelSecret");

// Local networks, link-local and multicast: never through the tunnel, on any device.
const localNetworks = [
    { address: "169.254.0.0/16", description: "Link-local" },
    { address: "224.0.0.0/24", description: "Multicast" },
    { address: "255.255.255.255/32", description: "DHCP broadcast" },
    { address: "fe80::/10", description: "IPv6 link-local" },
    { address: "ff02::/16", description: "IPv6 multicast" },
];

// Devices that match no other profile get the strictest settings.
new zerotrust.DefaultDeviceProfile("default", {
    allowedToLeave: false,
    allowModeSwitch: false,
    switchLocked: true,
    captivePortal: 180,
    supportUrl: `mailto:it@${corporateDomain}`,
});

const connectors = new zerotrust.DeviceProfile("connectors", {
    name: "WARP connectors",
    description: "Hosts that connect our offices.",
    match: `identity.email == "warp_connector@${team}.cloudflareaccess.com"`,
    precedence: 10,
    tunnelProtocol: "masque",
    serviceModeV2: { mode: "warp" },
});

const contractors = new zerotrust.DeviceProfile("contractors", {
    name: "Contractors",
    description: "Reach what they are hired for, and nothing else.",
    match: `any(identity.groups.name[*] in {"Contractors"}) or identity.email == "non_identity@${team}.cloudflareaccess.com"`,
    precedence: 20,
    switchLocked: true,
    allowedToLeave: false,
    autoConnect: 300,
});

const staff = new zerotrust.DeviceProfile("staff", {
    name: "Staff",
    match: `any(identity.groups.name[*] in {"Staff" "Management"}) and os.name in {"windows" "mac" "linux"}`,
    precedence: 30,
    allowModeSwitch: false,
    allowUpdates: true,
    captivePortal: 300,
    excludeOfficeIps: true,
    lanAllowMinutes: 30,
    lanAllowSubnetSize: 24,
    dnsSearchSuffixes: [{ suffix: corporateDomain }],
});

// Staff send everything through the tunnel but what is local or needs the shortest way.
new zerotrust.SplitTunnel("staff", {
    profileId: staff.policyId,
    mode: "exclude",
    routes: [
        ...localNetworks,
        { host: "*.meet.example.net", description: "Video conferences" },
        { address: "192.168.20.0/24", description: "Printers" },
    ],
});

// Contractors reach the project network only.
new zerotrust.SplitTunnel("contractors", {
    profileId: contractors.policyId,
    mode: "include",
    routes: [
        { address: "10.20.0.0/16", description: "Project network" },
        { host: `git.${corporateDomain}` },
    ],
});

new zerotrust.SplitTunnel("connectors", {
    profileId: connectors.policyId,
    mode: "include",
    routes: [{ address: "100.96.0.0/12", description: "Device addresses" }],
});

// Cloudflare's own list would keep devices from each other: it excludes 100.64.0.0/10, where their addresses are.
new zerotrust.SplitTunnel("default", { mode: "exclude", routes: localNetworks });

// The corporate DNS answers for its own names; home routers for theirs.
new zerotrust.FallbackDomains("staff", {
    profileId: staff.policyId,
    domains: [
        { suffix: corporateDomain, description: "Corporate DNS", dnsServers: resolvers },
        { suffix: "home.arpa" },
        { suffix: "local" },
    ],
});

new zerotrust.FallbackDomains("default", {
    domains: [{ suffix: "local" }, { suffix: "home.arpa" }],
});

const tunnels = sites.map(site => ({
    site,
    tunnel: new zerotrust.WarpConnectorTunnel(site, {
        name: `office-${site}`,
        tunnelSecret: site === "berlin" ? berlinSecret : undefined,
    }),
}));

// Profile IDs in the order in which they are tried.
export const profiles = [connectors.policyId, contractors.policyId, staff.policyId];

// What the connector host of each site enrolls with.
export const connectorTokens = Object.fromEntries(tunnels.map(({ site, tunnel }) => [site, tunnel.token]));
