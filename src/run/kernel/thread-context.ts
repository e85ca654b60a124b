/** What a thread has for itself besides its stack: saved when another thread of its process runs, and put back. */
import { Layout } from '../../instrument/memory-layout.ts';
import type { Address } from '../../util/units.ts';
import type { ProgramInstance } from '../program-instance.ts';
import { PASSED, PASSED_WORDS } from '../program-state.ts';

export interface ThreadContext {
  readonly stackPointer: Address;
  readonly stackLow: Address;
  /** Its thread-local variables. */
  readonly threadLocals: Address;
  /** Call slots in use. */
  readonly slots: Uint32Array;
  /** Asyncify's frames. */
  readonly suspension: Uint32Array;
  readonly passed: readonly Uint32Array[];
  readonly locals: readonly number[];
}

/** Of a thread that begins at its stack's end. */
export function newContext(
  place: Pick<ThreadContext, 'stackLow' | 'stackPointer' | 'threadLocals'>,
  locals: readonly number[],
): ThreadContext {
  const none = new Uint32Array(0);
  return {
    ...place,
    slots: none,
    suspension: none,
    passed: PASSED.map(() => new Uint32Array(PASSED_WORDS)),
    locals,
  };
}

/** The thread's calls must be unwound. `locals`: the words that threads have copies of. */
export function saveContext(
  { state, exports, threadLocals }: ProgramInstance,
  locals: readonly Address[],
): ThreadContext {
  const { words } = state;
  return {
    stackPointer: exports.__stack_pointer.value as number,
    stackLow: state.field(Layout.STATE_STACK_LOW),
    threadLocals,
    slots: words.slice(Layout.SLOTS_BASE >> 2, state.field(Layout.STATE_SLOT) >> 2),
    suspension: words.slice(Layout.SUSPENSION_BASE >> 2, (Layout.SUSPENSION_BASE + state.suspensionBytes + 3) >> 2),
    passed: state.passedBits(),
    locals: locals.map((address) => words[address >> 2]!),
  };
}

export function loadContext(instance: ProgramInstance, context: ThreadContext, locals: readonly Address[]): void {
  const { state, exports } = instance;
  const { words } = state;
  exports.__stack_pointer.value = context.stackPointer;
  state.setField(Layout.STATE_STACK_LOW, context.stackLow);
  instance.threadLocals = context.threadLocals;
  words.set(context.slots, Layout.SLOTS_BASE >> 2);
  state.setField(Layout.STATE_SLOT, Layout.SLOTS_BASE + context.slots.length * 4);
  words.set(context.suspension, Layout.SUSPENSION_BASE >> 2);
  state.setPassedBits(context.passed);
  locals.forEach((address, i) => (words[address >> 2] = context.locals[i] ?? 0));
}
