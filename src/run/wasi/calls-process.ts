/** Arguments, environment, clocks, random numbers, exit. */
import { wasi } from '@bjorn3/browser_wasi_shim';
import type { Address, ByteCount } from '../../util/units.ts';
import { WaitReason } from '../../trace/records.ts';
import { CallError, NeedsInput, ProgramExit, WouldBlock } from './ends.ts';
import { READY, TerminalInput, type Readiness } from './descriptions.ts';
import type { HostProcess, SystemCall } from './process.ts';

function writeStrings(process: HostProcess, strings: readonly Uint8Array[], pointers: Address, buffer: Address): void {
  const { memory } = process;
  memory.check(pointers, 4 * strings.length);
  memory.check(buffer, totalBytes(strings));
  let next = buffer >>> 0;
  for (const [i, string] of strings.entries()) {
    memory.writeU32((pointers >>> 0) + 4 * i, next);
    const terminated = new Uint8Array(string.length + 1);
    terminated.set(string);
    memory.write(next, terminated);
    next += terminated.length;
  }
}

function totalBytes(strings: readonly Uint8Array[]): number {
  return strings.reduce((sum, string) => sum + string.length + 1, 0);
}

function writeSizes(process: HostProcess, strings: readonly Uint8Array[], count: Address, bytes: Address): void {
  process.memory.check(count, 4);
  process.memory.check(bytes, 4);
  process.memory.writeU32(count, strings.length);
  process.memory.writeU32(bytes, totalBytes(strings));
}

interface PolledEvent {
  readonly userdata: bigint;
  readonly type: number;
  readonly errno: number;
  readonly available: number;
  readonly hangsUp: boolean;
}

const SUBSCRIPTION_BYTES = 48;
const EVENT_BYTES = 32;

interface Poll {
  readonly ready: PolledEvent[];
  readonly timers: { readonly userdata: bigint; readonly deadline: bigint; readonly clockId: number }[];
  waitsForInput: boolean;
  /** What may become ready by another's doing. */
  readonly watched: (() => Readiness)[];
}

/** Sorts a subscription into what is ready now and what is waited for. Layout: WASI preview1 `subscription`. */
function subscribe(process: HostProcess, view: DataView, at: number, poll: Poll): void {
  const userdata = view.getBigUint64(at, true);
  const type = view.getUint8(at + 8);
  if (type === wasi.EVENTTYPE_CLOCK) {
    const clockId = view.getUint32(at + 16, true);
    const timeout = view.getBigUint64(at + 24, true);
    const isAbsolute = (view.getUint16(at + 40, true) & wasi.SUBCLOCKFLAGS_SUBSCRIPTION_CLOCK_ABSTIME) !== 0;
    const deadline = isAbsolute ? timeout : process.clock.now(clockId) + timeout;
    poll.timers.push({ userdata, deadline, clockId });
    return;
  }
  const number = view.getUint32(at + 16, true);
  try {
    const description = process.descriptors.get(number);
    const readiness = (): Readiness => description.readiness(type === wasi.EVENTTYPE_FD_READ);
    const now = readiness();
    if (now.isReady) poll.ready.push({ userdata, type, ...now });
    else if (description instanceof TerminalInput) poll.waitsForInput = true;
    else poll.watched.push(readiness);
  } catch (error) {
    if (!(error instanceof CallError)) throw error;
    poll.ready.push({ userdata, type, ...READY, errno: error.errno });
  }
}

/** Waits: for input by ending the run, for time by moving the clock to the first deadline. */
function wait(process: HostProcess, poll: Poll): void {
  const { clock, polling } = process;
  if (poll.ready.length > 0) return;
  if (polling.blocks) return waitForOthers(process, poll);
  // A time-out doesn't fire before the input: a later run that has the input must go the same way up to here.
  if (poll.waitsForInput) throw new NeedsInput();
  const waits = poll.timers.map((timer) => timer.deadline - clock.now(timer.clockId));
  const first = waits.reduce((least, one) => (one < least ? one : least));
  clock.sleep(first);
}

/** As `wait`, by leaving the call until a timer or another task makes something ready. */
function waitForOthers({ clock, polling }: HostProcess, poll: Poll): void {
  if (poll.waitsForInput && poll.watched.length === 0) throw new NeedsInput();
  const waits = poll.timers.map((timer) => timer.deadline - clock.now(timer.clockId));
  polling.deadline ??= waits.length > 0 ? clock.elapsed + waits.reduce((a, b) => (b < a ? b : a)) : undefined;
  const { deadline } = polling;
  if (deadline !== undefined && deadline <= clock.elapsed) return;
  const ready = (): boolean => poll.watched.some((readiness) => readiness().isReady);
  const object = Number(BigInt.asUintN(32, deadline ?? 0n));
  throw new WouldBlock({
    reason: poll.watched.length > 0 ? WaitReason.pipeData : WaitReason.sleep,
    object,
    detail: Number((deadline ?? 0n) >> 32n),
    ready,
    ...(deadline !== undefined && { deadline }),
  });
}

const calls = {
  args_get: (process: HostProcess, argv: Address, buffer: Address) =>
    writeStrings(process, process.arguments, argv, buffer),
  args_sizes_get: (process: HostProcess, count: Address, bytes: Address) =>
    writeSizes(process, process.arguments, count, bytes),
  environ_get: (process: HostProcess, environ: Address, buffer: Address) =>
    writeStrings(process, process.environment, environ, buffer),
  environ_sizes_get: (process: HostProcess, count: Address, bytes: Address) =>
    writeSizes(process, process.environment, count, bytes),

  clock_res_get(process: HostProcess, clockId: number, result: Address) {
    process.clock.now(clockId);
    process.memory.writeU64(result, 1n);
  },
  clock_time_get(process: HostProcess, clockId: number, _precision: bigint, result: Address) {
    process.memory.check(result, 8);
    process.memory.writeU64(result, process.clock.look(clockId));
  },

  random_get(process: HostProcess, buffer: Address, n: ByteCount) {
    process.memory.check(buffer, n >>> 0);
    process.memory.write(buffer, process.random.bytes(n >>> 0));
  },

  sched_yield() {},

  proc_exit(_process: HostProcess, code: number) {
    throw new ProgramExit(code & 0xff);
  },

  poll_oneoff(process: HostProcess, subscriptions: Address, events: Address, n: number, result: Address) {
    const count = n >>> 0;
    if (count === 0 || count > 4096) throw new CallError(wasi.ERRNO_INVAL);
    const { memory } = process;
    memory.check(events, EVENT_BYTES * count);
    memory.check(result, 4);
    const bytes = memory.read(subscriptions, SUBSCRIPTION_BYTES * count, 'subscription').slice();
    const view = new DataView(bytes.buffer);
    const poll: Poll = { ready: [], timers: [], waitsForInput: false, watched: [] };
    for (let i = 0; i < count; i++) subscribe(process, view, SUBSCRIPTION_BYTES * i, poll);
    wait(process, poll);
    const { timedOut } = process.polling;
    process.polling.deadline = undefined;
    process.polling.timedOut = false;
    for (const { userdata, deadline, clockId } of poll.timers)
      if (timedOut || process.clock.now(clockId) >= deadline)
        poll.ready.push({ userdata, type: wasi.EVENTTYPE_CLOCK, ...READY });
    memory.write(events, encodeEvents(poll.ready));
    memory.writeU32(result, poll.ready.length);
  },
};

/** Layout: WASI preview1 `event`. */
function encodeEvents(events: readonly PolledEvent[]): Uint8Array {
  const bytes = new Uint8Array(EVENT_BYTES * events.length);
  const view = new DataView(bytes.buffer);
  for (const [i, event] of events.entries()) {
    const at = EVENT_BYTES * i;
    view.setBigUint64(at, event.userdata, true);
    view.setUint16(at + 8, event.errno, true);
    view.setUint8(at + 10, event.type);
    view.setBigUint64(at + 16, BigInt(event.available), true);
    view.setUint16(at + 24, event.hangsUp ? wasi.EVENTRWFLAGS_FD_READWRITE_HANGUP : 0, true);
  }
  return bytes;
}

export const processCalls: Readonly<Record<string, SystemCall>> = calls;
