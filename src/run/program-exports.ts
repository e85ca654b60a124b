/** What an instrumented program gives to its host. */
import type { Address } from '../util/units.ts';

export interface ProgramExports {
  readonly memory: WebAssembly.Memory;
  readonly __stack_pointer: WebAssembly.Global;
  /** Only in programs with thread-local variables; can be set only in those that make threads. */
  readonly __tls_base?: WebAssembly.Global;
  readonly _start: () => void;
  readonly __heapscope_finding: (kind: number, address: number, size: number, flags: number, site: number) => void;
  readonly __heapscope_tell_counts: () => void;
  readonly __heapscope_host_reads: (address: number, n: number, matters: number) => void;
  readonly __heapscope_host_writes: (address: number, n: number) => void;
  /** Only in programs that handle signals, as the next ones: see kernel/signal-actions.ts. */
  readonly __heapscope_action?: (signal: number) => number;
  readonly __heapscope_signal_mask?: () => Address;
  /** Runs handlers of signals that have come. */
  readonly __heapscope_deliver?: () => number;
  readonly __heapscope_fault_signal?: (signal: number, address: number) => number;
  /** Only in programs with sigaltstack: whether a handler of this signal is to run when the stack is full. */
  readonly __heapscope_signal_stack?: (signal: number) => number;
  /** Only in programs that make threads: runs the one at this address. */
  readonly __heapscope_thread?: (thread: Address) => void;
  /** The node of the current call stack. */
  readonly __heapscope_stack: () => number;
  /** Makes the tables that lead to nodes of stacks anew, in a copy of a process that has only the nodes. */
  readonly __heapscope_forked: () => void;
  /** Only in programs that may wait; see asyncify.ts. */
  readonly asyncify_get_state?: () => number;
  readonly asyncify_start_unwind?: (data: Address) => void;
  readonly asyncify_stop_unwind?: () => void;
  readonly asyncify_start_rewind?: (data: Address) => void;
  readonly asyncify_stop_rewind?: () => void;
}
