/** One process's copy of the program: its memory, its calls in progress, its blocks. */
import { Layout } from '../instrument/memory-layout.ts';
import type { MappedSegment, Snapshot } from '../trace/recording.ts';
import type { CheckOptions } from '../trace/check-options.ts';
import { FindingKind, ShadowState } from '../trace/records.ts';
import { BlockOwners } from './block-owners.ts';
import { copyProcessMemory } from './fork-memory.ts';
import { LeakKind } from '../leaks/reachability.ts';
import { recordLeaks } from './leak-scan.ts';
import { isOnItsWay } from './on-its-way.ts';
import type { PreparedProgram } from './prepare.ts';
import type { JudgedLeaks } from './process-end.ts';
import type { ProgramExports } from './program-exports.ts';
import { ProgramState, readOnlySegments } from './program-state.ts';
import type { Task } from './kernel/task.ts';
import type { Recorder } from './recorder.ts';
import { symbolAt } from './symbols.ts';
import type { Address } from '../util/units.ts';

/** Of `__heapscope_fault_signal`: their undefined bits are those of the call before. */
const SIGNAL_ARGUMENTS = 2;
/** Kept for a handler of stack overflow, below the stack of each thread. */
export const SIGNAL_STACK = { bytes: 0x10000, calls: 500 };
/** In programs that have such handlers: few enough for the call stacks of all engines, which end a run at once when they are full. */
const DEEPEST_CALLS = 4000;
/** Between the stack's highest frame and the first global. */
const GAP_BYTES = 256;

export class ProgramInstance {
  readonly exports: ProgramExports;
  readonly state: ProgramState;
  readonly owners: BlockOwners;

  constructor(
    readonly program: PreparedProgram,
    imports: WebAssembly.Imports,
  ) {
    this.exports = new WebAssembly.Instance(program.compiled, imports).exports as unknown as ProgramExports;
    this.state = new ProgramState(this.exports.memory);
    this.owners = new BlockOwners(program, this.state);
  }

  /** Sets up the memory of a program that starts. */
  initialise(memoryBytes: number, precise: boolean, checks: CheckOptions | undefined): void {
    const { layout, instrumented } = this.program;
    this.state.initialise(layout, readOnlySegments(instrumented.module), memoryBytes, checks);
    this.tellUserSites();
    this.keepSignalStack();
    // Globals begin where the stack ends: a gap between them shows an access before the first global.
    const top = layout.stackHigh - GAP_BYTES;
    this.exports.__stack_pointer.value = top;
    this.state.bytes.fill(ShadowState.globalRedzone, Layout.LIMIT + top, Layout.LIMIT + top + GAP_BYTES);
    const { offsets, size } = this.program.redzones;
    for (const offset of offsets) {
      const redzone = Layout.LIMIT + this.threadLocals + offset;
      this.state.bytes.fill(ShadowState.globalRedzone, redzone, redzone + size);
    }
    this.state.setField(Layout.STATE_PRECISE, precise ? 1 : 0);
  }

  /** The shim knows the program's own code by where it lies. */
  private tellUserSites(): void {
    const { roles, module } = this.program.instrumented;
    const bodies = module.bodies.filter((_, i) => roles[i] === 'user');
    this.state.setField(Layout.STATE_USER_SITES, (bodies[0]?.start ?? module.codeStart) - module.codeStart + 1);
    this.state.setField(Layout.STATE_USER_SITES_END, (bodies.at(-1)?.end ?? module.codeStart) - module.codeStart + 1);
  }

  /** Where the thread-local variables of the thread that runs are; 0 if there are none. */
  get threadLocals(): Address {
    return (this.exports.__tls_base?.value as number | undefined) ?? 0;
  }
  set threadLocals(address: Address) {
    const { exports, program } = this;
    if (program.threadLocals) exports.__tls_base!.value = address;
  }

  /** Writes the name of the function that holds a code offset, with its 0, and gives the function's own offset; 0 if none does. */
  writeSymbol(code: number, address: Address, size: number): number {
    const found = symbolAt(this.program.instrumented.module, code);
    const name = new TextEncoder().encode(found?.name ?? '').subarray(0, Math.max(0, size - 1));
    if (size > 0) this.state.bytes.set([...name, 0], address);
    return found?.code ?? 0;
  }

  /** Runs the program's own handler for a fault, if it has one. It may leave by exit() or longjmp(); if it returns, nothing is mended. */
  signalFault(signal: number, kind: number, address: number, task: Task): void {
    const { exports, state } = this;
    const handle = (): unknown => exports.__heapscope_fault_signal?.(signal, address);
    // The access that faulted can't be suspended.
    task.isPinned = true;
    state.bytes.fill(0, Layout.ARGUMENTS_BASE, Layout.ARGUMENTS_BASE + SIGNAL_ARGUMENTS * 8);
    try {
      if (kind !== FindingKind.stackOverflow) handle();
      else if (exports.__heapscope_signal_stack)
        this.onKeptStack(() => exports.__heapscope_signal_stack!(signal) && handle());
    } finally {
      task.isPinned = false;
    }
  }

  /** Where the stack is full: what was kept of it for handlers may be used now. */
  private onKeptStack(handle: () => unknown): void {
    const { exports, state } = this;
    const stackLow = state.field(Layout.STATE_STACK_LOW);
    const slotsEnd = state.field(Layout.STATE_SLOTS_END);
    exports.__stack_pointer.value = stackLow;
    state.setField(Layout.STATE_STACK_LOW, stackLow - SIGNAL_STACK.bytes);
    state.setField(Layout.STATE_SLOTS_END, slotsEnd + SIGNAL_STACK.calls * Layout.SLOT_BYTES);
    try {
      handle();
    } finally {
      state.setField(Layout.STATE_STACK_LOW, stackLow);
      state.setField(Layout.STATE_SLOTS_END, slotsEnd);
    }
  }

  /** A handler of stack overflow needs room itself, on the program's stack and on the engine's. */
  private keepSignalStack(): void {
    const { exports, state } = this;
    if (!exports.__heapscope_signal_stack) return;
    state.setField(Layout.STATE_STACK_LOW, state.field(Layout.STATE_STACK_LOW) + SIGNAL_STACK.bytes);
    state.setField(Layout.STATE_SLOTS_END, Layout.SLOTS_BASE + DEEPEST_CALLS * Layout.SLOT_BYTES);
  }

  /** Becomes a copy of `parent`, which is suspended and whose ring is empty. */
  copyFrom(parent: ProgramInstance): void {
    copyProcessMemory(parent.state, this.state, this.program.layout);
    this.exports.__stack_pointer.value = parent.exports.__stack_pointer.value as number;
    this.threadLocals = parent.threadLocals;
    this.exports.__heapscope_forked();
  }

  snapshot(step: number, process: number, surveyWords: number, segments: readonly MappedSegment[]): Snapshot {
    const { layout, instrumented } = this.program;
    const ranges = this.state.usedRanges(layout);
    const [main, ...threads] = this.state.threadFrames(instrumented.sites);
    return {
      step,
      process,
      memory: ranges.flatMap(([from, to]) => this.state.pages(from, to, 0)),
      shadow: ranges.flatMap(([from, to]) => this.state.pages(Layout.LIMIT + from, Layout.LIMIT + to, Layout.LIMIT)),
      frames: main!.frames,
      ...(threads.length > 0 && { threads }),
      surveyWords,
      layout,
      ...(segments.length > 0 && { segments }),
    };
  }

  get isInUserCode(): boolean {
    const { sites, roles, module } = this.program.instrumented;
    const index = sites.functionIndex[this.innermostSite] ?? 0;
    return roles[index - module.importedFunctions] === 'user';
  }

  get innermostSite(): number {
    return this.state.slots().at(-1)?.site ?? 0;
  }

  /**
   * The program has ended: what it still holds is leaked or reachable. Blocks with smaller ids are another process's to judge.
   */
  recordLeaks(recorder: Recorder, firstId: number, judged: JudgedLeaks): void {
    const { instrumented, layout, hidesVariables } = this.program;
    const stopped = judged === 'lost';
    if (stopped && hidesVariables) return;
    const last = stopped ? this.state.field(Layout.STATE_NEXT_ID) - 1 : 0;
    recordLeaks(
      {
        state: this.state,
        layout,
        sites: instrumented.sites,
        frameBytes: instrumented.frameBytes,
        importedFunctions: instrumented.module.importedFunctions,
        stackPointer: this.exports.__stack_pointer.value as number,
      },
      recorder,
      ({ id, stack }, kind) =>
        id < firstId ||
        (id === last && kind === LeakKind.definitelyLost && isOnItsWay(this.program, this.state, stack)) ||
        (stopped && kind === LeakKind.stillReachable) ||
        this.owners.isLibcsOwn(stack, kind),
      (stack) => this.owners.keepsNothing(stack),
    );
  }
}
