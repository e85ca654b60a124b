/** What system calls do besides their work: what they read and write is checked and recorded. */
import { Layout } from '../instrument/memory-layout.ts';
import type { StepIndex } from '../util/units.ts';
import { LimitReached } from './ends.ts';
import type { Kernel } from './kernel/kernel.ts';
import type { RunListener, RunRequest } from './request.ts';
import { createWasiHost, type WasiHost } from './wasi/host.ts';
import type { HostEffects } from './wasi/process.ts';
import type { ReadPurpose } from './wasi/program-memory.ts';

type Call = (...values: unknown[]) => unknown;

export class CallEffects {
  /** The descriptor of the last write. */
  private writesTo = -1;

  constructor(
    private readonly kernel: Kernel,
    private readonly request: RunRequest,
    private readonly listener: RunListener,
    /** Whether calls of the program may wait: PreparedProgram.mayWait. */
    private readonly mayWait: boolean,
  ) {}

  hostOf(parent: WasiHost | undefined): WasiHost {
    const { inputs, limits } = this.request;
    const effects = this.effects();
    if (parent) return parent.fork(effects);
    return createWasiHost({ ...inputs, outputBytes: limits.outputBytes, blocks: this.mayWait, ...effects });
  }

  private effects(): HostEffects {
    const { kernel } = this;
    const exports = () => kernel.current.process.instance.exports;
    return {
      onOutput: (stream, bytes) => kernel.recorder.output(stream, bytes),
      onInput: (bytes) => kernel.recorder.input(bytes),
      onMemoryRead: (address, n, what) => exports().__heapscope_host_reads(address, n, this.readMatters(what)),
      onMemoryWrite: (address, n) => {
        exports().__heapscope_host_writes(address, n);
        kernel.recorder.beforeWrite(address, n);
      },
      onSystemCall: () => kernel.recorder.afterWrites(),
      onNote: (note) => this.listener.note?.(note),
    };
  }

  /** What undefined bytes mean that a system call reads: what goes to a person must have a value, a file may hold padding. */
  private readMatters(what: ReadPurpose): number {
    if (what === 'path') return Layout.READ_DECIDES;
    if (what !== 'buffer') return Layout.READ_ANY;
    return this.writesTo <= 2 ? Layout.READ_DECIDES : Layout.READ_TO_FILE;
  }

  /** WASI's calls for the program: they note which descriptor is written to, and end the run where `request.until` says. */
  of(calls: WebAssembly.ModuleImports): WebAssembly.ModuleImports {
    const { until } = this.request;
    const guarded = until === undefined ? calls : this.callsUntil(calls, until);
    const write = guarded['fd_write'] as (descriptor: number, ...rest: number[]) => number;
    return {
      ...guarded,
      fd_write: (descriptor: number, ...rest: number[]) => {
        this.writesTo = descriptor;
        return write(descriptor, ...rest);
      },
    };
  }

  private callsUntil(calls: WebAssembly.ModuleImports, until: StepIndex): WebAssembly.ModuleImports {
    const guard =
      (call: Call): Call =>
      (...values) => {
        if (this.kernel.current.process.instance.state.steps > until) throw new LimitReached('steps', until);
        return call(...values);
      };
    return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, guard(call as Call)]));
  }
}
