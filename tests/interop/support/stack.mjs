import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plugin, zt } from './binaries.mjs';
import { run } from './processes.mjs';
import { accountId, token } from './simulator.mjs';

const here = name => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** A copy of stacks/NAME with a state of its own, configured for a simulator. */
export async function openStack(name, simulator, config = {}) {
  const directory = mkdtempSync(join(tmpdir(), `interop-${name}-`));
  cpSync(here(`stacks/${name}`), directory, { recursive: true });
  symlinkSync(here('node_modules'), join(directory, 'node_modules'));
  mkdirSync(join(directory, 'plugins'));
  const command = [plugin.file, ...plugin.args].map(part => `'${part}'`).join(' ');
  writeFileSync(join(directory, 'plugins/pulumi-resource-zerotrust'), `#!/bin/sh\nexec ${command} "$@"\n`, { mode: 0o755 });

  const env = { ...process.env, PULUMI_CONFIG_PASSPHRASE: 'interop', NO_COLOR: '1' };
  const local = (...args) => run(zt, ['local', '--cwd', directory, '--stack', 'dev', ...args], { env });

  async function succeed(...args) {
    const result = await local(...args);
    if (result.code !== 0) {
      throw new Error(`zt local ${args.join(' ')} ended with ${result.code}:\n${result.stdout}\n${result.stderr}`);
    }
    return result;
  }

  const stack = {
    run: local,
    succeed,
    set: (key, value, ...more) => succeed('config', 'set', key, value, ...more),
    state: async () => JSON.parse((await succeed('state', 'export')).stdout),
    outputs: async (...more) => JSON.parse((await succeed('state', 'outputs', ...more)).stdout),
    async resources() {
      return (await stack.state()).deployment.resources ?? [];
    },
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
  const plain = { 'zerotrust:accountId': accountId, 'zerotrust:baseUrl': simulator.baseUrl, ...config };
  appendFileSync(join(directory, 'Pulumi.yaml'), `config:\n${Object.entries(plain).map(([key, value]) => `  ${key}: ${JSON.stringify(value)}\n`).join('')}`);
  await stack.set('zerotrust:apiToken', token, '--secret');
  return stack;
}
