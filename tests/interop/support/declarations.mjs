import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../node_modules/cloudflare/resources/zero-trust/', import.meta.url));

/** The fields of an interface in the client's declarations: their names and whether they are optional. */
export function declared(file, name) {
  const text = readFileSync(`${root}${file}.d.ts`, 'utf8');
  const body = new RegExp(`^export (?:declare )?interface ${name} (?:extends [\\w.]+ )?\\{\\n(.*?)^\\}`, 'ms').exec(text)?.[1];
  if (body === undefined) {
    throw new Error(`The client declares no ${name} in ${file}.`);
  }
  return new Map([...body.matchAll(/^ {4}(\w+)(\??):/gm)].map(([, field, optional]) => [field, optional === '?']));
}
