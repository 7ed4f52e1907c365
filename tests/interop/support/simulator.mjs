import { zt } from './binaries.mjs';
import { firstLine, start } from './processes.mjs';

export const accountId = '0123456789abcdef0123456789abcdef';
export const zoneId = 'fedcba9876543210fedcba9876543210';
export const token = 'simulator-token';

/** A separate simulator on a free port. */
export async function startSimulator() {
  const started = start(zt, ['simulate', '--port', '0', '--account', accountId, '--zone', zoneId, '--token', token]);
  const baseUrl = await firstLine(started);
  const origin = new URL(baseUrl).origin;

  async function control(method, path, body) {
    const response = await fetch(`${origin}/simulator${path}`, { method, body: body && JSON.stringify(body) });
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${await response.text()}`);
    }
    return response.json();
  }

  return {
    baseUrl,
    reset: () => control('POST', '/reset'),
    fault: rule => control('POST', '/faults', rule),
    requests: () => control('GET', '/requests'),
    seedDevice: device => control('POST', '/devices', device).then(({ id }) => id),
    seedRegistration: registration => control('POST', '/registrations', registration).then(({ id }) => id),
    seedConnector: connector => control('POST', '/connectors', connector).then(({ id }) => id),
    async stop() {
      started.child.kill('SIGTERM');
      return started.exit;
    },
  };
}
