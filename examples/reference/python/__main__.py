"""Each region is the example of the resource or function that it is named after; `make generate` puts them on their pages."""

import pulumi
import pulumi_zerotrust as zerotrust

config = pulumi.Config()

# region DefaultDeviceProfile
# Devices that match no other profile get the strictest settings.
zerotrust.DefaultDeviceProfile(
    "default",
    switch_locked=True,
    allowed_to_leave=False,
    allow_mode_switch=False,
    support_url="mailto:it@corp.example.com",
)
# endregion

# region DeviceProfile
# Computers of staff: always on, and on again five minutes after a code was used to switch off.
staff = zerotrust.DeviceProfile(
    "staff",
    name="Staff",
    match='any(identity.groups.name[*] in {"Staff"}) and os.name in {"windows" "mac" "linux"}',
    precedence=100,
    switch_locked=True,
    auto_connect=300,
    captive_portal=180,
    tunnel_protocol="masque",
    service_mode_v2={"mode": "warp"},
    dns_search_suffixes=[{"suffix": "corp.example.com"}],
)
# endregion

# region GetDefaultDeviceProfile
pulumi.export("mayLeave", zerotrust.get_default_device_profile_output().allowed_to_leave)
# endregion

# region GetDeviceProfiles
# Who comes first: "100 Staff", and so on.
listed = zerotrust.get_device_profiles_output(profile_type="warp")
pulumi.export("order", listed.apply(lambda r: [f"{p.precedence} {p.name}" for p in r.profiles]))
# endregion

# region SplitTunnel
developers = zerotrust.DeviceProfile(
    "developers",
    name="Developers",
    match='any(identity.groups.name[*] in {"Developers"})',
    precedence=110,
)

# The list is as it is here: all else goes through the tunnel.
zerotrust.SplitTunnel(
    "developers",
    profile_id=developers.policy_id,
    mode="exclude",
    routes=[
        {"address": "192.168.20.0/24", "description": "Printers"},
        {"host": "*.meet.example.net", "description": "Video conferences"},
    ],
)
# endregion

# region SplitTunnelRoute
# One more route for the default profile; the others of its list stay.
zerotrust.SplitTunnelRoute("printers", profile_id="default", address="203.0.113.0/24", description="Printers")
# endregion

# region FallbackDomains
sales = zerotrust.DeviceProfile(
    "sales",
    name="Sales",
    match='any(identity.groups.name[*] in {"Sales"})',
    precedence=120,
)

# The corporate DNS answers for its own names, the device's resolvers for Cloudflare's default list.
zerotrust.FallbackDomains(
    "sales",
    profile_id=sales.policy_id,
    include_defaults=True,
    domains=[{"suffix": "corp.example.com", "dns_servers": ["192.168.20.53", "192.168.21.53"]}],
)
# endregion

# region FallbackDomain
# One more suffix for the default profile; the others of its list stay.
zerotrust.FallbackDomain(
    "plant",
    profile_id="default",
    suffix="plant.example.com",
    description="Machines",
    dns_servers=["192.168.30.53"],
)
# endregion

# region GetSplitTunnel
bypassing = zerotrust.get_split_tunnel_output(profile_id="default")
pulumi.export("bypassing", bypassing.apply(lambda r: [route.address or route.host for route in r.routes]))
# endregion

# region GetFallbackDomains
suffixes = zerotrust.get_fallback_domains_output(profile_id="default")
pulumi.export("suffixes", suffixes.apply(lambda r: [domain.suffix for domain in r.domains]))
# endregion

# region SubtractCidrs
# In the field what is private goes through the tunnel, and so do other devices, except the network of the machines.
networks = zerotrust.subtract_cidrs_output(from_=["10.0.0.0/8", "100.96.0.0/12"], except_=["10.99.0.0/16"])
field = zerotrust.DeviceProfile(
    "field",
    name="Field engineers",
    match='any(identity.groups.name[*] in {"Field"})',
    precedence=130,
)
zerotrust.SplitTunnel(
    "field",
    profile_id=field.policy_id,
    mode="include",
    routes=networks.apply(lambda r: [{"address": cidr} for cidr in r.cidrs]),
)
# endregion

# region ParseMatch
# Expressions that come from elsewhere, with what is wrong in them.
parsed = zerotrust.parse_match_output(expression='identity.email in {"ann@example.com" "bob@example.com"}')
pulumi.export("findings", parsed.apply(lambda r: [problem.message for problem in r.problems]))
# endregion

# region EvaluateMatch
# Does the profile apply to a manager's phone?
evaluation = zerotrust.evaluate_match_output(
    expression='any(identity.groups.name[*] in {"Staff" "Management"}) and os.name in {"windows" "mac" "linux"}',
    device={"email": "ann@example.com", "group_names": ["Management"], "os_name": "ios"},
)
pulumi.export("applies", evaluation.is_match)
# endregion

# region GetDevices
# Devices that nobody has used for long.
idle = zerotrust.get_devices_output(seen_before="2026-01-01T00:00:00Z", sort_by="last_seen_at")
pulumi.export("idle", idle.apply(lambda r: [device.name for device in r.devices]))
# endregion

# region GetRegistrations
# Users with a registration that was revoked.
revoked = zerotrust.get_registrations_output(status="revoked")
pulumi.export("revoked", revoked.apply(lambda r: [registration.user.email for registration in r.registrations]))
# endregion

# region DeviceSettings
zerotrust.DeviceSettings(
    "account",
    gateway_proxy_enabled=True,
    gateway_udp_proxy_enabled=True,
    root_certificate_installation_enabled=True,
    # The longest that a code of get_override_codes lets a user disconnect, in seconds.
    disable_for_time=3600,
)
# endregion

# region GlobalWarpOverride
# In an emergency: pulumi config set incident true, then pulumi up.
zerotrust.GlobalWarpOverride(
    "emergency",
    disconnect=config.get_bool("incident") or False,
    justification="Gateway blocks all traffic",
)
# endregion

# region ManagedNetwork
berlin_office = zerotrust.ManagedNetwork("berlin", name="berlin", config={"tls_sockaddr": "192.168.40.1:3333"})

# In the office the client resolves names only: the network is reached directly.
zerotrust.DeviceProfile(
    "at-berlin",
    name="At the Berlin office",
    match=pulumi.Output.format('network == "{0}"', berlin_office.name),
    precedence=50,
    service_mode_v2={"mode": "1dot1"},
)
# endregion

# region GetDeviceSettings
pulumi.export("proxied", zerotrust.get_device_settings_output().gateway_proxy_enabled)
# endregion

# region GetGlobalWarpOverride
pulumi.export("disconnected", zerotrust.get_global_warp_override_output().disconnect)
# endregion

# region WarpConnectorTunnel
# Another version makes another secret: hosts have to enroll again.
berlin = zerotrust.WarpConnectorTunnel("berlin", name="berlin", secret_version="1")

# On the host: warp-cli connector new <token>
pulumi.export("token", berlin.token)
# endregion

# region TunnelRoute
lisbon = zerotrust.WarpConnectorTunnel("lisbon", name="lisbon")
zerotrust.TunnelRoute("lisbon", network="10.2.0.0/16", tunnel_id=lisbon.tunnel_id, comment="Lisbon office")
# endregion

# region VirtualNetwork
# The plant uses addresses that offices use as well: users choose which of the two they reach.
acquired = zerotrust.VirtualNetwork("acquired", name="acquired", comment="Networks of the plant")
plant = zerotrust.WarpConnectorTunnel("plant", name="plant")
zerotrust.TunnelRoute(
    "plant",
    network="10.2.0.0/16",
    tunnel_id=plant.tunnel_id,
    virtual_network_id=acquired.virtual_network_id,
)
# endregion

# region WarpConnectorConfiguration
oslo = zerotrust.WarpConnectorTunnel("oslo", name="oslo", ha=True)

# The host that is active has the address that the site's router sends to.
zerotrust.WarpConnectorConfiguration(
    "oslo",
    tunnel_id=oslo.tunnel_id,
    ha_mode="local",
    config={"vips": ["10.3.0.2"]},
)
# endregion

# region GetWarpConnectorTunnels
# Sites without a host that is connected.
down = zerotrust.get_warp_connector_tunnels_output(status="down")
pulumi.export("down", down.apply(lambda r: [tunnel.name for tunnel in r.tunnels]))
# endregion
