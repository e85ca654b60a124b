/** How a person wants the program to be run, besides its flags, arguments and input. */
import type { Trial } from '../lesson/check-result.ts';
import type { Schedule } from '../run/kernel/policy.ts';
import { scheduleOf } from '../trials/explore.ts';
import { DEFAULT_CHECKS, REDZONE_BOUNDS, type CheckOptions } from '../trace/check-options.ts';

export { DEFAULT_CHECKS, REDZONE_BOUNDS } from '../trace/check-options.ts';

/** What a person may choose of: bytes of freed blocks that are kept from reuse. */
export const QUARANTINES: readonly number[] = [DEFAULT_CHECKS.quarantineBytes, 2 ** 20, 4096, 0];

export interface RunOptions {
  /** Lines of NAME=value. */
  readonly environment: string;
  readonly redzoneBytes: number;
  readonly quarantineBytes: number;
  readonly stopAtFirst: boolean;
  /** Which allocation gives NULL: none, the nth, or some at random. */
  readonly failing: 'none' | 'nth' | 'random';
  /** The n of the nth, or the seed of chance. */
  readonly failingNumber: number;
}

export const DEFAULT_OPTIONS: RunOptions = {
  environment: '',
  redzoneBytes: DEFAULT_CHECKS.redzoneBytes,
  quarantineBytes: DEFAULT_CHECKS.quarantineBytes,
  stopAtFirst: false,
  failing: 'none',
  failingNumber: 1,
};

/** Takes what is usable of something stored, or typed into number fields; the rest is as by default. */
export function readOptions(stored: unknown): RunOptions {
  const given = (typeof stored === 'object' && stored !== null ? stored : {}) as Partial<Record<string, unknown>>;
  const { environment, redzoneBytes, quarantineBytes, stopAtFirst, failing, failingNumber } = given;
  return {
    environment: typeof environment === 'string' ? environment : '',
    redzoneBytes: whole(redzoneBytes, REDZONE_BOUNDS.least, REDZONE_BOUNDS.most) ?? DEFAULT_OPTIONS.redzoneBytes,
    quarantineBytes: whole(quarantineBytes, 0, DEFAULT_OPTIONS.quarantineBytes) ?? DEFAULT_OPTIONS.quarantineBytes,
    stopAtFirst: stopAtFirst === true,
    failing: failing === 'nth' || failing === 'random' ? failing : 'none',
    failingNumber: whole(failingNumber, 1, 2 ** 31) ?? 1,
  };
}

function whole(value: unknown, least: number, most: number): number | undefined {
  return typeof value === 'number' && value >= least && value <= most ? Math.round(value) : undefined;
}

/** The environment that the lines say; what is no NAME=value is passed over. */
export function environmentOf({ environment }: RunOptions): Record<string, string> {
  const pairs = environment.split('\n').flatMap((line) => {
    const [, name, value] = /^\s*([A-Za-z_]\w*)=(.*?)\s*$/.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(pairs) as Record<string, string>;
}

export function checksOf({
  redzoneBytes,
  quarantineBytes,
  stopAtFirst,
  failing,
  failingNumber,
}: RunOptions): CheckOptions {
  return {
    ...DEFAULT_CHECKS,
    redzoneBytes,
    quarantineBytes,
    stopAfter: stopAtFirst ? 1 : 0,
    ...(failing === 'nth' && { failing: { kind: 'nth' as const, n: failingNumber } }),
    ...(failing === 'random' && { failing: { kind: 'random' as const, seed: failingNumber } }),
  };
}

/** What a trial changes of a run. */
export function trialOf(trial: Trial | undefined): { readonly checks?: CheckOptions; readonly schedule?: Schedule } {
  if (trial?.kind === 'schedule') return { schedule: scheduleOf(trial.seed) };
  return trial ? { checks: { ...DEFAULT_CHECKS, failing: { kind: 'nth', n: trial.number } } } : {};
}
