/**
 * Runs a program and records it. A run is a pure function of the program and its inputs: equal requests give equal records.
 *
 *     wasm --prepare--> instrumented --instantiate--> probes and shim --ring--> Recorder --> chunks
 *                                                      WASI calls --> WasiHost --> output, input, files
 */
import { Layout } from '../instrument/memory-layout.ts';
import { LeakKind } from '../leaks/reachability.ts';
import type { Chunk, RecordedWindow, Snapshot, TrapReason } from '../trace/recording.ts';
import { DetailKind, FindingKind, ShadowState } from '../trace/records.ts';
import { signalOfTrap, SIGNAL_NAMES, SIGSEGV } from '../trace/signals.ts';
import {
  Fault,
  findingOfTrap,
  Killed,
  LimitReached,
  Suspect,
  trapOfFault,
  trapReason,
  wasmOffsets,
  WindowDone,
} from './ends.ts';
import { frameDetail } from './finding-frames.ts';
import { recordLeaks } from './leak-scan.ts';
import { prepare, type PreparedProgram } from './prepare.ts';
import { ProgramState, readOnlySegments } from './program-state.ts';
import { Recorder } from './recorder.ts';
import type { RunListener, RunRequest, RunResult } from './request.ts';
import { NeedsInput, OutputLimit, ProgramExit } from './wasi/ends.ts';
import { createWasiHost, unsupportedCall, type WasiHost } from './wasi/host.ts';
import type { ReadPurpose } from './wasi/program-memory.ts';

/** The host looks at the clock about this often. */
const TICK_MILLISECONDS = 30;
/** Between the stack's highest frame and the first global. */
const GAP_BYTES = 256;
const FIRST_TICK_STEPS = 200_000;
/** The program looks up only so often (TICK_STEPS in the instrumenter): a window begins this much before what was asked for. */
const WINDOW_LEAD_STEPS = 250_000;
/** libc functions whose result belongs to the caller; what other libc functions allocate is libc's own. */
const GIVES_OWNERSHIP = new Set([
  'strdup',
  '__strdup',
  'strndup',
  '__strndup',
  'getline',
  'getdelim',
  '__getdelim',
  'asprintf',
  'vasprintf',
  'realpath',
  'getcwd',
  '__scandir',
  'open_memstream',
  'wcsdup',
  'tempnam',
]);
/** libc functions that allocate what stays libc's, but is the caller's to close: a stream, a directory. */
const OPENS = new Set(['__fdopen', 'fmemopen', 'fopencookie', 'popen', 'fdopendir']);

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly __stack_pointer: WebAssembly.Global;
  readonly _start: () => void;
  readonly __heapscope_finding: (kind: number, address: number, size: number, flags: number, site: number) => void;
  readonly __heapscope_tell_counts: () => void;
  readonly __heapscope_host_reads: (address: number, n: number, matters: number) => void;
  readonly __heapscope_host_writes: (address: number, n: number) => void;
  /** Only in programs that handle signals. */
  readonly __heapscope_fault_signal?: (signal: number, address: number) => number;
}

type End = RunResult['end'];

/** One run of one process. */
class Run {
  private readonly exports: Exports;
  private readonly state: ProgramState;
  private readonly recorder: Recorder;
  private readonly host: WasiHost;
  private readonly chunks: Chunk[] = [];
  private writesTo = -1;
  private snapshot: Snapshot | undefined;
  private surveyWords = 0;
  private findings = 0;
  /** From here on a window is recorded. */
  private readonly windowStart: number;
  private readonly startedAt = performance.now();
  private lastTick = this.startedAt;
  private lastTickSteps = 0;

  constructor(
    private readonly program: PreparedProgram,
    private readonly request: RunRequest,
    private readonly listener: RunListener,
    /** Set for a run that repeats one which has already delivered this many words: they are the same, and not delivered again. */
    private readonly precise?: { readonly deliveredWords: number },
  ) {
    this.windowStart = Math.max(0, (request.window?.first ?? 0) - WINDOW_LEAD_STEPS);
    this.host = this.createHost();
    const instance = new WebAssembly.Instance(program.compiled, {
      wasi_snapshot_preview1: this.withDescriptor(this.host.imports),
      heapscope: {
        drain: () => this.recorder.drain(),
        tick: () => this.tick(),
        is_libcs: (stack: number) => (this.ownerOf(stack) === 'user' ? 0 : 1),
        suspect: () => {
          if (!this.request.window && !this.precise) throw new Suspect();
        },
        fault: (kind: number, address: number) => {
          this.signalFault(SIGSEGV, kind, address);
          throw new Fault(kind as FindingKind, address >>> 0);
        },
        die: (signal: number) => {
          throw new Killed(SIGNAL_NAMES[signal] ?? `signal ${signal}`);
        },
        unsupported: (name: number) => this.noteUnsupported(name),
        found: (address: number, first: number) => this.found(address >>> 0, first !== 0),
      },
    });
    this.exports = instance.exports as unknown as Exports;
    this.host.setMemory(this.exports.memory, Layout.RESERVED_BASE);
    this.state = new ProgramState(this.exports.memory);
    this.recorder = new Recorder(this.state, { chunk: (chunk) => this.take(chunk) }, request.window !== undefined);
    this.state.initialise(
      program.layout,
      readOnlySegments(program.instrumented.module),
      request.limits.memoryBytes,
      request.checks,
    );
    this.tellUserSites();
    this.leaveGapAboveStack();
    this.state.setField(Layout.STATE_PRECISE, this.precise ? 1 : 0);
    this.startWindow();
  }

  /** The shim knows the program's own code by where it lies. */
  private tellUserSites(): void {
    const { roles, module } = this.program.instrumented;
    const bodies = module.bodies.filter((_, i) => roles[i] === 'user');
    this.state.setField(Layout.STATE_USER_SITES, (bodies[0]?.start ?? module.codeStart) - module.codeStart + 1);
    this.state.setField(Layout.STATE_USER_SITES_END, (bodies.at(-1)?.end ?? module.codeStart) - module.codeStart + 1);
  }

  /** A finding was recorded. */
  private found(address: number, first: boolean): void {
    this.findings++;
    if (first && !this.request.window)
      this.recorder.detail(DetailKind.frame, frameDetail(this.state, this.program.instrumented, address));
    if (this.findings === this.request.checks?.stopAfter) throw new Killed('first-finding');
  }

  private readonly unsupported = new Set<number>();

  /** The program called a function of wasm/libc/unsupported.c: said once. `address` is that of its name. */
  private noteUnsupported(address: number): void {
    if (this.unsupported.has(address)) return;
    this.unsupported.add(address);
    const { bytes } = this.state;
    const name = new TextDecoder().decode(bytes.slice(address, bytes.indexOf(0, address)));
    this.listener.note?.(unsupportedCall(name));
  }

  /** Runs the program's own handler for a fault, if it has one. It may leave by exit() or longjmp(); if it returns, nothing is mended. */
  private signalFault(signal: number, kind: number, address: number): void {
    if (kind !== FindingKind.stackOverflow) this.exports.__heapscope_fault_signal?.(signal, address);
  }

  /** Globals begin where the stack ends: a gap between them shows an access before the first global. */
  private leaveGapAboveStack(): void {
    const top = this.program.layout.stackHigh - GAP_BYTES;
    this.exports.__stack_pointer.value = top;
    this.state.bytes.fill(ShadowState.globalRedzone, Layout.LIMIT + top, Layout.LIMIT + top + GAP_BYTES);
  }

  /** What undefined bytes mean that a system call reads: what goes to a person must have a value, a file may hold padding. */
  private readMatters(what: ReadPurpose): number {
    if (what === 'path') return Layout.READ_DECIDES;
    if (what !== 'buffer') return Layout.READ_ANY;
    return this.writesTo <= 2 ? Layout.READ_DECIDES : Layout.READ_TO_FILE;
  }

  /** Notes which descriptor is written to. */
  private withDescriptor(imports: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
    const write = imports['fd_write'] as (descriptor: number, ...rest: number[]) => number;
    return {
      ...imports,
      fd_write: (descriptor: number, ...rest: number[]) => {
        this.writesTo = descriptor;
        return write(descriptor, ...rest);
      },
    };
  }

  private createHost(): WasiHost {
    const { inputs, limits } = this.request;
    return createWasiHost({
      ...inputs,
      outputBytes: limits.outputBytes,
      onOutput: (stream, bytes) => this.recorder.output(stream, bytes),
      onInput: (bytes) => this.recorder.input(bytes),
      onMemoryRead: (address, n, what) => this.exports.__heapscope_host_reads(address, n, this.readMatters(what)),
      onMemoryWrite: (address, n) => {
        this.exports.__heapscope_host_writes(address, n);
        this.recorder.beforeWrite(address, n);
      },
      onSystemCall: () => this.recorder.afterWrites(),
      onNote: (note) => this.listener.note?.(note.sentence),
    });
  }

  private take(chunk: Chunk): boolean {
    const before = this.surveyWords;
    this.surveyWords += chunk.length;
    const skipped = Math.min(chunk.length, Math.max(0, (this.precise?.deliveredWords ?? 0) - before));
    if (skipped === chunk.length) return true;
    if (skipped > 0) chunk = { ...chunk, words: chunk.words.slice(skipped), length: chunk.length - skipped };
    if (this.listener.chunk) return this.listener.chunk(chunk) === true;
    this.chunks.push(chunk);
    return false;
  }

  private startWindow(): void {
    const { window } = this.request;
    this.state.stopAt = window ? this.windowStart : Math.min(FIRST_TICK_STEPS, this.request.limits.steps);
    if (window) this.recorder.keeping = false;
  }

  /** The program reached the step at which the host wanted to be called. */
  private tick(): void {
    const { window, limits } = this.request;
    const { steps } = this.state;
    if (window && !this.snapshot && steps >= this.windowStart) this.beginRecording();
    else if (window && this.snapshot && steps >= window.end) {
      this.recorder.drain();
      throw new WindowDone();
    }
    if (steps >= limits.steps) throw new LimitReached('steps', limits.steps);
    const now = performance.now();
    if (now - this.startedAt > limits.seconds * 1000) throw new LimitReached('time', limits.seconds);
    this.recorder.drain();
    if (this.listener.progress && !this.listener.progress(steps)) throw new Killed('stopped');
    this.state.stopAt = this.nextStop(steps, now);
  }

  /** Ticks come at a steady pace, however fast the program is; and exactly at a window's ends. */
  private nextStop(steps: number, now: number): number {
    const pace = Math.max(1, now - this.lastTick) / Math.max(1, steps - this.lastTickSteps);
    this.lastTick = now;
    this.lastTickSteps = steps;
    const next = steps + Math.min(1e8, Math.max(1000, Math.round(TICK_MILLISECONDS / pace)));
    const { window, limits } = this.request;
    const bound = window ? (this.snapshot ? window.end : this.windowStart) : Infinity;
    return Math.min(next, Math.max(bound, steps + 1), limits.steps);
  }

  private beginRecording(): void {
    this.recorder.drain();
    this.recorder.keeping = true;
    this.state.setField(Layout.STATE_RECORDING, 1);
    this.snapshot = this.takeSnapshot(this.state.steps);
  }

  private takeSnapshot(step: number): Snapshot {
    const { layout, instrumented } = this.program;
    const top = Math.max(layout.heapBase, this.state.field(Layout.STATE_HEAP_TOP));
    return {
      step,
      process: 0,
      memory: this.state.pages(0, top, 0),
      shadow: this.state.pages(Layout.LIMIT, Layout.LIMIT + top, Layout.LIMIT),
      frames: this.state.frames(instrumented.sites),
      surveyWords: this.surveyWords,
      layout,
    };
  }

  get deliveredWords(): number {
    return this.surveyWords;
  }
  get deliveredChunks(): readonly Chunk[] {
    return this.chunks;
  }

  /** Runs to the end. */
  execute(): RunResult {
    this.listener.started?.(this.program.instrumented.sites);
    if (this.request.window && this.windowStart === 0) this.beginRecording();
    const end = this.runToEnd();
    this.exports.__heapscope_tell_counts();
    this.recorder.keeping ||= !this.request.window;
    this.recorder.drain();
    const window = this.window();
    return {
      sites: this.program.instrumented.sites,
      survey: window ? [] : this.chunks,
      window,
      end,
      files: this.host.files(),
    };
  }

  private window(): RecordedWindow | undefined {
    const { window } = this.request;
    if (!window) return undefined;
    const snapshot = this.snapshot ?? this.takeSnapshot(this.state.steps);
    return {
      snapshot,
      first: snapshot.step,
      end: this.state.steps,
      chunks: this.chunks,
      sites: this.program.instrumented.sites,
    };
  }

  private runToEnd(): End {
    try {
      this.exports._start();
      this.state.setField(Layout.STATE_SLOT, Layout.SLOTS_BASE);
      return this.finish(0);
    } catch (error) {
      return this.endOf(error);
    }
  }

  private endOf(error: unknown): End {
    const { steps } = this.state;
    if (error instanceof Suspect) throw error;
    if (error instanceof ProgramExit) return this.finish(error.code);
    if (error instanceof NeedsInput) return { kind: 'needs-input', steps };
    if (error instanceof WindowDone) return { kind: 'killed', reason: 'window', steps };
    if (error instanceof Killed) return { kind: 'killed', reason: error.reason, steps };
    if (error instanceof LimitReached) return { kind: 'limit', reason: error.reason, limit: error.limit, steps };
    if (error instanceof OutputLimit) return { kind: 'limit', reason: 'output', limit: error.limit, steps };
    if (error instanceof Fault)
      return {
        kind: 'trap',
        reason: trapOfFault(error.kind),
        message: error.message,
        site: this.innermostSite(),
        steps,
      };
    return this.trap(error);
  }

  private innermostSite(): number {
    return this.state.slots().at(-1)?.site ?? 0;
  }

  private trap(error: unknown): End {
    const reason = this.reasonOf(error);
    if (!reason) throw error;
    if (reason === 'out-of-bounds' && !this.request.window && !this.precise) throw new Suspect();
    const { steps } = this.state;
    const place = this.placeOf(error);
    const names = this.program.instrumented.module.names.functions;
    if (reason === 'unreachable' && names.get(place?.functionIndex ?? -1) === 'abort')
      return { kind: 'killed', reason: 'SIGABRT', steps };
    const site = place ? this.siteAt(place) : 0;
    this.takeSlotFor(site);
    this.exports.__heapscope_finding(findingOfTrap(reason), 0, 0, 0, site);
    return (
      this.afterHandler(signalOfTrap(reason), findingOfTrap(reason)) ?? {
        kind: 'trap',
        reason,
        message: error instanceof Error ? error.message : '',
        site: site || this.innermostSite(),
        steps,
      }
    );
  }

  /** How the program's own handler of a trap's signal ended the run, unless it returned. */
  private afterHandler(signal: number, kind: FindingKind): End | undefined {
    try {
      this.signalFault(signal, kind, 0);
      return undefined;
    } catch (error) {
      return this.endOf(error);
    }
  }

  private reasonOf(error: unknown): TrapReason | undefined {
    const reason = trapReason(error);
    const throughPointer = reason === 'null-function' || reason === 'bad-function-pointer';
    if (!throughPointer) return reason;
    return this.state.field(Layout.STATE_CALLEE) === 0 ? 'null-function' : 'bad-function-pointer';
  }

  /** Functions that call nothing have no call slot of their own: one that traps gets it now. */
  private takeSlotFor(site: number): void {
    const { functionIndex } = this.program.instrumented.sites;
    if (site === 0 || functionIndex[site] === functionIndex[this.innermostSite()]) return;
    const slot = this.state.field(Layout.STATE_SLOT);
    this.state.words[slot >> 2] = site;
    this.state.setField(Layout.STATE_SLOT, slot + Layout.SLOT_BYTES);
  }

  /** The innermost place outside the shim in an engine's stack. */
  private placeOf(error: unknown): { code: number; functionIndex: number } | undefined {
    const { instrumented } = this.program;
    for (const offset of wasmOffsets(error)) {
      const place = instrumented.locate(offset);
      if (place && instrumented.roles[place.functionIndex - instrumented.module.importedFunctions] !== 'shim')
        return place;
    }
    return undefined;
  }

  /** The last site of the function that is not after this place. */
  private siteAt(place: { readonly code: number; readonly functionIndex: number }): number {
    const { code, functionIndex } = this.program.instrumented.sites;
    let found = 0;
    for (let site = 1; site < code.length; site++)
      if (functionIndex[site] === place.functionIndex && code[site]! <= place.code && code[site]! >= (code[found] ?? 0))
        found = site;
    return found;
  }

  /** The program ended by itself: what it still holds is leaked or reachable. */
  private finish(code: number): End {
    this.recorder.drain();
    const { instrumented, layout } = this.program;
    if (!this.request.window)
      recordLeaks(
        {
          state: this.state,
          layout,
          sites: instrumented.sites,
          frameBytes: instrumented.frameBytes,
          importedFunctions: instrumented.module.importedFunctions,
        },
        this.recorder,
        (stack, kind) => this.isLibcsOwn(stack, kind),
      );
    return { kind: 'exit', code, steps: this.state.steps };
  }

  /** Whose memory it is: a user's function asked for it (itself, or through a libc function that gives it away), or libc did. */
  private ownerOf(stack: number): 'user' | 'to-close' | 'libc' | 'start-up' {
    const { instrumented } = this.program;
    const { words } = this.state;
    const { importedFunctions, names } = instrumented.module;
    let called: string | undefined;
    let innermost: string | undefined;
    for (let node = stack; node !== 0; node = words[(Layout.NODES_BASE >> 2) + node * 2]!) {
      const functionIndex = instrumented.sites.functionIndex[words[(Layout.NODES_BASE >> 2) + node * 2 + 1]!]!;
      if (instrumented.roles[functionIndex - importedFunctions] === 'user')
        return called === undefined || GIVES_OWNERSHIP.has(called)
          ? 'user'
          : OPENS.has(innermost!)
            ? 'to-close'
            : 'libc';
      called = names.functions.get(functionIndex) ?? '';
      innermost ??= called;
    }
    return 'start-up';
  }

  /** Blocks of libc's start-up, and what libc keeps for itself and can still reach. */
  private isLibcsOwn(stack: number, kind: LeakKind): boolean {
    const owner = this.ownerOf(stack);
    return owner === 'start-up' || (owner === 'libc' && kind === LeakKind.stillReachable);
  }
}

/**
 * Runs a program to its end, to a limit, or until `listener.progress` says stop. The wasm must be linked with the shim.
 * With `request.window` the run is made again and the result holds that window; else it holds the survey.
 */
export async function runProgram(request: RunRequest, listener: RunListener = {}): Promise<RunResult> {
  const program = await prepare(request.wasm, request.window ? 'window' : 'survey');
  const run = new Run(program, request, listener);
  try {
    return run.execute();
  } catch (error) {
    if (!(error instanceof Suspect)) throw error;
    const precise = new Run(await prepare(request.wasm, 'precise'), request, listener, {
      deliveredWords: run.deliveredWords,
    });
    const result = precise.execute();
    return { ...result, survey: [...run.deliveredChunks, ...result.survey] };
  }
}
