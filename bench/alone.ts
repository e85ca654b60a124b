/** Work whose peak memory is measured: each piece in a process of its own, which does nothing else. */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from '../scripts/setup.mjs';

/** The first argument of a process that was started for one task. */
export const ALONE = '--alone';

export interface Task {
  /** plain: just run. checked: drop the records. kept: keep them. read: keep them, and read them back as a survey. */
  readonly kind: 'plain' | 'checked' | 'kept' | 'read';
  /** File of the wasm, plain or linked with the shim. */
  readonly wasm: string;
  readonly argument: number;
}

export interface Answer {
  readonly peakMegabytes: number;
  readonly runMilliseconds: number;
  /** Of the task 'read'. */
  readonly readMilliseconds: number;
  readonly events: number;
  readonly recordMegabytes: number;
}

/** In the benchmark's process: does the task in another. */
export function doAlone(task: Task): Answer {
  const main = path.join(root, 'build', 'bench', 'main.js');
  const { status, stdout, error } = spawnSync(process.execPath, [main, ALONE, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`the task ${JSON.stringify(task)} ended with ${status}`);
  return JSON.parse(stdout) as Answer;
}
