import { spawnSync } from 'node:child_process';
import { performance } from 'node:perf_hooks';

/** Whether a rival is installed here. A contest leaves out those that aren't, and says so in its notes. */
export function isInstalled(command: string): boolean {
  return spawnSync(command, ['--version'], { stdio: 'ignore' }).status === 0;
}

/** Milliseconds of wall clock from start to end of a command. Its output is dropped; a status other than `expected` throws. */
export function timeProcess(command: string, args: readonly string[], expected = 0): number {
  const started = performance.now();
  const { status, error, stderr } = spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'pipe'],
    maxBuffer: 2 ** 28,
  });
  const cost = performance.now() - started;
  if (error) throw error;
  if (status !== expected)
    throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${String(stderr).slice(0, 500)}`);
  return cost;
}

/**
 * Milliseconds of processor time, the system's for it included, of a command from start to end: what else the machine does is
 * not in it. Wall clock where bash isn't installed.
 */
export function processorTimeOf(command: string, args: readonly string[]): number {
  if (!isInstalled('bash')) return timeProcess(command, args);
  const script = 'TIMEFORMAT="%U %S"; time "$0" "$@"';
  const { status, error, stderr } = spawnSync('bash', ['-c', script, command, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${stderr.slice(0, 500)}`);
  const [user, system] = stderr.trimEnd().split('\n').at(-1)!.split(' ').map(Number);
  return (user! + system!) * 1000;
}

/** Milliseconds of this process's time on any processor, garbage collection and compiling in other threads included. */
export async function timeWork(work: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
