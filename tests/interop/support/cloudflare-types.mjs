// The declared response types of the official client that the simulator serves.
import { anything, flag, list, number, object, oneOf, optional, orNull, text, time } from './shapes.mjs';

export const splitTunnel = { address: optional(text), host: optional(text), description: optional(text) };
export const fallbackDomain = { suffix: text, description: optional(text), dns_server: optional(list(text)) };
export const certificates = { enabled: flag };

const settings = {
  allow_mode_switch: flag,
  allow_updates: flag,
  allowed_to_leave: flag,
  auto_connect: number,
  captive_portal: number,
  default: flag,
  disable_auto_fallback: flag,
  dns_search_suffixes: optional(list({ suffix: text, description: optional(text) })),
  enabled: flag,
  exclude: optional(list(splitTunnel)),
  exclude_office_ips: flag,
  fallback_domains: list(fallbackDomain),
  gateway_unique_id: text,
  global_acceleration: optional(orNull(object({
    api_endpoints: list(text), enabled: flag, masque_endpoints: list(text), wireguard_endpoints: list(text), autoswitch: optional(flag),
  }))),
  include: optional(list(splitTunnel)),
  policy_id: text,
  profile_type: oneOf('warp', 'browser_extension'),
  register_interface_ip_with_dns: flag,
  sccm_vpn_boundary_support: flag,
  service_mode_v2: object({ mode: text, port: optional(number) }),
  support_url: text,
  switch_locked: flag,
  tunnel_protocol: text,
  uninstall_protection: flag,
  virtual_networks: optional(orNull(object({ allowed: list(text), default: text }))),
};

export const defaultPolicy = { ...settings, policy_id: optional(text), profile_type: optional(text) };

export const settingsPolicy = {
  ...settings,
  browser_extension_config: optional(orNull(object({ proxy_control: oneOf('unlocked', 'locked'), proxy_enabled: flag }))),
  description: optional(text),
  lan_allow_minutes: optional(number),
  lan_allow_subnet_size: optional(number),
  match: optional(text),
  name: optional(text),
  precedence: optional(number),
  profile_type: optional(oneOf('warp', 'browser_extension')),
  target_tests: optional(list({ id: text, name: text })),
};

const user = { id: optional(text), email: optional(text), name: optional(text) };
const policy = { id: text, default: flag, deleted: flag, name: text, updated_at: time };

export const device = {
  id: text,
  active_registrations: number,
  created_at: time,
  last_seen_at: orNull(time),
  name: text,
  tags: anything,
  updated_at: time,
  client_version: optional(orNull(text)),
  deleted_at: optional(orNull(time)),
  device_type: optional(orNull(text)),
  hardware_id: optional(orNull(text)),
  last_seen_registration: optional(orNull(object({ policy: optional(orNull(object(policy))) }))),
  last_seen_user: optional(orNull(object(user))),
  mac_address: optional(orNull(text)),
  manufacturer: optional(orNull(text)),
  model: optional(orNull(text)),
  os_version: optional(orNull(text)),
  os_version_extra: optional(orNull(text)),
  public_ip: optional(orNull(text)),
  serial_number: optional(orNull(text)),
};

export const registration = {
  id: text,
  created_at: time,
  device: object({ id: text, name: text, client_version: optional(text) }),
  key: text,
  last_seen_at: time,
  registration_type: oneOf('warp', 'browser_extension'),
  updated_at: time,
  deleted_at: optional(orNull(time)),
  key_type: optional(orNull(text)),
  policy: optional(object(policy)),
  revoked_at: optional(orNull(time)),
  tunnel_type: optional(orNull(text)),
  user: optional(object(user)),
  virtual_ipv4: optional(orNull(text)),
  virtual_ipv6: optional(orNull(text)),
};

export const overrideCodes = { disable_for_time: object({ 1: text, 3: text, 6: text, 12: text, 24: text }) };

const texts = (...names) => Object.fromEntries(names.map(name => [name, optional(text)]));
const legacy = {
  ...texts('created', 'device_type', 'ip', 'key', 'last_seen', 'mac_address', 'model', 'name', 'os_version', 'serial_number', 'updated', 'version'),
  id: text,
  deleted: optional(flag),
  user: optional(object(user)),
};
export const legacyDevice = {
  ...legacy,
  ...texts('manufacturer', 'os_distro_name', 'os_distro_revision', 'os_version_extra'),
  revoked_at: optional(orNull(time)),
};
export const legacyDeviceDetails = {
  ...legacy,
  ...texts('gateway_device_id', 'key_type', 'tunnel_type'),
  account: optional(object(texts('id', 'account_type', 'name'))),
};

export const globalOverride = { disconnect: flag, timestamp: time };

export const deviceSettings = {
  disable_for_time: number,
  external_emergency_signal_enabled: optional(flag),
  external_emergency_signal_fingerprint: optional(text),
  external_emergency_signal_interval: optional(text),
  external_emergency_signal_url: optional(text),
  gateway_proxy_enabled: flag,
  gateway_udp_proxy_enabled: flag,
  root_certificate_installation_enabled: flag,
  use_zt_virtual_ip: flag,
};

export const managedNetwork = { config: object({ tls_sockaddr: text, sha256: optional(text) }), name: text, network_id: text, type: oneOf('tls') };

const connection = {
  id: optional(text), client_id: optional(text), client_version: optional(text), colo_name: optional(text),
  is_pending_reconnect: optional(flag), opened_at: optional(time), origin_ip: optional(text), uuid: optional(text),
};

export const tunnel = {
  id: text,
  account_tag: text,
  connections: optional(list(connection)),
  conns_active_at: orNull(time),
  conns_inactive_at: orNull(time),
  created_at: time,
  deleted_at: orNull(time),
  metadata: anything,
  name: text,
  status: oneOf('inactive', 'degraded', 'healthy', 'down'),
  tun_type: oneOf('warp_connector'),
};

// The response to a creation also has the token, which the client's type does not declare.
export const newTunnel = { ...tunnel, token: text };

export const connector = {
  id: text,
  arch: text,
  conns: list({ ...connection }),
  features: list(text),
  ha_status: oneOf('offline', 'passive', 'active'),
  run_at: time,
  version: text,
};

export const configuration = {
  configuration_version: number,
  created_at: time,
  ha_mode: oneOf('none', 'disabled', 'aws', 'local'),
  tunnel_id: text,
  config: optional(orNull(anything)),
  updated_at: optional(orNull(time)),
};

export const connectivitySettings = { icmp_proxy_enabled: optional(flag), offramp_warp_enabled: optional(flag) };

export const virtualNetwork = { id: text, comment: text, created_at: time, is_default_network: flag, name: text, deleted_at: optional(orNull(time)) };

export const route = { id: text, comment: text, created_at: time, deleted_at: optional(orNull(time)), network: text, tunnel_id: text, virtual_network_id: text };
export const teamnet = { ...route, tun_type: oneOf('warp_connector'), tunnel_name: text, virtual_network_name: text };
