/**
 * The WASI preview1 host of a user's program: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md .
 * Everything a program can observe is in memory, virtual and seeded, so that a run with equal inputs is an equal run.
 *
 *     program --import--> call --> description (file, directory, device, terminal) --> inode
 *                          |
 *                          +--> ProgramMemory (every byte in or out)      +--> HostEffects (the recorder and the checker)
 */
import { wasi } from '@bjorn3/browser_wasi_shim';
import type { ByteCount } from '../../util/units.ts';
import { descriptorCalls } from './calls-descriptor.ts';
import { pathCalls } from './calls-path.ts';
import { processCalls } from './calls-process.ts';
import { VirtualClock } from './clock.ts';
import { OpenDirectory, TerminalInput, TerminalOutput } from './descriptions.ts';
import type { CloneContext } from './descriptions.ts';
import { DescriptorTable } from './descriptor-table.ts';
import { CallError } from './ends.ts';
import { MemoryFileSystem } from './file-system.ts';
import type { Inode } from './inodes.ts';
import { OutputBudget } from './process.ts';
import type { HostEffects, HostProcess, SharedSystem } from './process.ts';
import { ProgramMemory } from './program-memory.ts';
import { SeededRandom } from './random.ts';

const DEFAULT_FILE_BYTES = 64 * 2 ** 20;

/** The calls that are refused with ENOSYS and a note. */
export const UNSUPPORTED_CALLS = ['proc_raise', 'sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown'] as const;

const CALLS = { ...processCalls, ...descriptorCalls, ...pathCalls };

/** Every function of `wasi_snapshot_preview1`, in a fixed order. */
export const WASI_CALLS: readonly string[] = [...Object.keys(CALLS), ...UNSUPPORTED_CALLS].sort();

export interface WasiHostOptions extends HostEffects {
  /** argv[0] first. */
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** `closed` false: a read beyond the bytes throws `NeedsInput`. */
  readonly stdin: { readonly bytes: Uint8Array; readonly closed: boolean };
  /** Path (relative to '/') to contents. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  readonly seed: number;
  /** Nanoseconds since 1970. */
  readonly clockStart: bigint;
  /** Standard output and error together; more throws `OutputLimit`. */
  readonly outputBytes: ByteCount;
  /** All files together; more gives the program ENOSPC. Default `DEFAULT_FILE_BYTES`. */
  readonly fileBytes?: ByteCount;
  /** Calls that wait throw `WouldBlock`, for there are others who may run; otherwise they only move the clock. */
  readonly blocks?: boolean;
}

export interface WasiHost {
  /** The functions of `wasi_snapshot_preview1`. They throw `ProgramExit`, `NeedsInput` and `OutputLimit`. */
  readonly imports: WebAssembly.ModuleImports;
  /** The process behind the imports, for calls beyond WASI (dup, pipe, wait). */
  readonly process: HostProcess;
  /** Must come before the first call. Addresses from `limit` on (all, if absent, that memory has) aren't the program's. */
  setMemory(memory: WebAssembly.Memory, limit?: ByteCount): void;
  /** The regular files now, outside /dev, by path without the leading '/'. */
  files(): Record<string, Uint8Array>;
  /** The host of a forked child: the same system, its own descriptors for the same open files. Needs `setMemory`. */
  fork(effects: HostEffects): WasiHost;
  /** A copy of this process and of the whole system, sharing nothing. Needs `setMemory`. */
  clone(effects: HostEffects): WasiHost;
}

export function createWasiHost(options: WasiHostOptions): WasiHost {
  const clock = new VirtualClock(options.clockStart);
  const system: SharedSystem = {
    clock,
    random: new SeededRandom(options.seed),
    output: new OutputBudget(options.outputBytes),
    fileSystem: new MemoryFileSystem({
      files: options.files,
      capacityBytes: options.fileBytes ?? DEFAULT_FILE_BYTES,
      now: () => clock.now(wasi.CLOCKID_REALTIME),
    }),
  };
  const descriptors = new DescriptorTable();
  descriptors.open(new TerminalInput(options.stdin.bytes, options.stdin.closed));
  descriptors.open(new TerminalOutput(1));
  descriptors.open(new TerminalOutput(2));
  descriptors.openRoot(new OpenDirectory(system.fileSystem.root, '/'));
  const encoder = new TextEncoder();
  return hostOf({
    ...system,
    memory: new ProgramMemory(options),
    descriptors,
    arguments: options.arguments.map((argument) => encoder.encode(argument)),
    environment: Object.entries(options.environment).map(([name, value]) => encoder.encode(`${name}=${value}`)),
    effects: options,
    polling: { blocks: options.blocks ?? false, timedOut: false },
  });
}

function hostOf(process: HostProcess): WasiHost {
  return {
    imports: makeImports(process),
    process,
    setMemory: (memory, limit) => process.memory.attach(memory, limit),
    files: () => process.fileSystem.files(),
    fork: (effects) =>
      hostOf({
        ...process,
        memory: new ProgramMemory(effects),
        descriptors: process.descriptors.fork(),
        effects,
        polling: { blocks: process.polling.blocks, timedOut: false },
      }),
    clone: (effects) => hostOf(cloneProcess(process, effects)),
  };
}

function cloneProcess(process: HostProcess, effects: HostEffects): HostProcess {
  const clock = process.clock.clone();
  const random = process.random.clone();
  const open: Inode[] = [];
  for (const [, description] of process.descriptors.entries()) if (description.inode) open.push(description.inode);
  const { fileSystem, copies } = process.fileSystem.clone(() => clock.now(wasi.CLOCKID_REALTIME), open);
  const context: CloneContext = { inodes: copies, random };
  return {
    ...process,
    clock,
    random,
    output: process.output.clone(),
    fileSystem,
    memory: new ProgramMemory(effects),
    descriptors: process.descriptors.clone(context),
    effects,
    polling: { blocks: process.polling.blocks, timedOut: false },
  };
}

type ImportedFunction = (...values: never[]) => number;

function makeImports(process: HostProcess): WebAssembly.ModuleImports {
  const imports: Record<string, ImportedFunction> = {};
  for (const [name, call] of Object.entries(CALLS))
    imports[name] = (...values) => {
      const errno = outcome(() => call(process, ...values));
      if (name !== 'clock_time_get') process.clock.busy();
      process.effects.onSystemCall?.(name, errno);
      return errno;
    };
  const noted = new Set<string>();
  for (const name of UNSUPPORTED_CALLS)
    imports[name] = () => {
      if (!noted.has(name)) {
        noted.add(name);
        process.effects.onNote?.({ kind: 'unsupported-call', call: name });
      }
      process.effects.onSystemCall?.(name, wasi.ERRNO_NOSYS);
      return wasi.ERRNO_NOSYS;
    };
  return imports as WebAssembly.ModuleImports;
}

/** The errno of a call; ends of the run pass through. */
function outcome(call: () => void): number {
  try {
    call();
    return wasi.ERRNO_SUCCESS;
  } catch (error) {
    if (error instanceof CallError) return error.errno;
    throw error;
  }
}
