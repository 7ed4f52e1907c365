import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The command of the plugin under test. */
export const plugin = locate(process.env.ZEROTRUST_PLUGIN, 'pulumi-resource-zerotrust', 'provider');

/** The command of zt. */
export const zt = locate(process.env.ZEROTRUST_ZT, 'zt', 'cli');

/** The C# versions of the stacks, all in one program. */
export const twins = locate(undefined, 'Interop', 'tests/interop/stacks/csharp').args[0];

function locate(named, name, project) {
  const published = [named, `${root}bin/${name}`].find(file => file && existsSync(file));
  if (published) {
    return { file: published, args: [] };
  }
  const configurations = process.env.ZEROTRUST_CONFIGURATION ? [process.env.ZEROTRUST_CONFIGURATION] : ['Release', 'Debug'];
  const built = configurations.map(configuration => `${root}${project}/bin/${configuration}/net10.0/${name}.dll`).find(existsSync);
  if (!built) {
    throw new Error(`${name} is not built: run 'make publish' or 'dotnet build'.`);
  }
  return { file: 'dotnet', args: [built] };
}
