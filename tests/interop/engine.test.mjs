import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import Cloudflare from 'cloudflare';
import { isSecret } from './support/provider.mjs';
import { registrations } from './support/registrations.mjs';
import { accountId, startSimulator, token } from './support/simulator.mjs';
import { openStack } from './support/stack.mjs';

const account = { account_id: accountId };
const noChanges = 7;
const tunnelSecret = Buffer.alloc(32, 9).toString('base64');

let simulator;
let cloudflare;

before(async () => {
  simulator = await startSimulator();
  cloudflare = clientOf(simulator);
});

after(() => simulator?.stop());

beforeEach(() => simulator.reset());

function clientOf({ baseUrl }) {
  return new Cloudflare({ apiToken: token, baseURL: baseUrl });
}

async function withStack(name, config, body, language = 'nodejs', on = simulator) {
  const stack = await openStack(name, on, config, language);
  try {
    await body(stack);
  } finally {
    stack.close();
  }
}

/** The stack's C# counterpart, on its own account, must make the same requests to the engine. */
async function assertSameInCSharp(name, first, prepare = () => ({})) {
  const own = await startSimulator();
  try {
    await withStack(name, await prepare(clientOf(own)), async stack => {
      await stack.set('tunnelSecret', tunnelSecret, '--secret');
      const second = await stack.requests('up', '--yes');
      assert.equal(second.code, 0, second.stdout + second.stderr);
      assert.deepEqual(registrations(second.messages), registrations(first.messages));
    }, 'csharp', own);
  } finally {
    await own.stop();
  }
}

function find(resources, type, name) {
  const found = resources.find(resource => resource.type.endsWith(type) && resource.urn.endsWith(`::${name}`) && !resource.delete);
  assert.ok(found, `${type} ${name} is in the state`);
  return found;
}

async function profileNames() {
  const names = [];
  for await (const policy of cloudflare.zeroTrust.devices.policies.custom.list(account)) {
    names.push(...policy.default ? [] : [policy.name]);
  }
  return names.sort();
}

async function tunnelNames() {
  const names = [];
  for await (const tunnel of cloudflare.zeroTrust.tunnels.warpConnector.list({ ...account, is_deleted: false })) {
    names.push(tunnel.name);
  }
  return names.sort();
}

describe('A program of the official Node.js SDK', () => {
  test('preview, up, no changes, refresh, drift, update, protection, destroy', () => withStack('office', {}, async stack => {
    await stack.set('tunnelSecret', tunnelSecret, '--secret');

    const preview = await stack.succeed('preview');
    for (const type of ['DeviceProfile', 'SplitTunnel', 'FallbackDomains', 'WarpConnectorTunnel']) {
      assert.match(preview.stdout, new RegExp(type));
    }
    assert.deepEqual((await simulator.requests()).filter(request => request.method !== 'GET'), [], 'a preview changes nothing');

    const up = await stack.requests('up', '--yes');
    assert.equal(up.code, 0, up.stdout + up.stderr);
    assert.ok(!`${up.stdout}${up.stderr}`.includes(tunnelSecret), 'secrets are not shown');
    const resources = await stack.resources();
    const profile = find(resources, 'DeviceProfile', 'staff');
    const split = find(resources, 'SplitTunnel', 'staff');
    const domains = find(resources, 'FallbackDomains', 'staff');
    const site = find(resources, 'WarpConnectorTunnel', 'site');
    const component = find(resources, 'ManagedProfile', 'staff');
    assert.equal(profile.parent, component.urn);
    assert.equal(component.parent, find(resources, 'Headquarters', 'hq').urn);
    assert.equal(component.outputs.policyId, profile.outputs.policyId);
    assert.deepEqual(split.dependencies, [profile.urn]);
    assert.deepEqual(new Set(domains.dependencies), new Set([profile.urn, split.urn]));
    assert.deepEqual(split.propertyDependencies.profileId, [profile.urn]);
    assert.equal(site.protect, true);
    assert.ok(isSecret(site.inputs.tunnelSecret));
    assert.ok(isSecret(site.outputs.token));
    assert.ok(!JSON.stringify(resources).includes(tunnelSecret), 'secrets are encrypted in the state');

    const outputs = await stack.outputs('--show-secrets');
    assert.equal(outputs.policyId, profile.outputs.policyId);
    assert.equal(outputs.sameId, outputs.policyId);
    assert.equal(outputs.description, 'people');
    assert.equal(outputs.secretNote, 'quiet');
    assert.deepEqual([outputs.before, outputs.secretBefore], ['none', 'none'], 'the stack had no outputs before');
    const { id } = await cloudflare.zeroTrust.tunnels.warpConnector.get(site.outputs.tunnelId, account);
    assert.equal(outputs.token, await cloudflare.zeroTrust.tunnels.warpConnector.token.get(id, account));

    const file = join(stack.directory, 'exported.json');
    await stack.succeed('state', 'export', '--file', file);
    await stack.succeed('state', 'import', file);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')).deployment.resources.map(({ urn, id }) => [urn, id]), resources.map(({ urn, id }) => [urn, id]));
    await stack.succeed('preview', '--expect-no-changes');
    await stack.succeed('refresh', '--skip-preview', '--expect-no-changes');

    // Outside of the stack.
    await cloudflare.zeroTrust.devices.policies.custom.edit(profile.outputs.policyId, { ...account, description: 'vandals' });
    assert.equal((await stack.run('preview', '--refresh', '--expect-no-changes')).code, noChanges);
    await stack.succeed('up', '--refresh', '--skip-preview');
    assert.equal((await cloudflare.zeroTrust.devices.policies.custom.get(profile.outputs.policyId, account)).description, 'people');

    // autoConnect is in ignoreChanges, description is not.
    await stack.set('autoConnect', '600');
    await stack.succeed('preview', '--expect-no-changes');
    await stack.set('description', 'everybody');
    await stack.succeed('up', '--skip-preview');
    const changed = await cloudflare.zeroTrust.devices.policies.custom.get(profile.outputs.policyId, account);
    assert.equal(changed.description, 'everybody');
    assert.equal(changed.auto_connect, 60);
    const later = await stack.outputs();
    assert.equal(later.description, 'everybody');
    assert.equal(later.before, outputs.policyId, "a reference to the stack itself returns the previous update's outputs");
    assert.equal(later.secretBefore, '[secret]');

    const refused = await stack.run('destroy', '--yes');
    assert.notEqual(refused.code, 0);
    assert.match(`${refused.stdout}${refused.stderr}`, /protect/);
    assert.ok((await stack.resources()).some(resource => resource.urn === site.urn));
    await stack.set('protect', 'false');
    await stack.succeed('up', '--skip-preview');
    await stack.succeed('destroy', '--yes');
    assert.deepEqual([await profileNames(), await tunnelNames()], [[], []]);
    await assertSameInCSharp('office', up);
  }));

  test('an explicit provider, a read, an import, an alias, a transformation, replacements, retained objects, destroy', async () => {
    const adopt = async client => {
      const found = await client.zeroTrust.devices.policies.custom.create({ ...account, name: 'found', match: 'os.name == "ios"', precedence: 8 });
      return { adopt: `${accountId}/${found.policy_id}` };
    };
    await withStack('lab', await adopt(cloudflare), async stack => {
      const up = await stack.requests('up', '--yes');
      assert.equal(up.code, 0, up.stdout + up.stderr);
      const first = await stack.resources();
      const provider = find(first, 'pulumi:providers:zerotrust', 'explicit');
      const profile = find(first, 'DeviceProfile', 'old');
      const standard = find(first, 'DefaultDeviceProfile', 'standard');
      const adopted = find(first, 'DeviceProfile', 'adopted');
      assert.equal(profile.provider, `${provider.urn}::${provider.id}`);
      assert.ok(isSecret(provider.inputs.apiToken));
      assert.equal(profile.inputs.description, 'transformed');
      assert.ok(isSecret(profile.outputs.gatewayUniqueId));
      assert.equal(standard.external, true);
      assert.equal(standard.outputs.captivePortal, 180);
      assert.equal(adopted.id, adopted.importID);
      assert.deepEqual(await profileNames(), ['found', 'lab'], 'an imported object is not created again');
      await stack.succeed('preview', '--expect-no-changes');

      await stack.set('renamed', 'true');
      await stack.succeed('up', '--skip-preview', '--expect-no-changes');
      const renamed = await stack.resources();
      assert.equal(find(renamed, 'DeviceProfile', 'new').id, profile.id);
      assert.ok(!renamed.some(resource => resource.urn === profile.urn));

      // A changed name alone would be an update; replaceOnChanges replaces the tunnel, and deleteBeforeReplace sets the order.
      const tunnel = find(first, 'WarpConnectorTunnel', 'lab');
      await stack.set('site', 'lab-2');
      await stack.succeed('up', '--skip-preview');
      const replaced = find(await stack.resources(), 'WarpConnectorTunnel', 'lab');
      assert.notEqual(replaced.id, tunnel.id);
      assert.ok((await cloudflare.zeroTrust.tunnels.warpConnector.get(tunnel.outputs.tunnelId, account)).deleted_at);
      assert.deepEqual((await simulator.requests()).filter(({ method, path }) => method !== 'GET' && /warp_connector/.test(path)).map(({ method }) => method).slice(-2), ['DELETE', 'POST']);
      assert.equal((await stack.outputs()).tunnelId, replaced.outputs.tunnelId);

      await stack.succeed('destroy', '--skip-preview');
      assert.deepEqual((await stack.resources()).filter(resource => resource.custom), []);
      assert.deepEqual([await profileNames(), await tunnelNames()], [[], ['kept']], 'retained objects stay');
      assert.equal((await cloudflare.zeroTrust.devices.policies.default.get(account)).captive_portal, 180, 'an object that is only read is not deleted');
      await assertSameInCSharp('lab', up, adopt);
    });
  });

  test('transforms of the stack, of a component and of functions are called back', () => withStack('transforms', {}, async stack => {
    const up = await stack.requests('up', '--yes');
    assert.equal(up.code, 0, up.stdout + up.stderr);
    const resources = await stack.resources();
    const [inside, outside] = ['inside', 'outside'].map(name => find(resources, 'DeviceProfile', name));
    for (const profile of [inside, outside]) {
      assert.ok(isSecret(profile.inputs.description));
      assert.equal((await cloudflare.zeroTrust.devices.policies.custom.get(profile.outputs.policyId, account)).description, 'from the stack');
    }
    assert.deepEqual([inside.inputs.switchLocked, outside.inputs.switchLocked], [true, undefined]);
    assert.deepEqual(inside.ignoreChanges, ['autoConnect']);
    assert.deepEqual((await stack.outputs()).switchLocked, true);
    await stack.succeed('preview', '--expect-no-changes');
    await stack.succeed('destroy', '--skip-preview');
    assert.deepEqual(await profileNames(), []);
    await assertSameInCSharp('transforms', up);
  }));

  test('components of the provider: preview, up, no changes, a rename, protection, destroy', () => withStack('components', {}, async stack => {
    await stack.set('tunnelSecret', tunnelSecret, '--secret');
    await stack.set('note', 'quiet', '--secret');

    const preview = await stack.succeed('preview');
    for (const type of ['ManagedProfile', 'SplitTunnel', 'ConnectorSite', 'TunnelRoute']) {
      assert.match(preview.stdout, new RegExp(type));
    }
    assert.deepEqual((await simulator.requests()).filter(request => request.method !== 'GET'), [], 'a preview changes nothing');

    await stack.succeed('up', '--skip-preview');
    const resources = await stack.resources();
    const provider = find(resources, 'pulumi:providers:zerotrust', 'explicit');
    const component = find(resources, 'ManagedProfile', 'connectors');
    const profile = find(resources, 'DeviceProfile', 'connectors');
    const list = find(resources, 'SplitTunnel', 'connectors');
    const site = find(resources, 'ConnectorSite', 'site');
    const tunnel = find(resources, 'WarpConnectorTunnel', 'site');
    const route = find(resources, 'TunnelRoute', 'site-10.2.0.0-16');
    assert.deepEqual([profile.parent, list.parent, tunnel.parent], [component.urn, component.urn, site.urn]);
    for (const child of [profile, list, tunnel, route]) {
      assert.equal(child.provider, `${provider.urn}::${provider.id}`);
    }
    assert.equal(list.deletedWith, profile.urn);
    assert.equal(profile.inputs.switchLocked, true, 'a transform applies to the children');
    assert.ok(isSecret(profile.inputs.description));
    assert.ok(isSecret(tunnel.inputs.tunnelSecret));
    assert.equal(tunnel.protect, true);
    assert.ok(site.dependencies.includes(profile.urn) || site.dependencies.includes(component.urn), 'dependsOn');
    assert.deepEqual(route.propertyDependencies.virtualNetworkId, [find(resources, 'VirtualNetwork', 'sites').urn]);
    assert.ok(!JSON.stringify(resources).includes(tunnelSecret), 'secrets are encrypted in the state');
    const outputs = await stack.outputs('--show-secrets');
    assert.equal(outputs.policyId, profile.outputs.policyId);
    assert.equal(outputs.tunnelId, tunnel.outputs.tunnelId);
    assert.deepEqual(outputs.routes, { '10.2.0.0/16': route.outputs.routeId });
    assert.equal((await stack.outputs()).token, '[secret]');
    await stack.succeed('preview', '--expect-no-changes');

    await stack.set('renamed', 'true');
    await stack.succeed('up', '--skip-preview');
    assert.equal(find(await stack.resources(), 'WarpConnectorTunnel', 'lisbon').id, tunnel.id, 'children follow the alias of their component');

    assert.notEqual((await stack.run('destroy', '--yes')).code, 0, 'protection applies to the children');
    await stack.set('protect', 'false');
    await stack.succeed('up', '--skip-preview');
    const before = (await simulator.requests()).length;
    await stack.succeed('destroy', '--skip-preview');
    const lists = (await simulator.requests()).slice(before).filter(({ method, path }) => method !== 'GET' && /(include|exclude|fallback_domains)$/.test(path));
    assert.deepEqual(lists, [], 'lists are deleted with their profile');
    assert.deepEqual([await profileNames(), await tunnelNames()], [[], []]);
  }));
});

describe('A program that fails', () => {
  test('a failed check stops the preview and reports the property', () => withStack('broken', { mode: 'check' }, async stack => {
    const preview = await stack.run('preview');
    assert.equal(preview.code, 1);
    assert.match(`${preview.stdout}${preview.stderr}`, /routes\[0\]\.address/);
  }));

  for (const language of ['nodejs', 'csharp']) {
    test(`an exception in the program fails the update and its message is shown (${language})`, () => withStack('broken', { mode: 'throw' }, async stack => {
      const up = await stack.run('up', '--skip-preview');
      assert.equal(up.code, 1);
      assert.match(`${up.stdout}${up.stderr}`, /the program gives up/);
    }, language));

    test(`interrupting a hanging program ends it and keeps what it created (${language})`, () => withStack('broken', { mode: 'hang' }, async stack => {
      const up = stack.start('up', '--skip-preview');
      while (!/DeviceProfile fine created/.test(up.stdout)) {
        await Promise.race([once(up.child.stdout, 'data'), up.exit.then(() => assert.fail(`it ended by itself: ${up.stdout}${up.stderr}`))]);
      }
      up.child.kill('SIGINT');
      assert.equal((await up.exit).code, 1);
      const fine = find(await stack.resources(), 'DeviceProfile', 'fine');
      assert.equal((await cloudflare.zeroTrust.devices.policies.custom.get(fine.outputs.policyId, account)).name, 'fine');
      await stack.succeed('destroy', '--skip-preview');
      assert.deepEqual(await profileNames(), []);
    }, language));
  }

  test('a partially failed creation is kept and completed by the next update', () => withStack('broken', { mode: 'half' }, async stack => {
    await simulator.fault({ kind: 'status', status: 400, method: 'GET', path: '/accounts/*/warp_connector/*/token' });
    const up = await stack.run('up', '--skip-preview');
    assert.equal(up.code, 1);
    const half = find(await stack.resources(), 'WarpConnectorTunnel', 'half');
    assert.equal(half.initErrors.length, 1);
    await stack.succeed('up', '--skip-preview');
    const whole = find(await stack.resources(), 'WarpConnectorTunnel', 'half');
    assert.equal(whole.id, half.id);
    assert.equal(whole.initErrors, undefined);
    assert.ok(isSecret(whole.outputs.token));
    await stack.succeed('destroy', '--skip-preview');
  }));
});
