import { hasMovingVariables } from '../dwarf/frame-variables.ts';
import type { LineTable } from '../dwarf/debug-info.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { instrument } from '../instrument/instrument.ts';
import { Layout } from '../instrument/memory-layout.ts';
import type { Density, Instrumented } from '../instrument/options.ts';
import type { MemoryLayout } from '../trace/recording.ts';
import { asyncify, makesTasks, makesThreads, waitingImports } from './asyncify.ts';
import type { Schedule } from './kernel/policy.ts';
import { readModule, type Module } from '../wasm-binary/module.ts';
import { threadLocalRedzones } from '../wasm-binary/thread-local-redzones.ts';

/** An instrumented program, ready to be instantiated any number of times. */
export interface PreparedProgram {
  readonly instrumented: Instrumented;
  readonly compiled: WebAssembly.Module;
  readonly layout: MemoryLayout;
  /** The program can have several tasks, so its calls may be suspended: see asyncify.ts. */
  readonly mayWait: boolean;
  /** Imports where that may be, or where a handler of a signal may run, as "module.name". */
  readonly waitsAt: ReadonlySet<string>;
  readonly hasThreads: boolean;
  /** Some variables live in wasm locals (optimised code), where nobody but the program can see what they hold. */
  readonly hidesVariables: boolean;
  /** Where code is in the source. */
  readonly lines: LineTable;
  /** What the thread-local variables of a new thread begin with; undefined in a program without threads or such variables. */
  readonly threadLocals: Uint8Array | undefined;
  /** Behind thread-local variables, from where these begin. */
  readonly redzones: ReturnType<typeof threadLocalRedzones>;
}

/**
 * How a program with several tasks can be suspended: where it waits; at accesses to shared memory as well; or before each statement as
 * well.
 */
export type Suspension = 'waiting' | 'accesses' | 'statements';

/** What a schedule asks for. */
export function suspensionFor(schedule: Schedule | undefined): Suspension {
  if (schedule?.kind === 'random') return 'accesses';
  return schedule?.kind === 'choices' ? 'statements' : 'waiting';
}

type Programs = Map<string, Promise<PreparedProgram>>;

const cache = new WeakMap<Uint8Array, Programs>();
/** A worker gets the same program as new bytes with each request. */
let latest: { readonly wasm: Uint8Array; readonly programs: Programs } | undefined;

function programsOf(wasm: Uint8Array): Programs {
  const programs = cache.get(wasm) ?? (latest && areEqual(latest.wasm, wasm) ? latest.programs : new Map());
  cache.set(wasm, programs);
  latest = { wasm, programs };
  return programs;
}

const areEqual = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, i) => byte === b[i]);

function exportedGlobal(module: Module, name: string): number {
  const found = module.exports.find((e) => e.kind === 3 && e.name === name);
  return (found && module.globals[found.index - module.importedGlobals]?.constant) ?? 0;
}

function memoryLayout(module: Module): MemoryLayout {
  const dataEnd = exportedGlobal(module, '__heap_base');
  return {
    stackLow: Layout.NULL_PAGE_END,
    stackHigh: exportedGlobal(module, '__stack_high'),
    globalBase: exportedGlobal(module, '__global_base'),
    heapBase: (dataEnd + 15) & ~15,
    limit: Layout.RESERVED_BASE,
  };
}

async function prepareAnew(
  wasm: Uint8Array,
  density: Density,
  suspension: Suspension,
  follows?: ReadonlySet<number>,
): Promise<PreparedProgram> {
  const linked = readModule(wasm);
  const mayWait = makesTasks(linked);
  const hasThreads = makesThreads(linked);
  const debug = readDebugInfo(wasm);
  const instrumented = instrument(wasm, {
    debug,
    density,
    ...(follows && { follows }),
    notesTraps: mayWait,
    hasThreads,
    preemptsAccesses: suspension === 'accesses' && hasThreads,
    preemptsStatements: suspension === 'statements' && mayWait,
  });
  const waitsAt = waitingImports(instrumented.module, suspension);
  const bytes = mayWait ? await asyncify(instrumented.wasm, waitsAt) : instrumented.wasm;
  const compiled = await WebAssembly.compile(bytes as Uint8Array<ArrayBuffer>);
  const variables = threadLocalData(linked);
  const threadLocals = hasThreads ? variables : undefined;
  const redzones = threadLocalRedzones(variables ?? new Uint8Array(0));
  const hidesVariables = debug.functions.some(({ body }) => hasMovingVariables(debug, body));
  const layout = memoryLayout(instrumented.module);
  return {
    instrumented,
    compiled,
    layout,
    mayWait,
    waitsAt,
    hasThreads,
    hidesVariables,
    lines: debug.lines,
    threadLocals,
    redzones,
  };
}

function threadLocalData({ bytes, data, names, exports }: Module): Uint8Array | undefined {
  const segment = data.find((_, i) => names.dataSegments.get(i) === '.tdata');
  if (!segment || !exports.some(({ name }) => name === '__tls_base')) return undefined;
  return bytes.subarray(segment.start, segment.start + segment.size);
}

/**
 * Instruments and compiles a linked program for one density. Kept for as long as the bytes are: a second run starts at once.
 * `follows`: see InstrumentOptions. Throws `WasmError` for a damaged module, `NotLinkedWithShim` for one without the shim.
 */
export function prepare(
  wasm: Uint8Array,
  density: Density,
  suspension: Suspension = 'waiting',
  follows?: ReadonlySet<number>,
): Promise<PreparedProgram> {
  const programs = programsOf(wasm);
  const key = `${density} ${suspension} ${follows ? [...follows].sort((a, b) => a - b).join() : 'all'}`;
  let program = programs.get(key);
  if (!program) programs.set(key, (program = prepareAnew(wasm, density, suspension, follows)));
  return program;
}
