/**
 * Runs a program and records it. A run is a pure function of the program and its inputs: equal requests give equal records.
 *
 *     wasm --prepare--> instrumented --instantiate--> probes and shim --ring--> Recorder --> chunks
 *                                                      system calls --> Kernel, WasiHost --> output, input, files, other processes
 */
import { MEMORY_IMPORT, memoryPages } from '../instrument/memory-import.ts';
import { Layout } from '../instrument/memory-layout.ts';
import { DEFAULT_CHECKS } from '../trace/check-options.ts';
import type { Chunk, RecordedWindow, SegmentBytes, Snapshot } from '../trace/recording.ts';
import { DetailKind, FindingKind } from '../trace/records.ts';
import { signalOfTrap } from '../trace/signals.ts';
import { Fault, findingOfTrap, Killed, LimitReached, SignalEnd, signalOfFault, Suspect, WindowDone } from './ends.ts';
import { belowFrameDetail, frameDetail } from './finding-frames.ts';
import { processImports } from './kernel/imports.ts';
import { Deadlock, Kernel } from './kernel/kernel.ts';
import { policyOf, ROUND_ROBIN } from './kernel/policy.ts';
import type { Process } from './kernel/process.ts';
import type { Task } from './kernel/task.ts';
import { findingKey, findOrigins, originRecords, readOrigins, type Trial, type UndefinedFinding } from './origins.ts';
import { prepare, type PreparedProgram, type Suspension } from './prepare.ts';
import { processEnd, trapEnd, type ProcessEnd } from './process-end.ts';
import { ProgramInstance, type InstanceTrap } from './program-instance.ts';
import { Recorder } from './recorder.ts';
import { keptChunk, type RunListener, type RunRequest, type RunResult } from './request.ts';
import { keepMemory, takeMemory } from './spare-memory.ts';
import { undefinedBehaviour, type UndefinedCheck } from './undefined-behaviour.ts';
import { NeedsInput, OutputLimit } from './wasi/ends.ts';
import { createWasiHost, type WasiHost } from './wasi/host.ts';
import type { HostEffects } from './wasi/process.ts';
import type { ReadPurpose } from './wasi/program-memory.ts';

/** The host looks at the clock about this often. */
const TICK_MILLISECONDS = 30;
const FIRST_TICK_STEPS = 200_000;
/** The program looks up only so often (TICK_STEPS in the instrumenter): a window begins this much before what was asked for. */
const WINDOW_LEAD_STEPS = 250_000;

type End = RunResult['end'];

const QUOTIENT_TOO_LARGE = 'division of the smallest number of its type by -1: the quotient does not fit the type';

interface PreciseRun {
  readonly deliveredWords: number;
  /** Of the places that make undefined values those whose number's bit is set do; absent: all. */
  readonly wanted?: Uint8Array;
}

/** One run of a program with all its processes. */
class Run {
  private readonly kernel: Kernel;
  private readonly first: Process;
  private readonly recorder: Recorder;
  private readonly chunks: Chunk[] = [];
  private writesTo = -1;
  private snapshots: readonly Snapshot[] | undefined;
  /** At the time of the snapshots. */
  private windowSegments: readonly SegmentBytes[] = [];
  private surveyWords = 0;
  private findings = 0;
  private hasTrapped = false;
  /** How the first process ended. */
  private end: End | undefined;
  /** From here on a window is recorded. */
  private readonly windowStart: number;
  private readonly startedAt = performance.now();
  private lastTick = this.startedAt;
  private lastTickSteps = 0;
  /** The step at which the host looks at the run again. */
  private nextTick = 0;

  constructor(
    private readonly program: PreparedProgram,
    private readonly request: RunRequest,
    private readonly listener: RunListener,
    /** Set for a run that repeats one which has already delivered this many words: they are the same, and not delivered again. */
    private readonly precise?: PreciseRun,
  ) {
    const { window, limits, schedule = ROUND_ROBIN } = request;
    this.windowStart = Math.max(0, (window?.first ?? 0) - WINDOW_LEAD_STEPS);
    this.kernel = new Kernel({
      policy: policyOf(schedule),
      recordsReads: window !== undefined,
      recorder: () => this.recorder,
      hostOf: (parent) => this.hostOf(parent),
      instantiate: (process) => this.instantiate(process),
      ended: (task, error) => this.ended(task, error),
      switched: () => this.setStop(),
      note: (note) => this.listener.note?.(note),
    });
    this.first = this.kernel.createFirst();
    const { instance } = this.first;
    const sink = { chunk: (chunk: Chunk) => this.take(chunk) };
    this.recorder = new Recorder(this.first.source(0), sink, window !== undefined);
    instance.initialise(limits.memoryBytes, this.precise !== undefined, request.checks);
    if (precise?.wanted) instance.state.wantOrigins(precise.wanted);
    this.startWindow();
  }

  private get steps(): number {
    return this.kernel.current.process.instance.state.steps;
  }

  private instantiate(process: Process): ProgramInstance {
    const engine = {
      drain: () => this.drainRing(),
      tick: () => this.tick(),
      is_libcs: (stack: number) => (process.instance.owners.isLibcs(stack) ? 1 : 0),
      suspect: (site: number) => this.suspect(site >>> 0),
      fault: (kind: number, address: number) => this.fault(process, kind as FindingKind, address >>> 0),
      found: (kind: number, address: number, first: number) =>
        this.found(process.instance, kind as FindingKind, address >>> 0, first !== 0),
      explain: (check: number, data: number, ...handles: [number, number, number]) =>
        this.explain(process.instance, check as UndefinedCheck, data, handles),
      die: (signal: number) => {
        throw new SignalEnd(signal);
      },
      unsupported: (name: number) => this.noteUnsupported(process, name),
      symbol: (code: number, name: number, size: number) => process.instance.writeSymbol(code, name, size),
    };
    const { program } = this;
    const calls = this.withDescriptor(process.host.imports);
    const instance = new ProgramInstance(program, {
      ...processImports(this.kernel, process, calls, engine, program.waitsAt),
      [MEMORY_IMPORT.module]: { [MEMORY_IMPORT.name]: takeMemory(memoryPages(program.instrumented.density)) },
    });
    process.host.setMemory(instance.exports.memory, Layout.RESERVED_BASE);
    if (this.snapshots) instance.state.setField(Layout.STATE_RECORDING, 1);
    return instance;
  }

  /** An undefined value came to a function that doesn't follow it, at this site (or see SUSPECT_...). */
  private suspect(site: number): void {
    const { followed } = this.program.instrumented;
    if (this.request.window || this.precise?.wanted || (this.precise && followed.all)) return;
    const more = followed.besides(site, this.precise === undefined);
    if (more.size > 0 || !this.precise) throw new Suspect(more);
  }

  /** The finding just recorded ends the process, unless its handler of the fault's signal leaves by a jump. */
  private fault({ instance }: Process, kind: FindingKind, address: number): never {
    const isOverflow = kind === FindingKind.divisionByZero && address === Layout.QUOTIENT_TOO_LARGE;
    if (isOverflow) this.tell(QUOTIENT_TOO_LARGE);
    instance.signalFault(signalOfFault(kind), kind, address, this.kernel.current);
    throw isOverflow ? new Fault(kind, 0, 'integer-overflow') : new Fault(kind, address);
  }

  /** A finding was recorded. */
  private found({ state, program }: ProgramInstance, kind: FindingKind, address: number, first: boolean): void {
    if (kind === FindingKind.uninitialisedRead)
      this.undefinedFindings.push({
        ...{ key: findingKey(state), index: this.findings, first },
        process: this.kernel.current.process.index,
      });
    this.findings++;
    if (first && !this.request.window)
      this.recorder.detail(DetailKind.frame, frameDetail(state, program.instrumented, address));
    if (first && kind === FindingKind.stackBufferOverflow && !this.request.window) {
      const below = belowFrameDetail(state, program.instrumented, address);
      if (below) this.recorder.detail(DetailKind.belowFrame, below);
    }
    if (kind === FindingKind.stackOverflow)
      this.recorder.detail(DetailKind.depth, new Uint8Array(Uint32Array.of(state.depth).buffer));
    if (kind !== FindingKind.undefinedBehaviour) this.stopIfDue();
  }

  /** What the finding just recorded is about. */
  private explain(
    { exports }: ProgramInstance,
    check: UndefinedCheck,
    data: number,
    [a, b, c]: [number, number, number],
  ): void {
    const text = undefinedBehaviour(new DataView(exports.memory.buffer), check, data, [a >>> 0, b >>> 0, c >>> 0]);
    this.tell(text);
    this.stopIfDue();
  }

  /** What there is to say of the finding just recorded, in English as clang's runtime would word it. */
  private tell(text: string): void {
    this.recorder.detail(DetailKind.text, new TextEncoder().encode(text));
  }

  private stopIfDue(): void {
    if (this.findings === this.request.checks?.stopAfter) throw new Killed('first-finding');
  }

  /** Uses of undefined values, as they were recorded. */
  readonly undefinedFindings: (UndefinedFinding & { readonly first: boolean })[] = [];

  /** What the run showed of where such values come from. */
  get trial(): Trial {
    return {
      found: new Set(this.undefinedFindings.map(({ key }) => key)),
      origins: () => this.kernel.processes.all.flatMap(({ index, instance }) => readOrigins(instance.state, index)),
    };
  }

  private readonly unsupported = new Set<number>();

  /** The program called a function of wasm/libc/unsupported.c: said once. `address` is that of its name. */
  private noteUnsupported({ instance: { state } }: Process, address: number): void {
    if (this.unsupported.has(address)) return;
    this.unsupported.add(address);
    const name = new TextDecoder().decode(state.bytes.slice(address, state.bytes.indexOf(0, address)));
    this.listener.note?.({ kind: 'unsupported-call', call: name });
  }

  private hostOf(parent: Process | undefined): WasiHost {
    const { inputs, limits } = this.request;
    const effects = this.effects();
    if (parent) return parent.host.fork(effects);
    return createWasiHost({ ...inputs, outputBytes: limits.outputBytes, blocks: this.program.mayWait, ...effects });
  }

  /** What system calls of one process do besides. */
  private effects(): HostEffects {
    const exports = () => this.kernel.current.process.instance.exports;
    return {
      onOutput: (stream, bytes) => this.recorder.output(stream, bytes),
      onInput: (bytes) => this.recorder.input(bytes),
      onMemoryRead: (address, n, what) => exports().__heapscope_host_reads(address, n, this.readMatters(what)),
      onMemoryWrite: (address, n) => {
        exports().__heapscope_host_writes(address, n);
        this.recorder.beforeWrite(address, n);
      },
      onSystemCall: () => this.recorder.afterWrites(),
      onNote: (note) => this.listener.note?.(note),
    };
  }

  /** What undefined bytes mean that a system call reads: what goes to a person must have a value, a file may hold padding. */
  private readMatters(what: ReadPurpose): number {
    if (what === 'path') return Layout.READ_DECIDES;
    if (what !== 'buffer') return Layout.READ_ANY;
    return this.writesTo <= 2 ? Layout.READ_DECIDES : Layout.READ_TO_FILE;
  }

  /** Notes which descriptor is written to. */
  private withDescriptor(imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
    const { until } = this.request;
    if (until !== undefined) imports = this.callsUntil(imports, until);
    const write = imports['fd_write'] as (descriptor: number, ...rest: number[]) => number;
    return {
      ...imports,
      fd_write: (descriptor: number, ...rest: number[]) => {
        this.writesTo = descriptor;
        return write(descriptor, ...rest);
      },
    };
  }

  private callsUntil(imports: WebAssembly.ModuleImports, until: number): WebAssembly.ModuleImports {
    const guard =
      (call: (...values: unknown[]) => unknown) =>
      (...values: unknown[]): unknown => {
        if (this.steps > until) throw new LimitReached('steps', until);
        return call(...values);
      };
    return Object.fromEntries(
      Object.entries(imports).map(([name, call]) => [name, guard(call as (...values: unknown[]) => unknown)]),
    );
  }

  private take(chunk: Chunk): void {
    const before = this.surveyWords;
    this.surveyWords += chunk.length;
    const skipped = Math.min(chunk.length, Math.max(0, (this.precise?.deliveredWords ?? 0) - before));
    if (skipped === chunk.length) return;
    if (skipped > 0) chunk = { ...chunk, words: chunk.words.subarray(skipped), length: chunk.length - skipped };
    if (this.listener.chunk) this.listener.chunk(chunk);
    else this.chunks.push(keptChunk(chunk));
  }

  private startWindow(): void {
    const { window } = this.request;
    this.nextTick = window ? this.windowStart : Math.min(FIRST_TICK_STEPS, this.request.limits.steps);
    if (window) this.recorder.keeping = false;
  }

  /** The program has filled its ring. */
  private drainRing(): void {
    this.recorder.drain();
    this.limitRecording();
  }

  private limitRecording(): void {
    const { window, limits } = this.request;
    if (!window && this.surveyWords * 4 > limits.recordingBytes)
      throw new LimitReached('memory', limits.recordingBytes);
  }

  /** The program reached the step at which the host wanted to be called, or has gone round a loop for long. */
  private tick(): void {
    const { steps } = this;
    const isForSlice = steps >= this.kernel.slice.end && steps < this.nextTick;
    if (!isForSlice) this.look(steps);
    this.setStop();
  }

  private look(steps: number): void {
    const { window, limits } = this.request;
    if (window && !this.snapshots && steps >= this.windowStart) this.beginRecording();
    else if (window && this.snapshots && steps >= window.end) {
      this.recorder.drain();
      throw new WindowDone();
    }
    if (steps >= limits.steps) throw new LimitReached('steps', limits.steps);
    const now = performance.now();
    if (now - this.startedAt > limits.seconds * 1000) throw new LimitReached('time', limits.seconds);
    this.recorder.flush();
    this.limitRecording();
    if (this.listener.progress && !this.listener.progress(steps)) throw new Killed('stopped');
    this.nextTick = this.nextLook(steps, now);
  }

  /** The running task calls the host when it is time to look, or another's turn. */
  private setStop(): void {
    this.kernel.current.process.instance.state.stopAt = Math.min(this.nextTick, this.kernel.slice.end);
  }

  /** Looks come at a steady pace, however fast the program is; and exactly at a window's ends. */
  private nextLook(steps: number, now: number): number {
    const pace = Math.max(1, now - this.lastTick) / Math.max(1, steps - this.lastTickSteps);
    this.lastTick = now;
    this.lastTickSteps = steps;
    const next = steps + Math.min(1e8, Math.max(1000, Math.round(TICK_MILLISECONDS / pace)));
    const { window, limits } = this.request;
    const bound = window ? (this.snapshots ? window.end : this.windowStart) : Infinity;
    return Math.min(next, Math.max(bound, steps + 1), limits.steps);
  }

  private beginRecording(): void {
    this.recorder.drain();
    this.recorder.keeping = true;
    this.snapshots = this.takeSnapshots();
    for (const { instance } of this.kernel.processes.live) instance.state.setField(Layout.STATE_RECORDING, 1);
  }

  /** Of every process that is alive. */
  private takeSnapshots(): readonly Snapshot[] {
    const { steps } = this;
    this.kernel.current.process.map.copyOut();
    this.windowSegments = this.kernel.segments.contents();
    return this.kernel.processes.live.map(({ instance, index, map }) =>
      instance.snapshot(
        steps,
        index,
        this.surveyWords,
        map.mappings.map(({ segment, address, size, offset, file }) => {
          const inSegment = file ? offset - segment.fileOffset : offset;
          return { segment: segment.id, address, size, ...(inSegment > 0 && { offset: inSegment }) };
        }),
      ),
    );
  }

  get deliveredWords(): number {
    return this.surveyWords;
  }
  get deliveredChunks(): readonly Chunk[] {
    return this.chunks;
  }

  /** Runs to the end. */
  execute(): RunResult {
    try {
      return this.executeOnce();
    } finally {
      const { instance } = this.first;
      if (this.program.mapsNothing && this.findings === 0 && !this.hasTrapped && !this.precise?.wanted)
        keepMemory(instance.exports.memory, instance.state, this.program.layout);
    }
  }

  private executeOnce(): RunResult {
    this.listener.started?.(this.program.instrumented.sites);
    if (this.request.window && this.windowStart === 0) this.beginRecording();
    const end = this.runToEnd();
    this.tellCounts();
    this.recorder.keeping ||= !this.request.window;
    this.recorder.flush();
    const window = this.window();
    return {
      sites: this.program.instrumented.sites,
      survey: window ? [] : this.chunks,
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

  private window(): RecordedWindow | undefined {
    if (!this.request.window) return undefined;
    const [snapshot, ...others] = this.snapshots ?? this.takeSnapshots();
    return {
      snapshot: snapshot!,
      ...(others.length > 0 && { others }),
      ...(this.windowSegments.length > 0 && { segments: this.windowSegments }),
      first: snapshot!.step,
      end: this.steps,
      chunks: this.chunks,
      sites: this.program.instrumented.sites,
    };
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
    if (leaks !== 'none' && !this.request.window) {
      this.recorder.drain();
      instance.recordLeaks(this.recorder, process.firstAllocationId, leaks);
    }
    if (process === this.first) this.end = end;
    return status;
  }

  private trapped(task: Task, error: unknown): ProcessEnd {
    const { instance } = task.process;
    const trap = instance.trapOf(error);
    if (!trap) throw error;
    this.hasTrapped = true;
    if (trap.reason === 'out-of-bounds' && !this.request.window && !this.precise) throw new Suspect();
    if (trap.aborted) return trapEnd(error, trap, instance, this.steps);
    instance.recordTrap(trap);
    if (trap.reason === 'integer-overflow') this.tell(QUOTIENT_TOO_LARGE);
    return this.afterHandler(trap, task) ?? trapEnd(error, trap, instance, this.steps);
  }

  /** How the program's own handler of a trap's signal ended the process, unless it returned, or jumped to where the trap left nothing. */
  private afterHandler({ reason }: InstanceTrap, task: Task): ProcessEnd | undefined {
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

/**
 * Runs a program to its end, to a limit, or until `listener.progress` says stop. The wasm must be linked with the shim.
 * With `request.window` the run is made again and the result holds that window; else it holds the survey.
 */
export async function runProgram(request: RunRequest, listener: RunListener = {}): Promise<RunResult> {
  const suspension = request.schedule?.kind === 'random' ? 'accesses' : 'waiting';
  const program = await prepare(request.wasm, request.window ? 'window' : 'survey', suspension);
  const run = new Run(program, request, listener);
  try {
    return run.execute();
  } catch (error) {
    if (!(error instanceof Suspect)) throw error;
    return runPrecisely(request, listener, suspension, run, error);
  }
}

/** After so many runs that had to be made again to follow values through more functions, all are followed. */
const MOST_PARTIAL_RUNS = 6;

/**
 * Makes a survey's run again bit by bit, from where it stopped delivering. Values are followed where undefined ones have come; when one
 * comes to another function, the run is made once more with that as well. What is recorded until then is the same.
 */
async function runPrecisely(
  request: RunRequest,
  listener: RunListener,
  suspension: Suspension,
  survey: Run,
  { functions }: Suspect,
): Promise<RunResult> {
  const delivered = [...survey.deliveredChunks];
  let { deliveredWords } = survey;
  let follows: ReadonlySet<number> | undefined = request.followsAll ? undefined : functions;
  for (let partialRuns = 0; ; partialRuns++) {
    if (partialRuns === MOST_PARTIAL_RUNS) follows = undefined;
    const program = await prepare(request.wasm, 'precise', suspension, follows);
    const run = new Run(program, request, listener, { deliveredWords });
    try {
      const result = run.execute();
      const origins = await originChunk(request, run, result.end, follows);
      if (origins) listener.chunk?.(origins);
      const all = [...delivered, ...result.survey];
      return { ...result, survey: origins && !listener.chunk ? [...all, origins] : all };
    } catch (error) {
      if (!(error instanceof Suspect) || !follows) throw error;
      delivered.push(...run.deliveredChunks);
      deliveredWords = Math.max(deliveredWords, run.deliveredWords);
      follows = new Set([...follows, ...error.functions]);
    }
  }
}

/** In all runs that are made to find out where values came from. Counted in steps, so that equal runs give equal records. */
const TRIED_STEPS = 20_000_000;
const MOST_TRIALS = 60;

/** Records of where the undefined values of a run came from that it used. */
async function originChunk(
  request: RunRequest,
  { undefinedFindings }: Run,
  end: End,
  follows: ReadonlySet<number> | undefined,
): Promise<Chunk | undefined> {
  const findings = undefinedFindings.filter(({ first }) => first);
  if (findings.length === 0 || end.kind === 'needs-input') return undefined;
  const program = await prepare(request.wasm, 'origins', 'waiting', follows);
  const limits = { ...request.limits, steps: Math.min(request.limits.steps, end.steps + 1) };
  const again: RunRequest = { ...request, limits, checks: { ...DEFAULT_CHECKS, ...request.checks, stopAfter: 0 } };
  const mostTrials = Math.min(MOST_TRIALS, Math.floor(TRIED_STEPS / Math.max(1, end.steps)));
  let trials = 0;
  const tryWith = (wanted: Uint8Array): Trial => {
    trials++;
    const run = new Run(program, again, { chunk: () => undefined }, { deliveredWords: 0, wanted });
    run.execute();
    return run.trial;
  };
  return originRecords(findOrigins(findings, tryWith, () => trials >= mostTrials));
}
