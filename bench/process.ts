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

/** Milliseconds of wall clock that `work` takes. */
export async function timeWork(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
