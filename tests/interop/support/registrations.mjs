import { signature } from './provider.mjs';
import { unknowns } from './values.mjs';

const compared = ['RegisterResource', 'RegisterResourceOutputs', 'ReadResource', 'Invoke'];

// What an SDK says about itself, and about where in a file and through which calls a resource was declared.
const aboutTheSdk = ['sourcePosition', 'stackTrace', 'aliasSpecs', 'supportsPartialValues'];

/**
 * What a program asked of the engine, so that programs in two languages can be compared: one text a message, in an order that does not depend on
 * timing. Left out or levelled is only what may differ:
 * - what aboutTheSdk lists;
 * - an empty message where the other SDK sends none (customTimeouts, hooks), and spellings of a duration;
 * - ids, tokens and addresses, which are new in every run;
 * - the secret mark of an output that is unknown, which .NET does not send;
 * - the stack's transforms, which .NET sends with the stack and Node.js each on its own.
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
