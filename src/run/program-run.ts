/** One run of a prepared program with all its processes. */
import { MEMORY_IMPORT, memoryPages } from '../instrument/memory-import.ts';
import { Layout } from '../instrument/memory-layout.ts';
import { FindingKind } from '../trace/records.ts';
import { signalOfTrap } from '../trace/signals.ts';
import { CallEffects } from './call-effects.ts';
import { Delivery } from './delivery.ts';
import { findingOfTrap, Killed, LimitReached, SignalEnd, Suspect, WindowDone } from './ends.ts';
import { Findings } from './findings.ts';
import { processImports } from './kernel/imports.ts';
import { Deadlock, Kernel } from './kernel/kernel.ts';
import { policyOf, ROUND_ROBIN } from './kernel/policy.ts';
import type { Process } from './kernel/process.ts';
import type { Task } from './kernel/task.ts';
import { Looks } from './looks.ts';
import type { PreparedProgram } from './prepare.ts';
import { processEnd, trapEnd, type ProcessEnd } from './process-end.ts';
import { ProgramInstance } from './program-instance.ts';
import { recordTrap, trapOf, type Trap } from './traps.ts';
import { Recorder } from './recorder.ts';
import type { RunListener, RunRequest, RunResult } from './request.ts';
import { keepMemory, takeMemory } from './spare-memory.ts';
import type { UndefinedCheck } from './undefined-behaviour.ts';
import { NeedsInput, OutputLimit } from './wasi/ends.ts';
import { WindowRecording } from './window-recording.ts';

type End = RunResult['end'];

interface PreciseRun {
  readonly deliveredWords: number;
  /** Of the places that make undefined values those whose number's bit is set do; absent: all. */
  readonly wanted?: Uint8Array;
}

export class ProgramRun {
  private readonly kernel: Kernel;
  private readonly first: Process;
  private readonly recorder: Recorder;
  readonly delivery: Delivery;
  readonly findings: Findings;
  private readonly window: WindowRecording | undefined;
  private readonly looks: Looks;
  private readonly effects: CallEffects;
  private hasTrapped = false;
  /** How the first process ended. */
  private end: End | undefined;
  private readonly unsupported = new Set<number>();

  constructor(
    private readonly program: PreparedProgram,
    request: RunRequest,
    private readonly listener: RunListener,
    /** Set for a run that repeats one which has already delivered this many words: they are the same, and not delivered again. */
    private readonly precise?: PreciseRun,
  ) {
    const { window, limits, schedule = ROUND_ROBIN } = request;
    const kernel = new Kernel({
      policy: policyOf(schedule),
      recordsReads: window !== undefined,
      recorder: () => this.recorder,
      hostOf: (parent) => this.effects.hostOf(parent?.host),
      instantiate: (process) => this.instantiate(process),
      ended: (task, error) => this.ended(task, error),
      switched: () => this.looks.setStop(),
      note: (note) => this.listener.note?.(note),
    });
    this.kernel = kernel;
    this.delivery = new Delivery(listener, precise?.deliveredWords ?? 0, window ? Infinity : limits.recordingBytes);
    this.findings = new Findings(kernel, program.instrumented, request);
    this.window = window && new WindowRecording(kernel, this.delivery, window);
    this.looks = new Looks(kernel, limits, listener, this.delivery, this.window);
    this.effects = new CallEffects(kernel, request, listener, program.mayWait);
    this.first = kernel.createFirst();
    const { instance } = this.first;
    this.recorder = new Recorder(this.first.source(0), this.delivery, window !== undefined);
    instance.initialise(limits.memoryBytes, precise !== undefined, request.checks);
    if (precise?.wanted) instance.state.wantOrigins(precise.wanted);
    if (window) this.recorder.keeping = false;
  }

  private get steps(): number {
    return this.kernel.current.process.instance.state.steps;
  }

  private instantiate(process: Process): ProgramInstance {
    const { program, findings } = this;
    const engine = {
      drain: () => this.drainRing(),
      tick: () => this.looks.tick(),
      is_libcs: (stack: number) => (process.instance.owners.isLibcs(stack) ? 1 : 0),
      suspect: (site: number) => this.suspect(site >>> 0),
      fault: (kind: number, address: number) => findings.fault(process.instance, kind as FindingKind, address >>> 0),
      found: (kind: number, address: number, first: number) =>
        findings.found(process.instance, kind as FindingKind, address >>> 0, first !== 0),
      explain: (check: number, data: number, ...handles: [number, number, number]) =>
        findings.explain(process.instance, check as UndefinedCheck, data, handles),
      die: (signal: number) => {
        throw new SignalEnd(signal);
      },
      unsupported: (name: number) => this.noteUnsupported(process, name),
      symbol: (code: number, name: number, size: number) => process.instance.writeSymbol(code, name, size),
    };
    const calls = this.effects.of(process.host.imports);
    const instance = new ProgramInstance(program, {
      ...processImports(this.kernel, process, calls, engine, program.waitsAt),
      [MEMORY_IMPORT.module]: { [MEMORY_IMPORT.name]: takeMemory(memoryPages(program.instrumented.density)) },
    });
    process.host.setMemory(instance.exports.memory, Layout.RESERVED_BASE);
    if (this.window?.hasBegun) instance.state.setField(Layout.STATE_RECORDING, 1);
    return instance;
  }

  /** The program has filled its ring. */
  private drainRing(): void {
    this.recorder.drain();
    this.delivery.limit();
  }

  /** An undefined value came to a function that doesn't follow it, at this site (or see SUSPECT_...). */
  private suspect(site: number): void {
    const { followed } = this.program.instrumented;
    if (this.window || this.precise?.wanted || (this.precise && followed.all)) return;
    const more = followed.besides(site, this.precise === undefined);
    if (more.size > 0 || !this.precise) throw new Suspect(more);
  }

  /** The program called a function of wasm/libc/unsupported.c: said once. `address` is that of its name. */
  private noteUnsupported({ instance: { state } }: Process, address: number): void {
    if (this.unsupported.has(address)) return;
    this.unsupported.add(address);
    const name = new TextDecoder().decode(state.bytes.slice(address, state.bytes.indexOf(0, address)));
    this.listener.note?.({ kind: 'unsupported-call', call: name });
  }

  /** Runs to the end. */
  execute(): RunResult {
    try {
      return this.executeOnce();
    } finally {
      if (!this.program.hasThreads && this.findings.areWritesKnown && !this.hasTrapped)
        for (const { instance } of this.kernel.processes.all)
          keepMemory(instance.exports.memory, instance.state, this.program.layout);
    }
  }

  private executeOnce(): RunResult {
    const { sites } = this.program.instrumented;
    this.listener.started?.(sites);
    if (this.window?.start === 0) this.window.begin();
    const end = this.runToEnd();
    this.tellCounts();
    this.recorder.keeping ||= !this.window;
    this.recorder.flush();
    const window = this.window?.result(sites);
    return {
      sites,
      survey: window ? [] : this.delivery.chunks,
      window,
      end: { ...end, steps: this.steps },
      files: this.first.host.files(),
    };
  }

  /** Of what is still there when all is stopped. */
  private tellCounts(): void {
    const { current } = this.kernel;
    if (current.process.state === 'live') current.process.instance.exports.__heapscope_tell_counts();
  }

  private runToEnd(): End {
    try {
      this.kernel.run();
      return this.end!;
    } catch (error) {
      return this.endOf(error);
    }
  }

  /** What ended the whole run before its first process ended, or after. */
  private endOf(error: unknown): End {
    const { steps } = this;
    if (error instanceof NeedsInput) return { kind: 'needs-input', steps };
    if (error instanceof WindowDone) return { kind: 'killed', reason: 'window', steps };
    if (error instanceof Killed) return { kind: 'killed', reason: error.reason, steps };
    if (error instanceof LimitReached) return { kind: 'limit', reason: error.reason, limit: error.limit, steps };
    if (error instanceof OutputLimit) return { kind: 'limit', reason: 'output', limit: error.limit, steps };
    if (error instanceof Deadlock) {
      this.kernel.current.process.instance.exports.__heapscope_finding(FindingKind.deadlock, 0, 0, 0, 0);
      return this.end ?? { kind: 'killed', reason: 'deadlock', steps };
    }
    throw error;
  }

  /** A task came out of its program: its process has ended, or the whole run has. Gives the process's status. */
  private ended(task: Task, error: unknown): number {
    const { process } = task;
    const { instance } = process;
    if (error === undefined) instance.state.setField(Layout.STATE_SLOT, Layout.SLOTS_BASE);
    const { status, end, leaks } = processEnd(error, instance, this.steps) ?? this.trapped(task, error);
    instance.exports.__heapscope_tell_counts();
    if (leaks !== 'none' && !this.window) {
      this.recorder.drain();
      instance.recordLeaks(this.recorder, process.firstAllocationId, leaks);
    }
    if (process === this.first) this.end = end;
    return status;
  }

  private trapped(task: Task, error: unknown): ProcessEnd {
    const { instance } = task.process;
    const trap = trapOf(error, instance);
    if (!trap) throw error;
    this.hasTrapped = true;
    if (trap.reason === 'out-of-bounds' && !this.window && !this.precise) throw new Suspect();
    if (trap.aborted) return trapEnd(error, trap, instance, this.steps);
    recordTrap(trap, instance);
    if (trap.reason === 'integer-overflow') this.findings.tellOverflow();
    return this.afterHandler(trap, task) ?? trapEnd(error, trap, instance, this.steps);
  }

  /** How the program's own handler of a trap's signal ended the process, unless it returned, or jumped to where the trap left nothing. */
  private afterHandler({ reason }: Trap, task: Task): ProcessEnd | undefined {
    const { instance } = task.process;
    try {
      instance.signalFault(signalOfTrap(reason), findingOfTrap(reason), 0, task);
      return undefined;
    } catch (error) {
      if (error instanceof WebAssembly.Exception) return undefined;
      const end = processEnd(error, instance, this.steps);
      if (!end) throw error;
      return end;
    }
  }
}
