"""Zero Trust devices of a company with two offices."""

import pulumi
import pulumi_zerotrust as zerotrust

config = pulumi.Config()
team = config.require("team")
corporate_domain = config.require("corporateDomain")
resolvers = config.require_object("resolvers")
sites = config.require_object("sites")
berlin_secret = config.get_secret("berlinTunnelSecret")

# Local networks, link-local and multicast: never through the tunnel, on any device.
local_networks = [
    {"address": "169.254.0.0/16", "description": "Link-local"},
    {"address": "224.0.0.0/24", "description": "Multicast"},
    {"address": "255.255.255.255/32", "description": "DHCP broadcast"},
    {"address": "fe80::/10", "description": "IPv6 link-local"},
    {"address": "ff02::/16", "description": "IPv6 multicast"},
]

# Devices that match no other profile get the strictest settings.
zerotrust.DefaultDeviceProfile(
    "default",
    allowed_to_leave=False,
    allow_mode_switch=False,
    switch_locked=True,
    captive_portal=180,
    support_url=f"mailto:it@{corporate_domain}",
)

connectors = zerotrust.DeviceProfile(
    "connectors",
    name="WARP connectors",
    description="Hosts that connect our offices.",
    match=f'identity.email == "warp_connector@{team}.cloudflareaccess.com"',
    precedence=10,
    tunnel_protocol="masque",
    service_mode_v2={"mode": "warp"},
)

contractors = zerotrust.DeviceProfile(
    "contractors",
    name="Contractors",
    description="Reach what they are hired for, and nothing else.",
    match='any(identity.groups.name[*] in {"Contractors"})'
    f' or identity.email == "non_identity@{team}.cloudflareaccess.com"',
    precedence=20,
    switch_locked=True,
    allowed_to_leave=False,
    auto_connect=300,
)

staff = zerotrust.DeviceProfile(
    "staff",
    name="Staff",
    match='any(identity.groups.name[*] in {"Staff" "Management"}) and os.name in {"windows" "mac" "linux"}',
    precedence=30,
    allow_mode_switch=False,
    allow_updates=True,
    captive_portal=300,
    exclude_office_ips=True,
    lan_allow_minutes=30,
    lan_allow_subnet_size=24,
    dns_search_suffixes=[{"suffix": corporate_domain}],
)

# Staff send everything through the tunnel but what is local or needs the shortest way.
zerotrust.SplitTunnel(
    "staff",
    profile_id=staff.policy_id,
    mode="exclude",
    routes=[
        *local_networks,
        {"host": "*.meet.example.net", "description": "Video conferences"},
        {"address": "192.168.20.0/24", "description": "Printers"},
    ],
)

# Contractors reach the project network only.
zerotrust.SplitTunnel(
    "contractors",
    profile_id=contractors.policy_id,
    mode="include",
    routes=[
        {"address": "10.20.0.0/16", "description": "Project network"},
        {"host": f"git.{corporate_domain}"},
    ],
)

zerotrust.SplitTunnel(
    "connectors",
    profile_id=connectors.policy_id,
    mode="include",
    routes=[{"address": "100.96.0.0/12", "description": "Device addresses"}],
)

# Cloudflare's own list would keep devices from each other: it excludes 100.64.0.0/10, where their addresses are.
zerotrust.SplitTunnel("default", mode="exclude", routes=local_networks)

# The corporate DNS answers for its own names; home routers for theirs.
zerotrust.FallbackDomains(
    "staff",
    profile_id=staff.policy_id,
    domains=[
        {"suffix": corporate_domain, "description": "Corporate DNS", "dns_servers": resolvers},
        {"suffix": "home.arpa"},
        {"suffix": "local"},
    ],
)

zerotrust.FallbackDomains("default", domains=[{"suffix": "local"}, {"suffix": "home.arpa"}])

tunnels = {
    site: zerotrust.WarpConnectorTunnel(
        site,
        name=f"office-{site}",
        tunnel_secret=berlin_secret if site == "berlin" else None,
    )
    for site in sites
}

# Profile IDs in the order in which they are tried.
pulumi.export("profiles", [connectors.policy_id, contractors.policy_id, staff.policy_id])

# What the connector host of each site enrolls with.
pulumi.export("connectorTokens", {site: tunnel.token for site, tunnel in tunnels.items()})
