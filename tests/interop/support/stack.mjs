import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { plugin, twins, zt } from './binaries.mjs';
import { run, start } from './processes.mjs';
import { installModules } from './sdk.mjs';
import { accountId, token } from './simulator.mjs';

const here = name => fileURLToPath(new URL(`../${name}`, import.meta.url));

/** The JavaScript or C# version of stack NAME, with its own state, configured for a simulator. */
export function openStack(name, simulator, config = {}, language = 'nodejs') {
  const runtime = language === 'nodejs' ? 'nodejs' : { name: 'dotnet', options: { binary: twins } };
  return open(name, simulator, config, runtime, directory => {
    if (language === 'nodejs') {
      cpSync(here(`stacks/${name}`), directory, { recursive: true });
      symlinkSync(here('node_modules'), join(directory, 'node_modules'));
    }
  });
}

/** An example of the repository, as users run it, except for the package that Pulumi would generate. */
export function openExample(folder, name, simulator, config = {}) {
  return open(name, simulator, config, 'nodejs', directory => {
    cpSync(here(`../../examples/${folder}`), directory, { recursive: true });
    installModules(directory);
  });
}

async function open(name, simulator, config, runtime, fill) {
  const directory = mkdtempSync(join(tmpdir(), `interop-${name}-`));
  fill(directory);
  mkdirSync(join(directory, 'plugins'));
  const starter = [plugin.file, ...plugin.args].map(part => `'${part}'`).join(' ');
  writeFileSync(join(directory, 'plugins/pulumi-resource-zerotrust'), `#!/bin/sh\nexec ${starter} "$@"\n`, { mode: 0o755 });

  const env = { ...process.env, PULUMI_CONFIG_PASSPHRASE: 'interop', NO_COLOR: '1' };
  const command = args => ['local', '--cwd', directory, '--stack', 'dev', ...args];
  const local = (...args) => run(zt, command(args), { env });

  async function succeed(...args) {
    const result = await local(...args);
    if (result.code !== 0) {
      throw new Error(`zt local ${args.join(' ')} ended with ${result.code}:\n${result.stdout}\n${result.stderr}`);
    }
    return result;
  }

  const stack = {
    directory,
    run: local,
    start: (...args) => start(zt, command(args), { env }),
    succeed,
    set: (key, value, ...more) => succeed('config', 'set', key, value, ...more),
    state: async () => JSON.parse((await succeed('state', 'export')).stdout),
    outputs: async (...more) => JSON.parse((await succeed('state', 'outputs', ...more)).stdout),
    /** The program's messages to the engine during an operation. */
    async requests(...args) {
      const log = join(directory, 'grpc.jsonl');
      const result = await local(...args, '--grpc-log', log);
      const messages = readFileSync(log, 'utf8').trimEnd().split('\n').map(line => JSON.parse(line));
      rmSync(log);
      return { ...result, messages: messages.filter(message => message.metadata.mode === 'server' && message.progress === 'request_started') };
    },
    async resources() {
      return (await stack.state()).deployment.resources ?? [];
    },
    close: () => rmSync(directory, { recursive: true, force: true }),
  };
  const plain = { 'zerotrust:accountId': accountId, 'zerotrust:baseUrl': simulator.baseUrl, ...config };
  const project = { name, runtime, plugins: { providers: [{ name: 'zerotrust', path: 'plugins' }] }, config: plain };
  writeFileSync(join(directory, 'Pulumi.yaml'), JSON.stringify(project));
  await stack.set('zerotrust:apiToken', token, '--secret', '--create');
  return stack;
}
