/**
 * Where the stacks of threads lie.
 *
 *     THREADS_BASE:  | guard | stack of 1 (grows down) | thread 1's block, its thread-local variables | guard | stack of 2 ...
 */
import { Layout } from '../../instrument/memory-layout.ts';
import type { Address, ByteCount, ThreadId } from '../../util/units.ts';

/** Below each stack: what runs over its end meets nothing of another's. */
const GUARD_BYTES = 0x2000;
const ALIGNMENT = 0x1000;
/** Enough for any variable that says nothing of its alignment, and for most that do. */
const VARIABLES_ALIGNMENT = 0x100;

export interface ThreadStack {
  readonly thread: ThreadId;
  readonly from: Address;
  /** What libc keeps about the thread, above its stack. */
  readonly block: Address;
  /** Its copy of the program's thread-local variables. */
  readonly variables: Address;
  readonly end: Address;
}

/** The first free place below `end` for a stack and a thread's block. */
export function placeStack(
  stacks: readonly ThreadStack[],
  thread: ThreadId,
  bytes: { readonly stack: ByteCount; readonly block: ByteCount; readonly variables: ByteCount },
  end: Address,
): ThreadStack | undefined {
  if (bytes.stack > Layout.THREADS_END - Layout.THREADS_BASE) return undefined;
  const round = (n: number, to = ALIGNMENT): number => (n + to - 1) & -to;
  const blockSize = round(bytes.block, VARIABLES_ALIGNMENT);
  const size = round(bytes.stack) + round(blockSize + bytes.variables);
  let from = Layout.THREADS_BASE + GUARD_BYTES;
  for (const stack of stacks) {
    if (from + size + GUARD_BYTES <= stack.from) break;
    from = stack.end + GUARD_BYTES;
  }
  if (from + size > end) return undefined;
  const block = from + round(bytes.stack);
  return { thread, from, block, variables: block + blockSize, end: from + size };
}
