import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { called, configure, cuttableLine, failure, isSecret, messages, methods, PluginAttach, request, secret, silentServer, startConfigured, startEngine, startProvider, type, urn } from './support/provider.mjs';
import { accountId, startSimulator, token } from './support/simulator.mjs';
import { asset, archive, outputValue, reference, unknowns } from './support/values.mjs';
import { firstLine, start } from './support/processes.mjs';
import { plugin } from './support/binaries.mjs';

const profile = { name: 'staff', match: 'identity.email == "a@example.com"', precedence: 100 };
const { SOME: diffSome, NONE: diffNone } = { SOME: messages.DiffResponse.DiffChanges.DIFF_SOME, NONE: messages.DiffResponse.DiffChanges.DIFF_NONE };
const { Kind } = messages.PropertyDiff;

let simulator;
let provider;

before(async () => {
  simulator = await startSimulator();
  provider = await startConfigured(simulator, { maxRetries: '0' });
});

after(async () => {
  await provider?.stop();
  await simulator?.stop();
});

/** A separate run: objects that a run uses are not deleted in it, and a rejected token is not tried again. */
const newRun = () => provider.call('configure', configure({ accountId, apiToken: secret(token), baseUrl: simulator.baseUrl, maxRetries: '0' }));

beforeEach(async () => {
  await simulator.reset();
  await newRun();
});

async function check(name, news, on = provider) {
  const response = await on.call('check', request(messages.CheckRequest, { urn: urn(name), type: type(name), news }));
  return {
    inputs: response.getInputs().toJavaScript(),
    failures: response.getFailuresList().map(item => item.toObject()),
  };
}

async function create(name, properties, more = {}, on = provider) {
  const response = await on.call('create', request(messages.CreateRequest, { urn: urn(name), name: 'it', type: type(name), properties, ...more }));
  return { id: response.getId(), outputs: response.getProperties()?.toJavaScript() };
}

async function diff(name, id, olds, oldInputs, news, more = {}) {
  const response = await provider.call('diff', request(messages.DiffRequest, { id, urn: urn(name), type: type(name), olds, oldInputs, news, ...more }));
  return {
    changes: response.getChanges(),
    detailed: kinds(response.getDetaileddiffMap()),
    hasDetailed: response.getHasdetaileddiff(),
    replaces: response.getReplacesList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

function kinds(map) {
  const found = {};
  map.forEach((entry, path) => { found[path] = entry.getKind(); });
  return found;
}

async function read(name, id, known = {}) {
  const response = await provider.call('read', request(messages.ReadRequest, { id, urn: urn(name), name: 'it', type: type(name), ...known }));
  return { id: response.getId(), outputs: response.getProperties()?.toJavaScript(), inputs: response.getInputs()?.toJavaScript() };
}

async function update(name, id, olds, oldInputs, news, more = {}) {
  const response = await provider.call('update', request(messages.UpdateRequest, { id, urn: urn(name), name: 'it', type: type(name), olds, oldInputs, news, ...more }));
  return response.getProperties().toJavaScript();
}

function remove(name, id, properties, oldInputs) {
  return provider.call('delete', request(messages.DeleteRequest, { id, urn: urn(name), name: 'it', type: type(name), properties, oldInputs }));
}

async function invoke(name, args) {
  const response = await provider.call('invoke', request(messages.InvokeRequest, { tok: type(name), args }));
  return { result: response.getReturn()?.toJavaScript(), failures: response.getFailuresList().map(item => item.toObject()) };
}

describe('Package', () => {
  test('handshake accepts secrets, resources and outputs', async () => {
    const response = await provider.call('handshake', request(messages.ProviderHandshakeRequest, { engineAddress: '127.0.0.1:1', configureWithUrn: true, invokeWithPreview: true }));
    assert.equal(response.getAcceptSecrets(), true);
    assert.equal(response.getAcceptResources(), true);
    assert.equal(response.getAcceptOutputs(), true);
  });

  test('the version is the same in the plugin info and the schema, and the schema names every resource', async () => {
    const info = await provider.call('getPluginInfo');
    const schema = JSON.parse((await provider.call('getSchema', request(messages.GetSchemaRequest, { version: 0 }))).getSchema());
    assert.match(info.getVersion(), /^\d+\.\d+\.\d+/);
    assert.equal(schema.version, info.getVersion());
    assert.equal(schema.name, 'zerotrust');
    for (const name of ['DeviceProfile', 'DefaultDeviceProfile', 'SplitTunnel', 'FallbackDomains', 'WarpConnectorTunnel']) {
      assert.ok(schema.resources[type(name)], name);
    }
  });

  test('a request for a subpackage schema is refused', async () => {
    const failed = await failure(provider.call('getSchema', request(messages.GetSchemaRequest, { subpackageName: 'other' })));
    assert.equal(failed.code, 'INVALID_ARGUMENT');
  });

  test('construct of a component that the package does not have is not found', async () => {
    assert.equal((await failure(provider.call('construct', new messages.ConstructRequest()))).code, 'NOT_FOUND');
  });

  for (const [method, empty] of Object.entries({
    parameterize: messages.ParameterizeRequest, call: messages.CallRequest, getMapping: messages.GetMappingRequest, getMappings: messages.GetMappingsRequest,
  })) {
    test(`${method}, which the provider does not support, is unimplemented`, async () => {
      assert.equal((await failure(provider.call(method, new empty()))).code, 'UNIMPLEMENTED');
    });
  }
});

describe('Configuration', () => {
  const checkConfig = news => provider.call('checkConfig', request(messages.CheckRequest, { urn: 'urn:pulumi:dev::interop::pulumi:providers:zerotrust::default', news }));

  test('CheckConfig returns valid configuration unchanged, including secrets', async () => {
    const news = { accountId, apiToken: secret(token), maxRetries: '3' };
    const response = await checkConfig(news);
    assert.deepEqual(response.getFailuresList(), []);
    assert.deepEqual(response.getInputs().toJavaScript(), news);
  });

  test('CheckConfig reports the invalid properties', async () => {
    const response = await checkConfig({ accountId: 'no-id', apiToken: secret(token), baseUrl: 'http://example.com', maxRetries: '99' });
    assert.deepEqual(response.getFailuresList().map(item => item.getProperty()).sort(), ['accountId', 'baseUrl', 'maxRetries']);
  });

  test('CheckConfig reports what is missing', async () => {
    const response = await checkConfig({});
    assert.deepEqual(response.getFailuresList().map(item => item.getProperty()).sort(), ['accountId', 'apiToken']);
  });

  for (const [kind, unknown] of Object.entries(unknowns)) {
    test(`CheckConfig accepts the unknown ${kind} for any property`, async () => {
      const response = await checkConfig({ accountId: unknown, apiToken: secret(unknown), maxRetries: unknown, baseUrl: unknown });
      assert.deepEqual(response.getFailuresList(), []);
    });
  }

  test('DiffConfig replaces for another account only', async () => {
    const diffConfig = news => provider.call('diffConfig', request(messages.DiffRequest, {
      urn: 'urn:pulumi:dev::interop::pulumi:providers:zerotrust::default', oldInputs: { accountId, apiToken: 'a' }, olds: { accountId, apiToken: 'a' }, news,
    }));
    assert.equal((await diffConfig({ accountId, apiToken: 'a' })).getChanges(), diffNone);
    const rotated = await diffConfig({ accountId, apiToken: 'b' });
    assert.equal(rotated.getChanges(), diffSome);
    assert.deepEqual(rotated.getReplacesList(), []);
    assert.deepEqual((await diffConfig({ accountId: 'f'.repeat(32), apiToken: 'a' })).getReplacesList(), ['accountId']);
  });

  test('without account and credentials, the first call says what is missing, and the others refer to it', async () => {
    const bare = await startProvider();
    try {
      await bare.call('configure', configure({}));
      const first = await failure(check('DeviceProfile', profile, bare));
      assert.equal(first.code, 'INVALID_ARGUMENT');
      assert.equal(first.status.code, 3);
      assert.equal(first.status.message, first.message);
      assert.match(first.message, /zerotrust:accountId.*zerotrust:apiToken/);
      const second = await failure(check('DeviceProfile', profile, bare));
      assert.equal(second.code, 'INVALID_ARGUMENT');
      assert.match(second.message, /see the first such error/);
    } finally {
      await bare.stop();
    }
  });

  test('Configure reads missing values from the environment', async () => {
    const bare = await startProvider({ env: { CLOUDFLARE_ACCOUNT_ID: accountId, CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_BASE_URL: simulator.baseUrl } });
    try {
      const response = await bare.call('configure', configure({}));
      assert.equal(response.getSupportspreview(), true);
      const { id } = await create('DeviceProfile', profile, {}, bare);
      assert.match(id, new RegExp(`^${accountId}/`));
    } finally {
      await bare.stop();
    }
  });

  test('a call about a resource before Configure is refused', async () => {
    const bare = await startProvider();
    try {
      assert.equal((await failure(check('DeviceProfile', profile, bare))).code, 'FAILED_PRECONDITION');
    } finally {
      await bare.stop();
    }
  });
});

describe('Check', () => {
  test('valid inputs are returned with defaults', async () => {
    const { inputs, failures } = await check('SplitTunnel', { routes: [{ address: '10.0.0.0/8' }] });
    assert.deepEqual(failures, []);
    assert.equal(inputs.mode, 'exclude');
    assert.equal(inputs.profileId, 'default');
  });

  test('all failures are returned together, each with its path', async () => {
    const { failures } = await check('FallbackDomains', { domains: [{ suffix: 'a.example' }, { suffix: 'b.example', dnsServers: ['1.1.1.1', 'no address'] }, { suffix: 'a.example' }], onDelete: 'never' });
    const paths = failures.map(item => item.property);
    assert.ok(paths.includes('domains[1].dnsServers[1]'), paths.join());
    assert.ok(paths.includes('onDelete'), paths.join());
    assert.ok(paths.some(path => path.startsWith('domains[2]')), paths.join());
    assert.ok(failures.every(item => /\(ZT\d{3}\)$/.test(item.reason)));
  });

  test('an unknown property is reported with a suggestion', async () => {
    const { failures } = await check('DeviceProfile', { ...profile, precedance: 5 });
    assert.deepEqual(failures.map(item => item.property), ['precedance']);
    assert.match(failures[0].reason, /precedence/);
  });

  for (const [kind, unknown] of Object.entries(unknowns)) {
    test(`the unknown ${kind} is accepted for any property, at any depth`, async () => {
      const news = { name: unknown, match: unknown, precedence: unknown, switchLocked: unknown, serviceModeV2: { mode: unknown, port: unknown }, dnsSearchSuffixes: [unknown, { suffix: unknown }] };
      const { inputs, failures } = await check('DeviceProfile', news);
      assert.deepEqual(failures, []);
      assert.equal(inputs.precedence, unknowns.string, 'responses use one sentinel');
    });
  }

  test('secrets stay secret at any depth', async () => {
    const { inputs, failures } = await check('FallbackDomains', { domains: [{ suffix: secret('corp.example'), dnsServers: [secret('10.0.0.1')] }] });
    assert.deepEqual(failures, []);
    assert.deepEqual(inputs.domains[0].suffix, secret('corp.example'));
    assert.deepEqual(inputs.domains[0].dnsServers, [secret('10.0.0.1')]);
  });

  test('output values are replaced by their values, at any depth', async () => {
    const { failures } = await check('DeviceProfile', { ...profile, name: outputValue('staff'), description: outputValue('quiet', true), precedence: outputValue() });
    assert.deepEqual(failures, []);
    const deep = await check('FallbackDomains', { domains: outputValue([outputValue({ suffix: outputValue('corp.example'), dnsServers: [outputValue('10.0.0.1', true), outputValue()] })]) });
    assert.deepEqual(deep.failures, []);
    const wrong = await check('FallbackDomains', { domains: [outputValue({ suffix: 'corp.example', dnsServers: [outputValue('no address')] })] });
    assert.deepEqual(wrong.failures.map(item => item.property), ['domains[0].dnsServers[0]']);
  });

  test('a resource reference is replaced by its id', async () => {
    const policyId = '11111111-1111-4111-8111-111111111111';
    const { inputs, failures } = await check('SplitTunnel', { profileId: reference(urn('DeviceProfile'), `${accountId}/${policyId}`), routes: [] });
    assert.deepEqual(failures, []);
    assert.ok(inputs.profileId.endsWith?.(policyId) ?? inputs.profileId.id.endsWith(policyId), JSON.stringify(inputs.profileId));
  });

  for (const [what, value] of [['asset', asset('hello')], ['archive', archive({ 'a.txt': asset('hello') })]]) {
    test(`an ${what} is refused with its path, at any depth`, async () => {
      const top = await check('DeviceProfile', { ...profile, description: value });
      assert.deepEqual(top.failures.map(item => item.property), ['description']);
      const deep = await check('FallbackDomains', { domains: [{ suffix: 'a.example', dnsServers: [value] }] });
      assert.deepEqual(deep.failures.map(item => item.property), ['domains[0].dnsServers[0]']);
      assert.match(deep.failures[0].reason, /asset/);
    });
  }

  test('a value with an unknown signature is an error', async () => {
    const failed = await failure(check('DeviceProfile', { ...profile, name: { '4dabf18193072939515e22adb298388d': 'what' } }));
    assert.equal(failed.code, 'INVALID_ARGUMENT');
  });
});

describe('Life cycle of each resource', () => {
  const route = { address: '10.0.0.0/8', description: 'office' };
  const lives = [
    { name: 'DeviceProfile', inputs: profile, changed: { ...profile, switchLocked: true }, path: 'switchLocked', gone: true },
    { name: 'DefaultDeviceProfile', inputs: { autoConnect: 60 }, changed: { autoConnect: 120 }, path: 'autoConnect', gone: false },
    { name: 'SplitTunnel', inputs: { routes: [route] }, changed: { routes: [{ ...route, description: 'both offices' }] }, path: 'routes[0].description', gone: false },
    { name: 'FallbackDomains', inputs: { domains: [{ suffix: 'corp.example' }] }, changed: { domains: [{ suffix: 'corp.example', dnsServers: ['10.0.0.1'] }] }, path: 'domains[0].dnsServers', gone: false },
    { name: 'WarpConnectorTunnel', inputs: { name: 'site' }, changed: { name: 'site-a' }, path: 'name', gone: true },
  ];
  for (const { name, inputs, changed, path, gone } of lives) {
    test(`${name}: check, create, no difference, read, import, difference, update, delete`, async () => {
      const checked = await check(name, inputs);
      assert.deepEqual(checked.failures, []);

      const { id, outputs } = await create(name, checked.inputs);
      assert.ok(id.startsWith(accountId), id);
      assert.equal(outputs.accountId, accountId);

      const same = await diff(name, id, outputs, checked.inputs, checked.inputs);
      assert.equal(same.changes, diffNone);
      assert.equal(same.hasDetailed, true);
      assert.deepEqual(same.detailed, {});

      const refreshed = await read(name, id, { properties: outputs, inputs: checked.inputs });
      assert.equal(refreshed.id, id);
      assert.deepEqual(refreshed.outputs, outputs);
      assert.deepEqual(refreshed.inputs, checked.inputs);

      const imported = await read(name, id);
      assert.equal(imported.id, id);
      const recheck = await check(name, imported.inputs);
      assert.deepEqual(recheck.failures, []);
      assert.equal((await diff(name, id, imported.outputs, imported.inputs, recheck.inputs)).changes, diffNone);

      const next = (await check(name, changed)).inputs;
      const difference = await diff(name, id, outputs, checked.inputs, next);
      assert.equal(difference.changes, diffSome);
      assert.ok(path in difference.detailed, Object.keys(difference.detailed).join());
      assert.deepEqual(difference.replaces, []);

      const preview = await update(name, id, outputs, checked.inputs, next, { preview: true });
      assert.deepEqual(await read(name, id, { properties: outputs, inputs: checked.inputs }), refreshed, 'a preview changes nothing');
      const updated = await update(name, id, outputs, checked.inputs, next);
      assert.deepEqual(Object.keys(updated).filter(key => !(key in preview)), [], 'a preview names every output');
      assert.equal((await diff(name, id, updated, next, next)).changes, diffNone);

      await newRun();
      await remove(name, id, updated, next);
      await remove(name, id, updated, next);
      const after = await read(name, id, { properties: updated, inputs: next });
      if (gone) {
        assert.deepEqual(after, { id: '', outputs: undefined, inputs: undefined }, 'the response for a missing object is empty');
      } else {
        assert.equal(after.id, id);
      }
    });
  }

  test('a read without inputs is an import, a read with empty ones a refresh', async () => {
    await create('DefaultDeviceProfile', { autoConnect: 60 });
    const { id, outputs } = await create('DefaultDeviceProfile', {});
    assert.equal((await read('DefaultDeviceProfile', id)).inputs.autoConnect, 60, 'an import returns the existing values as inputs');
    assert.deepEqual((await read('DefaultDeviceProfile', id, { properties: outputs, inputs: {} })).inputs, {}, 'properties that the program does not set stay unmanaged');
  });

  test('existing objects are listed as a stream, up to a limit, with ids that can be imported', async () => {
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      await create('DeviceProfile', { name, match: profile.match, precedence: index });
    }
    const listed = await provider.list({ token: type('DeviceProfile'), query: {} });
    assert.deepEqual(listed.map(({ result }) => result.name).sort(), ['a', 'b', 'c']);
    for (const { result } of listed) {
      assert.equal((await read('DeviceProfile', result.id)).inputs.name, result.name);
    }
    assert.equal((await provider.list({ token: type('DeviceProfile'), query: {}, limit: 2 })).length, 2);
    assert.deepEqual((await provider.list({ token: type('DeviceProfile'), query: { accountId: unknowns.string } })).map(item => Object.keys(item).filter(key => item[key])), [['computed']]);
    assert.equal((await failure(provider.list({ token: type('Nothing'), query: {} }))).code, 'NOT_FOUND');
  });

  test('a changed profile type replaces the profile', async () => {
    const { id, outputs } = await create('DeviceProfile', profile);
    const difference = await diff('DeviceProfile', id, outputs, profile, { ...profile, profileType: 'browser_extension' });
    assert.equal(difference.detailed.profileType, Kind.UPDATE_REPLACE, 'an unset profile type means warp');
    assert.deepEqual(difference.replaces, ['profileType']);
  });

  test('reordered routes and ignored changes are not differences', async () => {
    const inputs = { profileId: 'default', mode: 'exclude', onDelete: 'restore', routes: [{ address: '10.0.0.0/8' }, { host: 'a.example' }] };
    const { id, outputs } = await create('SplitTunnel', inputs);
    const reordered = { ...inputs, routes: inputs.routes.toReversed() };
    assert.equal((await diff('SplitTunnel', id, outputs, inputs, reordered)).changes, diffNone);
    const other = { ...inputs, routes: [{ host: 'b.example' }] };
    assert.equal((await diff('SplitTunnel', id, outputs, inputs, other, { ignoreChanges: ['routes'] })).changes, diffNone);
    assert.equal((await diff('SplitTunnel', id, outputs, inputs, other)).changes, diffSome);
  });

  test('the token of a tunnel is a secret output, and so is the secret in its inputs', async () => {
    const tunnelSecret = Buffer.alloc(32, 7).toString('base64');
    const { outputs } = await create('WarpConnectorTunnel', { name: 'site', tunnelSecret: secret(tunnelSecret) });
    assert.ok(isSecret(outputs.token));
    assert.ok(isSecret(outputs.tunnelSecret));
  });

  test('reading a missing object returns an empty response, also for an import', async () => {
    const missing = `${accountId}/${'a'.repeat(8)}-aaaa-4aaa-8aaa-${'a'.repeat(12)}`;
    const nothing = { id: '', outputs: undefined, inputs: undefined };
    assert.deepEqual(await read('DeviceProfile', missing), nothing);
    assert.deepEqual(await read('WarpConnectorTunnel', missing, { properties: {}, inputs: {} }), nothing);
  });

  test('an import with a malformed id is refused', async () => {
    const failed = await failure(read('DeviceProfile', 'not/an/id/at/all'));
    assert.ok(['INVALID_ARGUMENT', 'FAILED_PRECONDITION'].includes(failed.code), failed.code);
  });

  test('an unknown resource and an unknown function are not found', async () => {
    assert.equal((await failure(create('Nothing', {}))).code, 'NOT_FOUND');
    assert.equal((await failure(invoke('getNothing', {}))).code, 'NOT_FOUND');
  });
});

describe('Preview', () => {
  test('a preview of a creation sends no requests, and values chosen by Cloudflare are unknown', async () => {
    const { id, outputs } = await create('DeviceProfile', { ...profile, description: unknowns.string }, { preview: true });
    assert.equal(id, '');
    assert.equal(outputs.name, 'staff');
    assert.equal(outputs.description, unknowns.string);
    assert.equal(outputs.policyId, unknowns.string);
    assert.equal((await simulator.requests()).length, 0);
  });

  for (const [kind, unknown] of Object.entries(unknowns)) {
    test(`a preview of a creation accepts the unknown ${kind} anywhere`, async () => {
      const split = await create('SplitTunnel', { profileId: unknown, routes: [{ address: unknown }, unknown] }, { preview: true });
      assert.equal(split.outputs.profileId, unknowns.string);
      const whole = await create('SplitTunnel', { profileId: 'default', routes: unknown }, { preview: true });
      assert.equal(whole.outputs.routes, unknowns.string);
    });
  }

  for (const [kind, unknown] of Object.entries(unknowns)) {
    test(`a difference, a preview of an update and a function accept the unknown ${kind}`, async () => {
      const inputs = { profileId: 'default', mode: 'exclude', onDelete: 'restore', routes: [{ address: '10.0.0.0/8' }, { host: 'a.example' }] };
      const { id, outputs } = await create('SplitTunnel', inputs);
      const next = { ...inputs, routes: [{ address: unknown }, { host: 'a.example' }] };
      assert.equal((await diff('SplitTunnel', id, outputs, inputs, next)).changes, diffSome);
      const preview = await update('SplitTunnel', id, outputs, inputs, next, { preview: true });
      assert.ok(JSON.stringify(preview.routes).includes(unknowns.string), JSON.stringify(preview.routes));
      const { failures } = await invoke('getWarpConnectorTunnels', { status: unknown });
      assert.deepEqual(failures, []);
    });
  }

  test('an unknown secret stays unknown and secret', async () => {
    const { outputs } = await create('WarpConnectorTunnel', { name: 'site', tunnelSecret: secret(unknowns.string) }, { preview: true });
    assert.deepEqual(outputs.tunnelSecret, secret(unknowns.string));
    assert.deepEqual(outputs.token, secret(unknowns.string));
  });
});

describe('Invoke', () => {
  test('functions return results and report an invalid argument', async () => {
    const { outputs } = await create('DeviceProfile', profile);
    const found = await invoke('getDeviceProfile', { name: 'staff' });
    assert.equal(found.result.policyId, outputs.policyId);
    assert.equal((await invoke('getDeviceProfiles', {})).result.profiles.length, 1);
    const wrong = await invoke('getWarpConnectorTunnels', { status: 'asleep' });
    assert.deepEqual(wrong.failures.map(item => item.property), ['status']);
    assert.equal(wrong.result, undefined);
  });

  test('the token that a function returns is secret', async () => {
    const { outputs } = await create('WarpConnectorTunnel', { name: 'site' });
    const { result } = await invoke('getWarpConnectorToken', { tunnelId: outputs.tunnelId });
    assert.ok(isSecret(result.token));
    assert.deepEqual(result.token, outputs.token);
  });
});

describe('Errors', () => {
  const cases = [
    [401, 'UNAUTHENTICATED'], [403, 'PERMISSION_DENIED'], [400, 'FAILED_PRECONDITION'], [503, 'UNAVAILABLE'],
  ];
  for (const [status, code] of cases) {
    test(`Cloudflare's ${status} becomes ${code} with a clear message`, async () => {
      await simulator.fault({ kind: 'status', status, method: 'GET', path: '/accounts/*/devices/policy', times: 5 });
      const failed = await failure(read('DefaultDeviceProfile', accountId));
      assert.equal(failed.code, code);
      assert.match(failed.message, new RegExp(`${status}`));
      assert.ok(!failed.message.includes(token));
    });
  }

  test('a partially failed creation answers ErrorResourceInitFailed with the existing state', async () => {
    await simulator.fault({ kind: 'status', status: 400, method: 'GET', path: '/accounts/*/warp_connector/*/token' });
    const failed = await failure(create('WarpConnectorTunnel', { name: 'half' }));
    const detail = failed.detail(messages.ErrorResourceInitFailed);
    assert.ok(detail.getId().startsWith(`${accountId}/`));
    assert.equal(detail.getProperties().toJavaScript().name, 'half');
    assert.equal(detail.getReasonsList().length, 1);
    const { inputs } = await read('WarpConnectorTunnel', detail.getId());
    assert.equal(inputs.name, 'half', 'the tunnel exists and can be completed');
  });

  test('a non-ASCII error message survives', async () => {
    const failed = await failure(invoke('getDeviceProfile', { name: 'Zürich – 東京 %' }));
    assert.match(failed.message, /Zürich – 東京 %/);
  });
});

describe('Connection', () => {
  test('messages of several megabytes pass in both directions', async () => {
    const news = { ...profile, description: 'x'.repeat(6 * 1024 * 1024) };
    const { inputs, failures } = await check('DeviceProfile', news);
    assert.equal(inputs.description.length, news.description.length);
    assert.deepEqual(failures.map(item => item.property), ['description']);
  });

  test('two hundred parallel calls each get their own response', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, (_, i) => check('DeviceProfile', { ...profile, precedence: i })));
    assert.deepEqual(answers.map(answer => answer.inputs.precedence), Array.from({ length: 200 }, (_, i) => i));
  });

  test('Cancel ends running calls, is idempotent, and Configure starts again', async () => {
    const silent = await silentServer();
    const cancelled = await startConfigured({ baseUrl: silent.url });
    try {
      const waiting = failure(cancelled.call('read', request(messages.ReadRequest, { id: accountId, urn: urn('DefaultDeviceProfile'), type: type('DefaultDeviceProfile') })));
      await silent.connected();
      await cancelled.call('cancel');
      await cancelled.call('cancel');
      assert.equal((await waiting).code, 'CANCELLED');
      await cancelled.call('configure', configure({ accountId, apiToken: token, baseUrl: simulator.baseUrl }));
      const { id } = await create('DeviceProfile', profile, {}, cancelled);
      assert.ok(id);
    } finally {
      await cancelled.stop();
      silent.stop();
    }
  });

  test('Cancel before closing the connection, as the engine does on exit, leaves nothing behind', async () => {
    const own = await startConfigured(simulator);
    await create('DeviceProfile', profile, {}, own);
    await own.call('cancel');
    own.client.close();
    own.child.stdin.end();
    assert.deepEqual(await own.exit, { code: 0, signal: null });
    assert.equal(own.stderr, '');
  });

  test('a connection lost during a call ends the call, and the plugin shuts down cleanly', async () => {
    const silent = await silentServer();
    const line = cuttableLine();
    const lonely = await startConfigured({ baseUrl: silent.url }, {}, { via: line.to });
    try {
      const waiting = failure(lonely.call('read', request(messages.ReadRequest, { id: accountId, urn: urn('DefaultDeviceProfile'), type: type('DefaultDeviceProfile') })));
      await silent.connected();
      line.cut();
      assert.equal((await waiting).code, 'UNAVAILABLE');
    } finally {
      assert.deepEqual(await lonely.stop(), { code: 0, signal: null });
      silent.stop();
    }
  });
});

describe('Process', () => {
  test('the port is the only output on stdout, and SIGINT exits with 0', async () => {
    const own = await startConfigured(simulator);
    await create('DeviceProfile', profile, {}, own);
    const { code } = await own.stop('SIGINT');
    assert.equal(code, 0);
    assert.equal(own.output(), `${own.port}\n`);
  });

  test('unknown flags from the engine are ignored', async () => {
    const own = await startProvider({ args: ['--logtostderr', '-v=9', '--tracing', 'file:///tmp/trace', '127.0.0.1:1'] });
    assert.match((await own.call('getPluginInfo')).getVersion(), /\d/);
    assert.equal((await own.stop()).code, 0);
  });

  test('without an engine address it serves and exits on a signal', async () => {
    const own = start(plugin);
    assert.match(await firstLine(own), /^\d+$/);
    own.child.kill('SIGTERM');
    assert.equal((await own.exit).code, 0);
  });

  test('an engine can attach to a manually started plugin, which logs to it', async () => {
    const own = await startProvider({ args: [] });
    const engine = await startEngine();
    try {
      await own.call('handshake', new messages.ProviderHandshakeRequest());
      await own.call('attach', request(PluginAttach, { address: engine.address }));
      await own.call('configure', configure({ accountId, apiToken: token, baseUrl: simulator.baseUrl }));
      const { failures } = await check('DeviceProfile', { ...profile, serviceModeV2: { mode: 'warp', port: 3000 } }, own);
      assert.deepEqual(failures, []);
      assert.deepEqual(engine.logged.map(entry => entry.urn), [urn('DeviceProfile')]);
      assert.match(engine.logged[0].message, /port/);
    } finally {
      engine.stop();
      await own.stop();
    }
  });

  test('it exits when the engine is gone and its stdin closes', async () => {
    const own = await startProvider();
    own.client.close();
    own.child.stdin.end();
    assert.equal((await own.exit).code, 0);
  });
});

test('every method of the protocol is called by a test above', () => {
  assert.deepEqual(methods.filter(name => !called.has(name)), []);
});
