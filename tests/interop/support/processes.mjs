import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Starts a process; its stdin stays open, as with the engine. */
export function start({ file, args }, more = [], options = {}) {
  const child = spawn(file, [...args, ...more], { stdio: ['pipe', 'pipe', 'pipe'], ...options });
  const started = { child, stdout: '', stderr: '', exit: once(child, 'close').then(([code, signal]) => ({ code, signal })) };
  child.stdout.on('data', data => { started.stdout += data; });
  child.stderr.on('data', data => { started.stderr += data; });
  child.stdin.on('error', () => { /* The process may exit before its stdin is closed. */ });
  return started;
}

/** The first line of standard output. */
export async function firstLine(started) {
  while (!started.stdout.includes('\n')) {
    const ended = await Promise.race([once(started.child.stdout, 'data').then(() => false), started.exit.then(() => true)]);
    if (ended && !started.stdout.includes('\n')) {
      throw new Error(`The process ended before its first line: ${started.stderr}`);
    }
  }
  return started.stdout.slice(0, started.stdout.indexOf('\n'));
}

/** Runs a process to completion. */
export async function run(command, args, options) {
  const started = start(command, args, { timeout: 120_000, ...options });
  started.child.stdin.end();
  const { code } = await started.exit;
  return { code, stdout: started.stdout, stderr: started.stderr };
}
