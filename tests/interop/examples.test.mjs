import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';
import Cloudflare from 'cloudflare';
import { accountId, startSimulator, token } from './support/simulator.mjs';
import { openExample } from './support/stack.mjs';

const account = { account_id: accountId };

let simulator;
let zeroTrust;

before(async () => {
  simulator = await startSimulator();
  zeroTrust = new Cloudflare({ apiToken: token, baseURL: simulator.baseUrl }).zeroTrust;
});

after(() => simulator?.stop());

beforeEach(() => simulator.reset());

async function all(pages) {
  const items = [];
  for await (const item of pages) {
    items.push(item);
  }
  return items;
}

async function withExample(folder, name, config, body) {
  const stack = await openExample(folder, name, simulator, config);
  try {
    await body(stack);
  } finally {
    stack.close();
  }
}

describe('examples in TypeScript', () => {
  test('the office deploys, stays unchanged and is destroyed completely', () => withExample('typescript', 'office', {
    team: 'example-corp', corporateDomain: 'corp.example.com', resolvers: '["10.0.0.53","10.0.1.53"]', sites: '["berlin","lisbon"]',
  }, async stack => {
    await stack.succeed('up', '--yes');
    const outputs = await stack.outputs();
    const profiles = (await all(zeroTrust.devices.policies.custom.list(account))).filter(profile => !profile.default);
    const tunnels = await all(zeroTrust.tunnels.warpConnector.list(account));

    assert.deepEqual(profiles.map(profile => profile.name), ['WARP connectors', 'Contractors', 'Staff']);
    assert.deepEqual(outputs.profiles, profiles.map(profile => profile.policy_id));
    assert.equal(profiles[2].exclude.length, 7);
    assert.deepEqual(profiles[1].include.map(entry => entry.address ?? entry.host), ['10.20.0.0/16', 'git.corp.example.com']);
    assert.deepEqual(tunnels.map(tunnel => tunnel.name).sort(), ['office-berlin', 'office-lisbon']);
    await stack.succeed('up', '--yes', '--expect-no-changes');

    await stack.succeed('destroy', '--yes');
    assert.deepEqual((await all(zeroTrust.devices.policies.custom.list(account))).filter(profile => !profile.default), []);
  }));

  test('all reference examples deploy, stay unchanged and are destroyed completely', () => withExample('reference/typescript', 'reference', {}, async stack => {
    await stack.succeed('up', '--yes');
    await stack.succeed('up', '--yes', '--expect-no-changes');
    const outputs = await stack.outputs();

    assert.deepEqual(outputs.order.slice(0, 2), ['50 At the Berlin office', '100 Staff']);
    assert.deepEqual(outputs.findings, []);
    assert.equal(outputs.applies, false);

    await stack.succeed('destroy', '--yes');
    assert.deepEqual((await all(zeroTrust.devices.policies.custom.list(account))).filter(profile => !profile.default), []);
  }));

  test('the compiler rejects a property that is not in the schema', () => withExample('typescript', 'office', {
    team: 'example-corp', corporateDomain: 'corp.example.com', resolvers: '[]', sites: '[]',
  }, async stack => {
    const program = join(stack.directory, 'index.ts');
    writeFileSync(program, readFileSync(program, 'utf8').replace('captivePortal: 180', 'captivePortl: 180'));

    const { code, stdout, stderr } = await stack.run('preview');

    assert.notEqual(code, 0);
    assert.match(stdout + stderr, /captivePortl/);
  }));
});
