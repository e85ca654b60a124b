import { wasi } from '@bjorn3/browser_wasi_shim';
import { describe, expect, it } from 'vitest';
import { NeedsInput } from './ends.ts';
import { Caller, utf8 } from './host-harness.ts';

const { CLOCKID_REALTIME, CLOCKID_MONOTONIC, CLOCKID_PROCESS_CPUTIME_ID, EVENTTYPE_CLOCK, EVENTTYPE_FD_READ } = wasi;
const MILLISECOND = 1_000_000n;

/** Polls; gives [userdata, errno, type] of each event, or the errno. */
function poll(
  caller: Caller,
  subscriptions: readonly [type: number, subject: number, timeout: bigint][],
): number[][] | number {
  const view = caller.view();
  for (const [i, [type, subject, timeout]] of subscriptions.entries()) {
    const at = 0x100 + 48 * i;
    view.setBigUint64(at, BigInt(i), true);
    view.setUint8(at + 8, type);
    view.setUint32(at + 16, subject, true);
    view.setBigUint64(at + 24, timeout, true);
  }
  const errno = caller.call('poll_oneoff', 0x100, 0x800, subscriptions.length, 0);
  if (errno !== 0) return errno;
  return Array.from({ length: view.getUint32(0, true) }, (_, i) => {
    const at = 0x800 + 32 * i;
    return [Number(view.getBigUint64(at, true)), view.getUint16(at + 8, true), view.getUint8(at + 10)];
  });
}

describe('clock', () => {
  it('starts where it is told and moves the same way in every run', () => {
    const times = (): bigint[] => {
      const caller = Caller.of({ clockStart: 5n * 10n ** 18n });
      return [caller.time(CLOCKID_REALTIME), caller.time(CLOCKID_MONOTONIC), caller.time(CLOCKID_REALTIME)];
    };
    const [first, monotonic, second] = times();
    expect(first! >= 5n * 10n ** 18n && first! < 5n * 10n ** 18n + MILLISECOND).toBe(true);
    expect(second! > first!).toBe(true);
    expect(monotonic! > 0n).toBe(true);
    expect(times()).toEqual([first, monotonic, second]);
    expect(Caller.of().call('clock_time_get', 77, 0n, 0)).toBe(wasi.ERRNO_INVAL);
  });

  it('sleeps in virtual time, which is not processor time', () => {
    const caller = Caller.of();
    const before = caller.time(CLOCKID_MONOTONIC);
    expect(poll(caller, [[EVENTTYPE_CLOCK, CLOCKID_MONOTONIC, 3000n * MILLISECOND]])).toEqual([
      [0, 0, EVENTTYPE_CLOCK],
    ]);
    const slept = caller.time(CLOCKID_MONOTONIC) - before;
    expect(slept >= 3000n * MILLISECOND && slept < 3001n * MILLISECOND).toBe(true);
    expect(caller.time(CLOCKID_PROCESS_CPUTIME_ID) < MILLISECOND).toBe(true);
  });

  it('wakes at the first of several times', () => {
    const caller = Caller.of();
    const events = poll(caller, [
      [EVENTTYPE_CLOCK, CLOCKID_MONOTONIC, 50n * MILLISECOND],
      [EVENTTYPE_CLOCK, CLOCKID_MONOTONIC, 20n * MILLISECOND],
    ]);
    expect(events).toEqual([[1, 0, EVENTTYPE_CLOCK]]);
  });

  it('lets a busy wait of ten seconds end in few looks', () => {
    const caller = Caller.of();
    let looks = 0;
    while (caller.time(CLOCKID_MONOTONIC) < 10_000n * MILLISECOND) looks++;
    expect(looks).toBeLessThan(25_000);
  });
});

describe('poll', () => {
  it('prefers input that is there to a time-out', () => {
    const caller = Caller.of({ stdin: { bytes: utf8('x\n'), closed: false } });
    const wanted: [number, number, bigint][] = [
      [EVENTTYPE_CLOCK, CLOCKID_MONOTONIC, 1000n],
      [EVENTTYPE_FD_READ, 0, 0n],
    ];
    expect(poll(caller, wanted)).toEqual([[1, 0, EVENTTYPE_FD_READ]]);
    caller.read(0);
    expect(() => poll(caller, wanted)).toThrow(NeedsInput);
  });

  it('reports a descriptor that is not open as an event', () => {
    expect(poll(Caller.of(), [[EVENTTYPE_FD_READ, 42, 0n]])).toEqual([[0, wasi.ERRNO_BADF, EVENTTYPE_FD_READ]]);
    expect(poll(Caller.of(), [])).toBe(wasi.ERRNO_INVAL);
  });
});

describe('random numbers', () => {
  const draw = (seed: number): string => {
    const caller = Caller.of({ seed });
    caller.call('random_get', 0, 32);
    return caller.bytes(0, 32).join();
  };
  it('follow the seed', () => {
    expect(draw(7)).toBe(draw(7));
    expect(draw(7)).not.toBe(draw(8));
  });
});
