/** Numbers that are easy to confuse carry their unit in their type. */

declare const unit: unique symbol;
type Branded<Name extends string> = number & { readonly [unit]?: Name };

/** A byte address in the program's linear memory. */
export type Address = Branded<'Address'>;
export type ByteCount = Branded<'ByteCount'>;
/** How many statements had begun before this point, counted over the whole run. */
export type StepIndex = Branded<'StepIndex'>;
/** Blocks are numbered from 1 in the order of their allocation. */
export type AllocationId = Branded<'AllocationId'>;
/** Processes are numbered from 0 in the order of their creation. What the program sees is the pid. */
export type ProcessId = Branded<'ProcessId'>;
/** Threads are numbered within their process; 0 runs main. */
export type ThreadId = Branded<'ThreadId'>;
/** On the clock of the run, since its start. */
export type Nanoseconds = Branded<'Nanoseconds'>;
/** A node of the interned call-stack tree; 0 is the empty stack. */
export type StackId = Branded<'StackId'>;
/** A place in the instrumented program that can appear in records. See `SiteTable`. */
export type SiteId = Branded<'SiteId'>;
/** An offset from the start of the code section's contents, as DWARF for WebAssembly counts addresses. */
export type CodeOffset = Branded<'CodeOffset'>;
/** An index in the WebAssembly function index space of the linked (uninstrumented) module. */
export type FunctionIndex = Branded<'FunctionIndex'>;
