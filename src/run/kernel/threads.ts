/**
 * Threads: tasks of one process that share its memory. What each has for itself, and the shim and Asyncify keep in fixed places (calls in
 * progress, a suspended call stack), is exchanged when another thread of the process gets its turn.
 */
import { wasi } from '@bjorn3/browser_wasi_shim';
import { Layout } from '../../instrument/memory-layout.ts';
import { ShadowState, SystemEvent } from '../../trace/records.ts';
import type { Address, ByteCount, ThreadId } from '../../util/units.ts';
import { SIGNAL_STACK } from '../program-instance.ts';
import { CallError } from '../wasi/ends.ts';
import type { KernelCall } from './calls-process.ts';
import type { Kernel } from './kernel.ts';
import type { Process } from './process.ts';
import type { SystemCall, Task } from './task.ts';
import { loadContext, newContext, saveContext, type ThreadContext } from './thread-context.ts';
import { placeStack, type ThreadStack } from './thread-stacks.ts';
import { from64 } from './words.ts';

/** Words of `hs_thread_locals` (heapscope/threads.h). */
const LOCALS = [0, 1, 2, 3, 4];
/** Index of the first of them that hold a thread's signal mask. */
const MASK_LOCALS = 3;
const NONE = new Uint8Array(0);

/** A thread came to its end; its process goes on. */
export class ThreadEnd extends Error {
  constructor(readonly isDetached: boolean) {
    super('the thread has ended');
    this.name = 'ThreadEnd';
  }
}

/** The threads of one process. */
interface ThreadGroup {
  stacks: readonly ThreadStack[];
  nextThread: ThreadId;
  /** Whose context is in memory. */
  loaded: Task;
  readonly contexts: Map<Task, ThreadContext>;
  /** Words of memory that each thread has for itself. */
  locals: readonly Address[];
}

export class Threads {
  private readonly groups = new Map<Process, ThreadGroup>();

  constructor(private readonly kernel: Kernel) {}

  /** Gives the address of the new thread's block. */
  create(creator: Task, stackBytes: ByteCount, blockBytes: ByteCount, localsAddress: Address): Address {
    const { process } = creator;
    const { state } = process.instance;
    const group = this.groupOf(creator);
    group.locals = LOCALS.map((i) => state.words[(localsAddress >> 2) + i]!);
    const end = Math.min(Layout.THREADS_END, ...state.mapped.map(([from]) => from));
    const isFree = state.field(Layout.STATE_HEAP_TOP) <= Layout.THREADS_BASE;
    const variables = process.instance.program.threadLocals ?? NONE;
    const kept = process.instance.exports.__heapscope_signal_stack ? SIGNAL_STACK.bytes : 0;
    const sizes = { stack: stackBytes + kept, block: blockBytes, variables: variables.length };
    const stack = isFree ? placeStack(group.stacks, group.nextThread, sizes, end) : undefined;
    if (!stack) throw new CallError(wasi.ERRNO_AGAIN);
    state.setField(Layout.STATE_HEAP_LIMIT, Math.min(state.field(Layout.STATE_HEAP_LIMIT), Layout.THREADS_BASE));
    state.threadsEnd = Math.max(state.threadsEnd, stack.end);
    group.nextThread++;
    group.stacks = [...group.stacks, stack].sort((a, b) => a.from - b.from);
    this.clearBlock(process, stack, variables);
    const task = this.kernel.tasks.add(process, stack.thread, ({ __heapscope_thread }) =>
      __heapscope_thread!(stack.block),
    );
    group.contexts.set(
      task,
      newContext({ stackLow: stack.from + kept, stackPointer: stack.block, threadLocals: stack.variables }, [
        stack.block,
        0,
        0,
        ...this.signalMaskNow(group, state),
      ]),
    );
    state.parked.set(task, { thread: stack.thread, slots: new Uint32Array(0) });
    const locals = variables.length > 0 ? stack.variables - process.instance.threadLocals : 0;
    this.kernel.record(creator, SystemEvent.threadCreated, stack.thread, locals);
    return stack.block;
  }

  /** Of the thread that runs. */
  private signalMaskNow({ locals }: ThreadGroup, { words }: Process['instance']['state']): readonly number[] {
    return locals.slice(MASK_LOCALS).map((address) => words[address >> 2]!);
  }

  /** The signal mask of a thread that waits while another runs; undefined: it is where the program has it. */
  signalMaskOf(task: Task): readonly number[] | undefined {
    return this.groups.get(task.process)?.contexts.get(task)?.locals.slice(MASK_LOCALS);
  }

  private groupOf(task: Task): ThreadGroup {
    let group = this.groups.get(task.process);
    if (!group) {
      group = { stacks: [], nextThread: 1, loaded: task, contexts: new Map(), locals: [] };
      this.groups.set(task.process, group);
    }
    return group;
  }

  private clearBlock(process: Process, { thread, block, variables, end }: ThreadStack, startValues: Uint8Array): void {
    const { recorder } = this.kernel;
    const { state } = process.instance;
    recorder.beforeWrite(block, end - block);
    state.bytes.fill(0, block, end);
    state.words[block >> 2] = thread;
    state.bytes.set(startValues, variables);
    recorder.afterWrites();
    for (let plane = 2; plane * Layout.LIMIT < state.bytes.length; plane++)
      state.bytes.fill(0, plane * Layout.LIMIT + block, plane * Layout.LIMIT + end);
    this.mark(process, ShadowState.defined, block, end);
    const { offsets, size } = process.instance.program.redzones;
    for (const offset of offsets)
      this.mark(process, ShadowState.globalRedzone, variables + offset, variables + offset + size);
    state.threadBlocks = [...state.threadBlocks, { address: block, size: end - block }];
  }

  private mark({ instance: { state } }: Process, shadow: number, from: Address, to: Address): void {
    state.bytes.fill(shadow, Layout.LIMIT + from, Layout.LIMIT + to);
    this.kernel.recorder.shadow(shadow, from, to - from);
  }

  /** `task` is about to run: its process's memory holds its calls now, and no other thread's. */
  switchTo(task: Task): void {
    const { process } = task;
    const group = this.groups.get(process);
    if (!group || group.loaded === task) return;
    const { instance } = process;
    if (group.loaded.state !== 'ended') {
      const context = saveContext(instance, group.locals);
      group.contexts.set(group.loaded, context);
      instance.state.parked.set(group.loaded, { thread: group.loaded.thread, slots: context.slots });
    }
    loadContext(instance, group.contexts.get(task)!, group.locals);
    group.contexts.delete(task);
    instance.state.parked.delete(task);
    instance.state.runningThread = task.thread;
    group.loaded = task;
  }

  /** A thread called thread_exit. */
  end(task: Task, { isDetached }: ThreadEnd): void {
    const { process } = task;
    const { state, exports } = process.instance;
    this.kernel.record(task, SystemEvent.threadExited);
    task.state = 'ended';
    process.tasks.splice(process.tasks.indexOf(task), 1);
    const stack = this.groups.get(process)?.stacks.find(({ thread }) => thread === task.thread);
    if (stack) {
      // Its frames were left, not returned from.
      const from = Math.max(stack.from, exports.__stack_pointer.value as number);
      this.mark(process, ShadowState.afterReturn, from, stack.block);
    }
    state.setField(Layout.STATE_SLOT, Layout.SLOTS_BASE);
    if (isDetached) this.giveBack(process, task.thread);
    this.kernel.threadWaits.somebodyEnded();
  }

  /** Nobody asks for the thread any more. */
  joined(task: Task, thread: ThreadId): void {
    this.kernel.record(task, SystemEvent.threadJoined, thread);
    this.giveBack(task.process, thread);
  }

  private giveBack(process: Process, thread: ThreadId): void {
    const group = this.groups.get(process);
    const stack = group?.stacks.find((each) => each.thread === thread);
    if (!group || !stack) return;
    group.stacks = group.stacks.filter((each) => each !== stack);
    const { state } = process.instance;
    state.threadBlocks = state.threadBlocks.filter(({ address }) => address !== stack.block);
  }

  /** Of a process's threads only the one that forks is there in the child. */
  fork(parent: Task, child: Task): void {
    const group = this.groups.get(parent.process);
    if (!group) return;
    const from = parent.process.instance.state;
    const { state } = child.process.instance;
    Object.assign(state, { threadsEnd: from.threadsEnd, threadBlocks: from.threadBlocks });
    this.groups.set(child.process, { ...group, loaded: child, contexts: new Map() });
  }
}

export const threadCalls: Readonly<Record<string, KernelCall>> = {
  thread_create: (kernel, task, stack, block, locals) => kernel.threads.create(task, stack! >>> 0, block!, locals!),
  thread_exit(_kernel, _task, isDetached) {
    throw new ThreadEnd(isDetached !== 0);
  },
  thread_joined(kernel, task, thread) {
    kernel.threads.joined(task, thread!);
    return 0;
  },
  thread_wait: (kernel, task, word, expected, reason, detail, low, high): SystemCall =>
    kernel.threadWaits.wait(task, word! >>> 0, expected!, {
      reason: reason!,
      detail: detail!,
      time: from64(low!, high!),
    }),
  thread_lives(kernel, _task, pid, index) {
    const process = kernel.processes.live.find((each) => each.pid === pid);
    return process?.tasks.some(({ thread }) => thread === index) ? 1 : 0;
  },
  thread_wake: (kernel, task, word, count) => kernel.threadWaits.wake(task, word! >>> 0, count!),
};
