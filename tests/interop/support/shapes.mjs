import assert from 'node:assert/strict';

/** Field checks, named after the client's own type declarations. */
export const text = value => typeof value === 'string';
export const number = value => Number.isInteger(value);
export const flag = value => typeof value === 'boolean';
export const time = value => text(value) && !Number.isNaN(Date.parse(value));
export const orNull = check => value => value === null || check(value);
export const oneOf = (...values) => value => values.includes(value);
export const list = check => value => Array.isArray(value) && value.every(item => (typeof check === 'function' ? check(item) : (assertShape(item, check), true)));
export const object = fields => value => (assertShape(value, fields), true);
export const anything = () => true;
export const optional = check => Object.assign(value => check(value), { optional: true });

/** Asserts that every declared field has its declared type, required fields exist, and there are no others. */
export function assertShape(value, fields) {
  assert.ok(value !== null && typeof value === 'object', `an object was expected, not ${JSON.stringify(value)}`);
  for (const [name, check] of Object.entries(fields)) {
    if (name in value) {
      assert.ok(check(value[name]), `${name} is ${JSON.stringify(value[name])}, which is not of the declared type`);
    } else {
      assert.ok(check.optional, `${name} is missing from ${JSON.stringify(value)}`);
    }
  }
  const undeclared = Object.keys(value).filter(name => !(name in fields));
  assert.deepEqual(undeclared, [], 'the response has fields that the type does not declare');
}
