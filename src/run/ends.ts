import type { TrapReason } from '../trace/recording.ts';
import { FindingKind } from '../trace/records.ts';
import { signalOfTrap, SIGSEGV } from '../trace/signals.ts';

/** The shim recorded a finding after which the program can't go on (thrown out of the `fault` import). */
export class Fault extends Error {
  constructor(
    readonly kind: FindingKind,
    readonly address: number,
    readonly reason: TrapReason = trapOfFault(kind),
  ) {
    super(`fault ${kind} at ${address}`);
    this.name = 'Fault';
  }
}

/** A signal whose default action it is ended the process. */
export class SignalEnd extends Error {
  constructor(readonly signal: number) {
    super(`ended by signal ${signal}`);
    this.name = 'SignalEnd';
  }
}

/** The program read a value before it was written, or ran off its memory: the precise density must look at this run. */
export class Suspect extends Error {
  constructor(
    /** Indices of the functions whose values must be followed, besides those that are already. */
    readonly functions: ReadonlySet<number> = new Set(),
  ) {
    super('an undefined value was read');
    this.name = 'Suspect';
  }
}

/** Someone pressed Stop. */
export class Killed extends Error {
  constructor(readonly reason: string) {
    super(reason);
    this.name = 'Killed';
  }
}

export class LimitReached extends Error {
  constructor(
    readonly reason: 'time' | 'steps' | 'memory' | 'output',
    readonly limit: number,
  ) {
    super(`${reason} limit of ${limit}`);
    this.name = 'LimitReached';
  }
}

/** The wanted window is recorded; the rest of the run is of no interest. */
export class WindowDone extends Error {
  constructor() {
    super('the window is complete');
    this.name = 'WindowDone';
  }
}

/** What engines (V8, SpiderMonkey, JavaScriptCore) say when a program traps. */
const MESSAGES: readonly (readonly [RegExp, TrapReason])[] = [
  [/unrepresentable|integer overflow|out of range for|truncat/i, 'float-to-integer'],
  [/divi(de|sion) by zero|remainder by zero/i, 'division-by-zero'],
  [/null function|indirect call to null|null table entry/i, 'null-function'],
  [/signature|table index|table access|undefined element/i, 'bad-function-pointer'],
  [/out of bounds|out-of-bounds/i, 'out-of-bounds'],
  [/call stack|too much recursion/i, 'stack-overflow'],
  [/unreachable/i, 'unreachable'],
];

/** Why an engine stopped the program, or undefined for an error that isn't a trap. */
export function trapReason(error: unknown): TrapReason | undefined {
  if (
    error instanceof WebAssembly.RuntimeError ||
    error instanceof RangeError ||
    (error instanceof Error && error.name === 'InternalError')
  ) {
    if (/divide result unrepresentable/.test(error.message)) return 'integer-overflow';
    return MESSAGES.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'other';
  }
  // A longjmp to a function that has returned.
  if (error instanceof WebAssembly.Exception) return 'other';
  return undefined;
}

/** Offsets in the module of the wasm frames of an error's stack, innermost first; empty where the engine doesn't print them. */
export function wasmOffsets(error: unknown): number[] {
  if (!(error instanceof Error) || !error.stack) return [];
  return [...error.stack.matchAll(/wasm-function\[\d+\]:0x([0-9a-f]+)/g)].map((match) => parseInt(match[1]!, 16));
}

/** Indices of the functions in an error's stack, innermost first; empty where the engine doesn't print them. */
export function functionIndices(error: unknown): number[] {
  if (!(error instanceof Error) || !error.stack) return [];
  return [...error.stack.matchAll(/wasm-function\[(\d+)\]/g)].map((match) => Number(match[1]));
}

/**
 * The function that V8 had no stack left to enter: its frame is there, at its first byte. Undefined where the host was called at
 * last, and for engines that show the caller's frame on top.
 */
export function refusedFunction(error: unknown): number | undefined {
  if (!(error instanceof RangeError) || !error.stack) return undefined;
  const innermost = /^ +at .*/m.exec(error.stack)?.[0] ?? '';
  const index = /wasm-function\[(\d+)\]/.exec(innermost)?.[1];
  return index === undefined ? undefined : Number(index);
}

export function findingOfTrap(reason: TrapReason): FindingKind {
  // One signal for both, as on Linux.
  if (reason === 'division-by-zero' || reason === 'integer-overflow') return FindingKind.divisionByZero;
  if (reason === 'stack-overflow') return FindingKind.stackOverflow;
  return FindingKind.trap;
}

export const signalOfFault = (kind: FindingKind): number =>
  kind === FindingKind.divisionByZero ? signalOfTrap('division-by-zero') : SIGSEGV;

function trapOfFault(kind: FindingKind): TrapReason {
  if (kind === FindingKind.undefinedBehaviour) return 'abort';
  if (kind === FindingKind.divisionByZero) return 'division-by-zero';
  return kind === FindingKind.stackOverflow ? 'stack-overflow' : 'out-of-bounds';
}
