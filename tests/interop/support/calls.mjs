/** The methods of a client below some of its parts, by path; calls to them are recorded in `called`. */
export function watch(root, paths) {
  const methods = [];
  const called = new Set();
  for (const path of paths) {
    visit(path.split('.').reduce((part, name) => part[name], root), path);
  }
  return { methods, called };

  function visit(part, path) {
    for (let type = Object.getPrototypeOf(part); type !== Object.prototype; type = Object.getPrototypeOf(type)) {
      for (const name of Object.getOwnPropertyNames(type).filter(name => name !== 'constructor')) {
        const method = part[name];
        methods.push(`${path}.${name}`);
        part[name] = function (...args) {
          called.add(`${path}.${name}`);
          return method.apply(part, args);
        };
      }
    }
    for (const [name, inner] of Object.entries(part)) {
      if (name !== '_client' && typeof inner === 'object') {
        visit(inner, `${path}.${name}`);
      }
    }
  }
}
