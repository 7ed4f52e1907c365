import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import Cloudflare from 'cloudflare';
import { declared } from './support/declarations.mjs';
import { watch } from './support/calls.mjs';
import { accountId, startSimulator, token, zoneId } from './support/simulator.mjs';
import { assertShape } from './support/shapes.mjs';
import * as shapes from './support/cloudflare-types.mjs';

const account = { account_id: accountId };
const match = 'identity.email == "a@example.com"';
const missing = '11111111-1111-4111-8111-111111111111';

const parts = ['devices', 'tunnels.warpConnector', 'networks.routes', 'networks.virtualNetworks', 'connectivitySettings'];

// Parts of the client for other products.
const notServed = {
  'devices.dexTests': 'digital experience monitoring',
  'devices.fleetStatus': 'digital experience monitoring',
  'devices.posture': 'posture checks',
  'devices.ipProfiles': 'virtual addresses of devices',
  'devices.deploymentGroups': 'client roll-outs',
  'networks.routes.networks': 'routes addressed by their network, which Cloudflare has deprecated for routes by id',
};

let simulator;
let zeroTrust;
let watched;

before(async () => {
  simulator = await startSimulator();
  zeroTrust = client().zeroTrust;
  watched = watch(zeroTrust, parts);
});

after(() => simulator?.stop());

beforeEach(() => simulator.reset());

function client(options = {}) {
  return new Cloudflare({ apiToken: token, baseURL: simulator.baseUrl, maxRetries: 0, ...options });
}

async function all(pages) {
  const items = [];
  for await (const item of pages) {
    items.push(item);
  }
  return items;
}

/** Asserts the documented error: HTTP status and Cloudflare's code, as the client parses them. */
async function refused(promise, status, code) {
  await assert.rejects(promise, error => {
    assert.ok(error instanceof Cloudflare.APIError, String(error));
    assert.equal(error.status, status);
    assert.deepEqual(error.errors.map(item => item.code), [code]);
    assert.ok(error.errors[0].message.length > 0);
    return true;
  });
}

describe('Custom profiles', () => {
  const custom = () => zeroTrust.devices.policies.custom;
  const make = (more = {}) => custom().create({ ...account, name: 'staff', match, precedence: 100, ...more });

  test('create, get, edit, list, delete', async () => {
    const created = await make({ description: 'people', switch_locked: true });
    assertShape(created, shapes.settingsPolicy);
    assert.equal(created.switch_locked, true);
    assert.deepEqual(await custom().get(created.policy_id, account), created);
    const edited = await custom().edit(created.policy_id, { ...account, auto_connect: 60, service_mode_v2: { mode: 'proxy', port: 3000 } });
    assertShape(edited, shapes.settingsPolicy);
    assert.equal(edited.auto_connect, 60);
    assert.equal(edited.service_mode_v2.port, 3000);
    const listed = await all(custom().list(account));
    listed.forEach(policy => assertShape(policy, shapes.settingsPolicy));
    assert.ok(listed.some(policy => policy.policy_id === created.policy_id));
    const left = await all(custom().delete(created.policy_id, account));
    assert.ok(left.every(policy => policy.policy_id !== created.policy_id));
    await refused(custom().get(created.policy_id, account), 404, 2052);
  });

  test('all settings that the client supports are accepted and returned', async () => {
    const settings = {
      allow_mode_switch: true, allow_updates: true, allowed_to_leave: false, auto_connect: 30, captive_portal: 60, disable_auto_fallback: true,
      dns_search_suffixes: [{ suffix: 'corp.example', description: 'office' }], enabled: false, exclude_office_ips: true, lan_allow_minutes: 30, lan_allow_subnet_size: 24,
      register_interface_ip_with_dns: false, sccm_vpn_boundary_support: true, support_url: 'https://help.example', switch_locked: true, tunnel_protocol: 'masque', uninstall_protection: true,
    };
    const created = await make(settings);
    for (const [name, value] of Object.entries(settings)) {
      assert.deepEqual(created[name], value, name);
    }
  });

  test('an invalid precedence and a missing profile are refused', async () => {
    await make();
    await refused(make({ name: 'other' }), 400, 2006);
    await refused(custom().edit(missing, { ...account, enabled: false }), 404, 2052);
    await refused(make({ name: '', precedence: 5 }), 400, 2001);
    const { policy_id: id } = (await all(custom().list(account))).find(policy => !policy.default);
    await refused(custom().edit(id, account), 400, 2003);
    await refused(make({ name: 'other', precedence: 5, match: 'no.such == "field"' }), 400, 2001);
    await refused(all(custom().excludes.update(id, { ...account, body: Array.from({ length: 1001 }, (_, i) => ({ host: `h${i}.example` })) })), 400, 2004);
    await refused(all(custom().excludes.update(id, { ...account, body: [{ address: 'no network' }] })), 400, 2001);
    await refused(all(custom().fallbackDomains.update(id, { ...account, domains: [{ suffix: 'no domain!' }] })), 400, 2049);
    await refused(all(custom().list({ ...account, profile_type: 'toaster' })), 400, 2002);
  });

  test('excludes, includes and fallback domains', async () => {
    const { policy_id: id } = await make();
    const { excludes, includes, fallbackDomains } = custom();
    const defaults = await all(excludes.get(id, account));
    defaults.forEach(entry => assertShape(entry, shapes.splitTunnel));
    assert.ok(defaults.length > 10);
    const put = [{ address: '10.0.0.0/8', description: 'office' }, { host: '*.corp.example' }];
    const stored = await all(excludes.update(id, { ...account, body: put }));
    stored.forEach(entry => assertShape(entry, shapes.splitTunnel));
    assert.deepEqual(new Set(stored.map(entry => entry.address ?? entry.host)), new Set(['10.0.0.0/8', '*.corp.example']));
    await all(includes.update(id, { ...account, body: [{ address: '192.168.0.0/16' }] }));
    assert.equal((await all(includes.get(id, account))).length, 1);
    assert.equal((await all(excludes.get(id, account))).length, 0, 'a profile has one mode');
    const domains = await all(fallbackDomains.update(id, { ...account, domains: [{ suffix: 'corp.example', dns_server: ['10.0.0.1'] }] }));
    domains.forEach(domain => assertShape(domain, shapes.fallbackDomain));
    assert.deepEqual(await all(fallbackDomains.get(id, account)), domains);
    await refused(all(excludes.get(missing, account)), 404, 2052);
  });
});

describe('The default profile', () => {
  const profile = () => zeroTrust.devices.policies.default;

  test('get and edit', async () => {
    assertShape(await profile().get(account), shapes.defaultPolicy);
    const edited = await profile().edit({ ...account, captive_portal: 90 });
    assertShape(edited, shapes.defaultPolicy);
    assert.equal(edited.captive_portal, 90);
    assert.equal((await profile().get(account)).captive_portal, 90);
    await refused(profile().edit({ ...account, captive_portal: 'soon' }), 400, 2001);
  });

  test('excludes, includes, fallback domains; the client reads an empty list, which is null, as no items', async () => {
    const { excludes, includes, fallbackDomains } = profile();
    const stored = await all(excludes.update({ ...account, body: [{ address: '10.0.0.0/8' }] }));
    assert.deepEqual(stored.map(entry => entry.address), ['10.0.0.0/8']);
    assert.deepEqual(await all(excludes.get(account)), stored);
    assert.deepEqual(await all(includes.get(account)), []);
    await all(includes.update({ ...account, body: [{ host: 'a.example' }] }));
    assert.deepEqual((await all(includes.get(account))).map(entry => entry.host), ['a.example']);
    assert.ok((await all(fallbackDomains.get(account))).length > 0);
    assert.equal((await all(fallbackDomains.update({ ...account, domains: [{ suffix: 'corp.example' }] }))).length, 1);
  });

  test('certificates of a zone', async () => {
    const { certificates } = profile();
    assertShape(await certificates.get({ zone_id: zoneId }), shapes.certificates);
    assert.deepEqual(await certificates.edit({ zone_id: zoneId, enabled: true }), { enabled: true });
    assert.deepEqual(await certificates.get({ zone_id: zoneId }), { enabled: true });
  });
});

describe('Devices', () => {
  test('devices, registrations and override codes', async () => {
    const id = await simulator.seedDevice({ name: 'laptop', email: 'a@example.com' });
    const registration = await simulator.seedRegistration({ device_id: id, email: 'a@example.com' });
    const { devices, registrations, overrideCodes } = zeroTrust.devices;
    const [listed] = await all(devices.list(account));
    assertShape(listed, shapes.device);
    assert.equal(listed.id, id);
    assert.equal(listed.active_registrations, 1);
    assertShape(await devices.get(id, account), shapes.device);
    const found = await registrations.get(registration, { ...account, include: 'policy' });
    assertShape(found, shapes.registration);
    assert.equal(found.device.id, id);
    assertShape((await all(registrations.list(account)))[0], shapes.registration);
    assertShape(await overrideCodes.get(registration, account), shapes.overrideCodes);
    await devices.revoke(id, account);
    assert.deepEqual(await all(registrations.list(account)), []);
    await registrations.unrevoke({ ...account, id: [registration] });
    assert.equal((await all(registrations.list(account))).length, 1);
    await registrations.revoke({ ...account, id: [registration] });
    assert.equal((await all(registrations.list({ ...account, status: 'revoked' }))).length, 1);
    await registrations.delete(registration, account);
    await refused(registrations.get(registration, account), 404, 2055);
    await devices.delete(id, account);
    await refused(devices.get(id, account), 404, 2054);
  });

  test('several registrations are deleted together', async () => {
    const id = await simulator.seedDevice({ name: 'laptop' });
    const ids = await Promise.all(['a', 'b', 'c'].map(name => simulator.seedRegistration({ device_id: id, email: `${name}@example.com` })));
    await zeroTrust.devices.registrations.bulkDelete({ ...account, id: ids.slice(0, 2) });
    assert.deepEqual((await all(zeroTrust.devices.registrations.list(account))).map(item => item.id), ids.slice(2));
  });

  test('the client follows the cursor to the last device', async () => {
    const ids = await Promise.all(Array.from({ length: 130 }, (_, i) => simulator.seedDevice({ name: `d${i}` })));
    const listed = await all(zeroTrust.devices.devices.list({ ...account, per_page: 50, active_registrations: 'include' }));
    assert.deepEqual(new Set(listed.map(device => device.id)), new Set(ids));
    assert.equal(listed.length, ids.length);
    assert.deepEqual(await all(zeroTrust.devices.devices.list(account)), [], 'devices without registrations are listed on request only');
  });

  test('the legacy device endpoints', async () => {
    const id = await simulator.seedDevice({ name: 'laptop', email: 'a@example.com' });
    const registration = await simulator.seedRegistration({ device_id: id, email: 'a@example.com' });
    const [listed] = await all(zeroTrust.devices.list(account));
    assertShape(listed, shapes.legacyDevice);
    assertShape(await zeroTrust.devices.get(listed.id, account), shapes.legacyDeviceDetails);
    assertShape(await zeroTrust.devices.overrideCodes.list(listed.id, account), shapes.overrideCodes);
    await zeroTrust.devices.revoke.create({ ...account, body: [listed.id] });
    assert.ok((await zeroTrust.devices.registrations.get(registration, account)).revoked_at);
    await zeroTrust.devices.unrevoke.create({ ...account, body: [listed.id] });
    assert.ok(!(await zeroTrust.devices.registrations.get(registration, account)).revoked_at);
  });

  test('the switch that disconnects all devices', async () => {
    const { globalWARPOverride } = zeroTrust.devices.resilience;
    assert.equal(await globalWARPOverride.get(account), null);
    const set = await globalWARPOverride.create({ ...account, disconnect: true, justification: 'test' });
    assertShape(set, shapes.globalOverride);
    assert.deepEqual(await globalWARPOverride.get(account), set);
  });

  test('device settings: edit merges, update resets, delete resets all', async () => {
    const { settings } = zeroTrust.devices;
    assertShape(await settings.get(account), shapes.deviceSettings);
    await settings.edit({ ...account, gateway_proxy_enabled: true });
    const merged = await settings.edit({ ...account, disable_for_time: 5 });
    assert.equal(merged.gateway_proxy_enabled, true);
    const updated = await settings.update({ ...account, disable_for_time: 6 });
    assertShape(updated, shapes.deviceSettings);
    assert.equal(updated.gateway_proxy_enabled, false);
    assert.equal((await settings.delete(account)).disable_for_time, 0);
    await refused(settings.edit({ ...account, external_emergency_signal_enabled: true }), 400, 2001);
  });

  test('managed networks', async () => {
    const { networks } = zeroTrust.devices;
    const created = await networks.create({ ...account, name: 'office', type: 'tls', config: { tls_sockaddr: 'beacon.example:443', sha256: 'b'.repeat(64) } });
    assertShape(created, shapes.managedNetwork);
    const updated = await networks.update(created.network_id, { ...account, name: 'head office' });
    assert.equal(updated.name, 'head office');
    assert.deepEqual(await networks.get(created.network_id, account), updated);
    assert.equal((await all(networks.list(account))).length, 1);
    await all(networks.delete(created.network_id, account));
    await refused(networks.get(created.network_id, account), 404, 2053);
  });
});

describe('WARP connectors', () => {
  const connectors = () => zeroTrust.tunnels.warpConnector;

  test('create, get, edit, list, token, delete', async () => {
    const created = await connectors().create({ ...account, name: 'site' });
    assertShape(created, shapes.newTunnel);
    assert.deepEqual(await connectors().get(created.id, account).then(({ id, name, status }) => ({ id, name, status })), { id: created.id, name: 'site', status: 'inactive' });
    const before = await connectors().token.get(created.id, account);
    const edited = await connectors().edit(created.id, { ...account, name: 'site-a', tunnel_secret: Buffer.alloc(32, 1).toString('base64') });
    assertShape(edited, shapes.tunnel);
    assert.notEqual(await connectors().token.get(created.id, account), before);
    (await all(connectors().list(account))).forEach(tunnel => assertShape(tunnel, shapes.tunnel));
    await refused(connectors().create({ ...account, name: 'site-a' }), 409, 1013);
    const deleted = await connectors().delete(created.id, account);
    assertShape(deleted, shapes.tunnel);
    assert.ok(deleted.deleted_at);
    assert.deepEqual(await all(connectors().list({ ...account, is_deleted: false })), []);
    assert.equal((await all(connectors().list({ ...account, is_deleted: true }))).length, 1);
    await refused(connectors().token.get(created.id, account), 404, 1054);
    await refused(connectors().get(missing, account), 404, 1002);
  });

  test('connections, a connector, failover, configurations', async () => {
    const { id: tunnel_id } = await connectors().create({ ...account, name: 'site', ha: true });
    const [first, second] = [await simulator.seedConnector({ tunnel_id }), await simulator.seedConnector({ tunnel_id })];
    const clients = await all(connectors().connections.get(tunnel_id, account));
    clients.forEach(item => assertShape(item, shapes.connector));
    assert.deepEqual(clients.map(item => [item.id, item.ha_status]), [[first, 'active'], [second, 'passive']]);
    await connectors().failover.update(tunnel_id, { ...account, client_id: second });
    const after = await connectors().connectors.get(second, { ...account, tunnel_id });
    assertShape(after, shapes.connector);
    assert.equal(after.ha_status, 'active');
    await refused(connectors().delete(tunnel_id, account), 400, 1022);
    await refused(connectors().failover.update(tunnel_id, { ...account, client_id: missing }), 400, 1056);
    await refused(connectors().connectors.get(missing, { ...account, tunnel_id }), 404, 1057);

    assertShape(await connectors().configurations.get(tunnel_id, account), shapes.configuration);
    const local = await connectors().configurations.update(tunnel_id, { ...account, ha_mode: 'local', config: { vips: [{ address: '10.0.0.5' }] } });
    assertShape(local, shapes.configuration);
    assert.equal(local.configuration_version, 1);
    await refused(connectors().configurations.get(missing, account), 404, 1055);
  });

  test('the client follows the pages to the last tunnel', async () => {
    const names = Array.from({ length: 23 }, (_, i) => `site-${i}`);
    for (const name of names) {
      await connectors().create({ ...account, name });
    }
    const listed = await all(connectors().list({ ...account, per_page: 10 }));
    assert.deepEqual(new Set(listed.map(tunnel => tunnel.name)), new Set(names));
    assert.equal(listed.length, names.length);
  });
});

describe('Networks', () => {
  test('virtual networks', async () => {
    const { virtualNetworks } = zeroTrust.networks;
    const [initial] = await all(virtualNetworks.list(account));
    assertShape(initial, shapes.virtualNetwork);
    assert.equal(initial.is_default_network, true);
    const created = await virtualNetworks.create({ ...account, name: 'lab', comment: 'tests' });
    assertShape(created, shapes.virtualNetwork);
    const edited = await virtualNetworks.edit(created.id, { ...account, is_default_network: true });
    assert.equal(edited.is_default_network, true);
    assert.equal((await virtualNetworks.get(initial.id, account)).is_default_network, false);
    await virtualNetworks.edit(initial.id, { ...account, is_default_network: true });
    assertShape(await virtualNetworks.delete(created.id, account), shapes.virtualNetwork);
    await refused(virtualNetworks.create({ ...account, name: initial.name }), 409, 1014);
    await refused(virtualNetworks.get(missing, account), 404, 1046);
    await refused(virtualNetworks.delete(initial.id, account), 400, 1047);
  });

  test('connectivity settings', async () => {
    const { connectivitySettings } = zeroTrust;
    assertShape(await connectivitySettings.get(account), shapes.connectivitySettings);
    const edited = await connectivitySettings.edit({ ...account, icmp_proxy_enabled: true });
    assertShape(edited, shapes.connectivitySettings);
    assert.deepEqual(await connectivitySettings.get(account), edited);
    assert.equal(edited.icmp_proxy_enabled, true);
    await refused(connectivitySettings.edit({ ...account, icmp_proxy_enabled: 'yes' }), 400, 2001);
  });

  test('routes, looked up by address and paged to the end', async () => {
    const { routes } = zeroTrust.networks;
    const { id: tunnel_id } = await zeroTrust.tunnels.warpConnector.create({ ...account, name: 'site' });
    const created = await routes.create({ ...account, network: '10.0.0.0/16', tunnel_id, comment: 'office' });
    assertShape(created, shapes.route);
    assertShape(await routes.get(created.id, account), shapes.route);
    const edited = await routes.edit(created.id, { ...account, comment: 'head office' });
    assert.equal(edited.comment, 'head office');
    const found = await routes.ips.get('10.0.3.4', account);
    assertShape(found, shapes.teamnet);
    assert.equal(found.id, created.id);
    await refused(routes.create({ ...account, network: '10.0.0.0/16', tunnel_id }), 409, 1014);
    await refused(routes.ips.get('192.0.2.1', account), 404, 1015);
    await refused(zeroTrust.tunnels.warpConnector.delete(tunnel_id, account), 400, 1023);
    for (let i = 0; i < 24; i++) {
      await routes.create({ ...account, network: `10.1.${i}.0/24`, tunnel_id });
    }
    const listed = await all(routes.list({ ...account, per_page: 10 }));
    listed.forEach(route => assertShape(route, shapes.teamnet));
    assert.equal(new Set(listed.map(route => route.network)).size, 25);
    assert.equal(listed.length, 25);
    assert.ok((await routes.delete(created.id, account)).deleted_at);
  });
});

describe('Errors', () => {
  test('a wrong token, a foreign account and an unknown path', async () => {
    await refused(client({ apiToken: 'wrong' }).zeroTrust.devices.settings.get(account), 401, 10000);
    await refused(zeroTrust.devices.settings.get({ account_id: 'f'.repeat(32) }), 403, 9109);
    await refused(client().get(`/accounts/${accountId}/devices/nothing/here`), 404, 7003);
  });

  test('the client retries throttled requests after the requested delay', async () => {
    await simulator.fault({ kind: 'throttled', retry_after_seconds: 0, times: 1 });
    assertShape(await client({ maxRetries: 1 }).zeroTrust.devices.settings.get(account), shapes.deviceSettings);
    await simulator.fault({ kind: 'throttled', retry_after_seconds: 0, times: 1 });
    await refused(zeroTrust.devices.settings.get(account), 429, 971);
    await simulator.fault({ kind: 'status', status: 429, code: 10100, times: 1 });
    await refused(zeroTrust.devices.settings.get(account), 429, 10100);
  });

  test('the global API key works, for registrations as well', async () => {
    const keyed = client({ apiToken: null, apiEmail: 'admin@example.com', apiKey: 'simulator-key' }).zeroTrust;
    assertShape(await keyed.devices.policies.default.get(account), shapes.defaultPolicy);
    await refused(keyed.devices.registrations.get(missing, account), 404, 2055);
  });
});

describe('The client as a whole', () => {
  for (const [shape, file, name] of [
    ['settingsPolicy', 'devices/policies/policies', 'SettingsPolicy'],
    ['defaultPolicy', 'devices/policies/default/default', 'DefaultGetResponse'],
    ['fallbackDomain', 'devices/policies/policies', 'FallbackDomain'],
    ['certificates', 'devices/policies/policies', 'DevicePolicyCertificates'],
    ['device', 'devices/devices_', 'DeviceGetResponse'],
    ['device', 'devices/devices_', 'DeviceListResponse'],
    ['registration', 'devices/registrations', 'RegistrationGetResponse'],
    ['registration', 'devices/registrations', 'RegistrationListResponse'],
    ['overrideCodes', 'devices/override-codes', 'OverrideCodeGetResponse'],
    ['legacyDevice', 'devices/devices', 'Device'],
    ['legacyDeviceDetails', 'devices/devices', 'DeviceGetResponse'],
    ['globalOverride', 'devices/resilience/global-warp-override', 'GlobalWARPOverrideGetResponse'],
    ['deviceSettings', 'devices/settings', 'DeviceSettings'],
    ['managedNetwork', 'devices/networks', 'DeviceNetwork'],
    ['tunnel', 'tunnels/warp-connector/warp-connector', 'WARPConnectorGetResponse'],
    ['connector', 'tunnels/warp-connector/connections', 'ConnectionGetResponse'],
    ['connector', 'tunnels/warp-connector/connectors', 'ConnectorGetResponse'],
    ['configuration', 'tunnels/warp-connector/configurations', 'ConfigurationGetResponse'],
    ['virtualNetwork', 'networks/virtual-networks', 'VirtualNetwork'],
    ['route', 'networks/routes/routes', 'Route'],
    ['teamnet', 'networks/routes/routes', 'Teamnet'],
    ['connectivitySettings', 'connectivity-settings', 'ConnectivitySettingGetResponse'],
  ]) {
    test(`the shape ${shape} has the fields of ${name} in ${file} and requires the required ones`, () => {
      const fields = declared(file, name);
      assert.deepEqual(Object.keys(shapes[shape]).sort(), [...fields.keys()].sort());
      assert.deepEqual([...fields].filter(([field, optional]) => !optional && shapes[shape][field].optional), []);
    });
  }

  test('every method is called by a test above or belongs to a part that is not served', () => {
    const unaccounted = watched.methods.filter(name => !watched.called.has(name) && !Object.keys(notServed).some(part => name.startsWith(`${part}.`)));
    assert.deepEqual(unaccounted, []);
    assert.deepEqual(Object.keys(notServed).filter(part => !watched.methods.some(name => name.startsWith(`${part}.`))), [], 'the client no longer has these parts');
  });
});
