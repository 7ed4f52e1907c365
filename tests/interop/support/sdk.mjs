import { mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const schemaFile = fileURLToPath(new URL('../../../sdk/schema.json', import.meta.url));

/** The name under which Node.js programs import the package. */
export const packageName = JSON.parse(readFileSync(schemaFile, 'utf8')).language.nodejs.packageName;

/**
 * Adds the official @pulumi/pulumi to a program's folder, and a stand-in for the package that Pulumi would generate from the schema,
 * with the schema's classes and functions and their types.
 */
export function installModules(directory) {
  const folder = join(directory, 'node_modules');
  for (const name of readdirSync(modules).filter(entry => !entry.startsWith('.'))) {
    mkdirSync(folder, { recursive: true });
    symlinkSync(join(modules, name), join(folder, name));
  }
  const own = join(folder, packageName);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, 'package.json'), JSON.stringify({ name: packageName, version: '0.0.0', main: 'index.js', types: 'index.d.ts' }));
  writeFileSync(join(own, 'index.d.ts'), declarations(JSON.parse(readFileSync(schemaFile, 'utf8'))));
  writeFileSync(join(own, 'index.js'), `
    const pulumi = require('@pulumi/pulumi');
    const { resources, functions } = require(${JSON.stringify(schemaFile)});
    for (const [token, { properties }] of Object.entries(resources)) {
      const outputs = Object.fromEntries(Object.keys(properties).map(name => [name, undefined]));
      exports[token.split(':')[2]] = class extends pulumi.CustomResource {
        constructor(name, args, options) {
          super(token, name, { ...outputs, ...args }, options);
        }
      };
    }
    for (const token of Object.keys(functions)) {
      const name = token.split(':')[2];
      exports[name] = (args, options) => pulumi.runtime.invoke(token, args ?? {}, options);
      exports[name + 'Output'] = (args, options) => pulumi.runtime.invokeOutput(token, args ?? {}, options);
    }
  `);
}

/** The package's type declarations for the TypeScript compiler. */
function declarations({ resources, functions, types }) {
  const named = node => ('$ref' in node ? node.$ref.split(':')[2] : undefined);
  const plain = (node, input) => {
    const name = named(node);
    if (name) {
      const target = types[`zerotrust:index:${name}`];
      return target.enum ? target.enum.map(item => JSON.stringify(item.value)).join(' | ') : `${name}${input ? 'Args' : ''}`;
    }
    switch (node.type) {
      case 'array': return `(${typeOf(node.items, input)})[]`;
      case 'object': return `Record<string, ${typeOf(node.additionalProperties ?? { type: 'string' }, input)}>`;
      case 'integer': return 'number';
      default: return node.type;
    }
  };
  const typeOf = (node, input) => (input ? `pulumi.Input<${plain(node, true)}>` : plain(node, false));
  const fields = (properties = {}, required = [], input = false, wrap = type => type) => Object.entries(properties)
    .map(([name, node]) => `${name}${required.includes(name) ? '' : '?'}: ${wrap(typeOf(node, input))};`).join(' ');
  const lines = ['import * as pulumi from "@pulumi/pulumi";'];
  for (const [token, type] of Object.entries(types).filter(([, { properties }]) => properties)) {
    const name = token.split(':')[2];
    lines.push(`export interface ${name} { ${fields(type.properties, type.required)} }`);
    lines.push(`export interface ${name}Args { ${fields(type.properties, type.required, true)} }`);
  }
  for (const [token, resource] of Object.entries(resources)) {
    const name = token.split(':')[2];
    const args = resource.requiredInputs?.length ? `args: ${name}Args` : `args?: ${name}Args`;
    lines.push(`export interface ${name}Args { ${fields(resource.inputProperties, resource.requiredInputs, true)} }`);
    const outputs = Object.entries(resource.properties)
      .map(([property, node]) => `readonly ${property}: pulumi.Output<${plain(node, false)}${resource.required?.includes(property) ? '' : ' | undefined'}>;`);
    lines.push(`export class ${name} extends pulumi.${resource.isComponent ? 'ComponentResource' : 'CustomResource'} { constructor(name: string, ${args}, options?: pulumi.CustomResourceOptions); ${outputs.join(' ')} }`);
  }
  for (const [token, definition] of Object.entries(functions)) {
    const name = token.split(':')[2];
    const result = `{ ${fields(definition.outputs?.properties, definition.outputs?.required)} }`;
    for (const [suffix, input, wrap] of [['', false, 'Promise'], ['Output', true, 'pulumi.Output']]) {
      const optional = definition.inputs?.required?.length ? '' : '?';
      lines.push(`export function ${name}${suffix}(args${optional}: { ${fields(definition.inputs?.properties, definition.inputs?.required, input)} }, options?: pulumi.InvokeOptions): ${wrap}<${result}>;`);
    }
  }
  return lines.join('\n') + '\n';
}
