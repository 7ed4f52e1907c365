import { signature } from './provider.mjs';
import { unknowns } from './values.mjs';

const compared = ['RegisterResource', 'RegisterResourceOutputs', 'ReadResource', 'Invoke'];

// Data about the SDK itself and about the source position and call stack of a declaration.
const aboutTheSdk = ['sourcePosition', 'stackTrace', 'aliasSpecs', 'supportsPartialValues'];

/**
 * A program's requests to the engine, in a form that can be compared between languages: one string per message, in an order that does not
 * depend on timing. Only permitted differences are removed or normalized:
 * - the fields in aboutTheSdk;
 * - an empty message where the other SDK sends none (customTimeouts, hooks), and the format of a duration;
 * - ids, tokens and addresses, which vary between runs;
 * - the secret mark of an unknown output, which .NET does not send;
 * - the stack's transforms, which .NET sends with the stack and Node.js sends separately.
 */
export function registrations(messages) {
  let operation = 0;
  const lines = [];
  const ofStack = [];
  for (const { method, request } of messages) {
    const name = method.split('/').at(-1);
    const isStack = name === 'RegisterResource' && request.type === 'pulumi:pulumi:Stack';
    operation += isStack;
    if (name === 'RegisterStackTransform' || isStack && request.transforms) {
      ofStack.push(operation);
    }
    if (compared.includes(name)) {
      const { transforms, ...rest } = request;
      lines.push(`${operation} ${name} ${JSON.stringify(level(isStack ? rest : { ...rest, transforms: transforms?.length }))}`);
    }
  }
  return [...lines, ...ofStack.map(each => `${each} transform of the stack`)].sort();
}

function level(value) {
  if (typeof value === 'string') {
    return value.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, id => Object.values(unknowns).includes(id) ? id : '<id>')
      .replace(/127\.0\.0\.1:\d+/, '<address>')
      .replace(/^eyJ[\w+/=]+$/, '<token>');
  }
  if (Array.isArray(value)) {
    return value.map(level);
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  if (value[signature] && Object.values(unknowns).includes(value.value)) {
    return value.value;
  }
  const kept = Object.entries(value)
    .filter(([key, inner]) => !aboutTheSdk.includes(key) && inner !== undefined && !(['customTimeouts', 'hooks'].includes(key) && Object.keys(inner).length === 0))
    .map(([key, inner]) => [key, key === 'customTimeouts' ? seconds(inner) : level(inner)]);
  return Object.fromEntries(kept.sort(([one], [other]) => one < other ? -1 : 1));
}

function seconds(timeouts) {
  const units = { ns: 1e-9, s: 1, m: 60, h: 3600 };
  return Object.fromEntries(Object.entries(timeouts).map(([key, text]) => {
    const [, number, unit] = /^(\d+)(ns|s|m|h)$/.exec(text);
    return [key, Math.round(number * units[unit])];
  }));
}
