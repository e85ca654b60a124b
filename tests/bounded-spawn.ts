/** Starting other programs in tests: none is waited for without end, which would hold up the tests of a whole machine. */
import { spawnSync as start, type SpawnSyncOptionsWithStringEncoding, type SpawnSyncReturns } from 'node:child_process';

/** More than any program of the tests takes on a busy machine. */
const LIMIT_MS = 150_000;

export type Options = Partial<Omit<SpawnSyncOptionsWithStringEncoding, 'encoding'>>;

/**
 * Node's `spawnSync`, with its output as text. A program that has not ended after `timeout` milliseconds (150 seconds, if none is given) is
 * killed, and an Error says which it was. A program that can't be started is no Error: its `status` is null.
 */
export function spawnSync(
  command: string,
  args: readonly string[] = [],
  options: Options = {},
): SpawnSyncReturns<string> {
  const { timeout = LIMIT_MS, ...others } = options;
  const run = start(command, args, { ...others, timeout, killSignal: 'SIGKILL', encoding: 'utf8' });
  if ((run.error as NodeJS.ErrnoException | undefined)?.code === 'ETIMEDOUT')
    throw new Error(`${[command, ...args].join(' ')} had not ended after ${timeout / 1000} s`);
  return run;
}
