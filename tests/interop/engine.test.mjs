import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import Cloudflare from 'cloudflare';
import { isSecret } from './support/provider.mjs';
import { accountId, startSimulator, token } from './support/simulator.mjs';
import { openStack } from './support/stack.mjs';

const account = { account_id: accountId };
const noChanges = 7;

let simulator;
let cloudflare;

before(async () => {
  simulator = await startSimulator();
  cloudflare = new Cloudflare({ apiToken: token, baseURL: simulator.baseUrl });
});

after(() => simulator?.stop());

beforeEach(() => simulator.reset());

async function withStack(name, config, body) {
  const stack = await openStack(name, simulator, config);
  try {
    await body(stack);
  } finally {
    stack.close();
  }
}

function find(resources, type, name) {
  const found = resources.find(resource => resource.type.endsWith(type) && resource.urn.endsWith(`::${name}`) && !resource.delete);
  assert.ok(found, `${type} ${name} is in the state`);
  return found;
}

describe('A program of the official Node.js SDK', () => {
  test('preview, up, nothing to do, refresh, drift, update, protection, destroy', () => withStack('office', {}, async stack => {
    const tunnelSecret = Buffer.alloc(32, 9).toString('base64');
    await stack.set('tunnelSecret', tunnelSecret, '--secret');

    const preview = await stack.succeed('preview');
    for (const type of ['DeviceProfile', 'SplitTunnel', 'FallbackDomains', 'WarpConnectorTunnel']) {
      assert.match(preview.stdout, new RegExp(type));
    }
    assert.deepEqual((await simulator.requests()).filter(request => request.method !== 'GET'), [], 'a preview changes nothing');

    const up = await stack.succeed('up', '--yes');
    assert.ok(!`${up.stdout}${up.stderr}`.includes(tunnelSecret), 'secrets are not shown');
    const resources = await stack.resources();
    const profile = find(resources, 'DeviceProfile', 'staff');
    const split = find(resources, 'SplitTunnel', 'staff');
    const domains = find(resources, 'FallbackDomains', 'staff');
    const site = find(resources, 'WarpConnectorTunnel', 'site');
    const component = find(resources, 'ManagedProfile', 'staff');
    assert.equal(profile.parent, component.urn);
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
    const { id } = await cloudflare.zeroTrust.tunnels.warpConnector.get(site.outputs.tunnelId, account);
    assert.equal(outputs.token, await cloudflare.zeroTrust.tunnels.warpConnector.token.get(id, account));

    await stack.succeed('preview', '--expect-no-changes');
    await stack.succeed('refresh', '--skip-preview', '--expect-no-changes');

    // Behind the stack's back.
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
    assert.equal((await stack.outputs()).description, 'everybody');

    const refused = await stack.run('destroy', '--yes');
    assert.notEqual(refused.code, 0);
    assert.match(`${refused.stdout}${refused.stderr}`, /protect/);
    assert.ok((await stack.resources()).some(resource => resource.urn === site.urn));
  }));

  test('an explicit provider, a transformation, a read, an alias, a replacement, destroy', () => withStack('lab', {}, async stack => {
    await stack.succeed('up', '--skip-preview');
    const first = await stack.resources();
    const provider = find(first, 'pulumi:providers:zerotrust', 'explicit');
    const profile = find(first, 'DeviceProfile', 'old');
    const standard = find(first, 'DefaultDeviceProfile', 'standard');
    assert.equal(profile.provider, `${provider.urn}::${provider.id}`);
    assert.ok(isSecret(provider.inputs.apiToken));
    assert.equal(profile.inputs.description, 'transformed');
    assert.ok(isSecret(profile.outputs.gatewayUniqueId));
    assert.equal(standard.external, true);
    assert.equal(standard.outputs.captivePortal, 180);
    await stack.succeed('preview', '--expect-no-changes');

    await stack.set('renamed', 'true');
    await stack.succeed('up', '--skip-preview', '--expect-no-changes');
    const renamed = await stack.resources();
    assert.equal(find(renamed, 'DeviceProfile', 'new').id, profile.id);
    assert.ok(!renamed.some(resource => resource.urn === profile.urn));

    const tunnel = find(first, 'WarpConnectorTunnel', 'lab');
    await stack.set('ha', 'true');
    await stack.succeed('up', '--skip-preview');
    const replaced = find(await stack.resources(), 'WarpConnectorTunnel', 'lab');
    assert.notEqual(replaced.id, tunnel.id);
    assert.ok((await cloudflare.zeroTrust.tunnels.warpConnector.get(tunnel.outputs.tunnelId, account)).deleted_at);
    assert.equal((await stack.outputs()).tunnelId, replaced.outputs.tunnelId);

    await stack.succeed('destroy', '--skip-preview');
    assert.deepEqual((await stack.resources()).filter(resource => resource.custom), []);
    const left = [];
    for await (const policy of cloudflare.zeroTrust.devices.policies.custom.list(account)) {
      left.push(policy);
    }
    assert.deepEqual(left.filter(policy => !policy.default), []);
    assert.equal((await cloudflare.zeroTrust.devices.policies.default.get(account)).captive_portal, 180, 'what is only read is not deleted');
  }));
});

describe('A program that fails', () => {
  test('a failed check stops the preview and says where', () => withStack('broken', { mode: 'check' }, async stack => {
    const preview = await stack.run('preview');
    assert.equal(preview.code, 1);
    assert.match(`${preview.stdout}${preview.stderr}`, /routes\[0\]\.address/);
  }));

  test('an exception in the program fails the update, and its text is shown', () => withStack('broken', { mode: 'throw' }, async stack => {
    const up = await stack.run('up', '--skip-preview');
    assert.equal(up.code, 1);
    assert.match(`${up.stdout}${up.stderr}`, /the program gives up/);
  }));

  test('a creation that fails half-way is kept, and the next update finishes it', () => withStack('broken', { mode: 'half' }, async stack => {
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
