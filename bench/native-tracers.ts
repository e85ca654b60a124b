/** The same native program alone, under libheapscope.so, and under the tracers that are installed here. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../scripts/setup.mjs';
import { StreamsDirectory } from '../src/cli/native/streams-directory.ts';
import { buildLibrary } from '../src/native/build-library.node.ts';
import { ControlOption } from '../src/native/stream.ts';
import { TELL } from './native-peak.ts';
import { isInstalled } from './process.ts';

export const ALONE = 'the program alone';
export const OURS = 'heapscope, in the program';
export const HEAPTRACK = "heaptrack's preload, in the program";
const HEAPTRACK_WHOLE = 'heaptrack -r, whole';
export const MTRACE = 'mtrace';
export const MEMCHECK = 'valgrind memcheck';

/** What one run cost: milliseconds of processor time, megabytes at most, and bytes recorded before any compression. */
export interface TracedRun {
  readonly milliseconds: number;
  readonly megabytes: number;
  readonly bytes: number;
}

export interface Tracer {
  readonly name: string;
  readonly run: (command: readonly string[]) => Promise<TracedRun>;
}

const PRELOAD = '/usr/lib/heaptrack/libheaptrack_preload.so';

/** Why none of this can be measured here, if it can't. */
export function obstacle(): string | undefined {
  const missing = ['gcc', 'bash', 'env'].filter((tool) => !isInstalled(tool));
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'this needs Linux on x86-64';
  return missing.length > 0 ? `${missing.join(', ')} not installed here` : undefined;
}

/** All tracers that are here; `notes` says which aren't. `callsMtrace`: the programs do so themselves where MALLOC_TRACE is set. */
export function tracers(folder: string, callsMtrace: boolean): { list: Tracer[]; notes: string[] } {
  const log = path.join(folder, 'log');
  const list: Tracer[] = [
    { name: ALONE, run: (command) => measured(command, {}) },
    { name: OURS, run: underLibrary },
  ];
  const notes: string[] = [];
  if (existsSync(PRELOAD)) {
    const environment = { LD_PRELOAD: PRELOAD, DUMP_HEAPTRACK_OUTPUT: log };
    list.push({ name: HEAPTRACK, run: (command) => measured(command, environment, log) });
  }
  if (isInstalled('heaptrack')) {
    const raw = ['heaptrack', '-r', '-o', log];
    list.push({ name: HEAPTRACK_WHOLE, run: (command) => measured([...raw, ...command], {}) });
  } else notes.push('heaptrack is not installed here, so it is left out.');
  if (callsMtrace) {
    const environment = { LD_PRELOAD: 'libc_malloc_debug.so.0', MALLOC_TRACE: log };
    list.push({ name: MTRACE, run: (command) => measured(command, environment, log) });
  }
  if (isInstalled('valgrind'))
    list.push({ name: MEMCHECK, run: (command) => measured(['valgrind', '-q', ...command], {}) });
  else notes.push('valgrind is not installed here, so it is left out.');
  return { list, notes };
}

/** `log`: the file that it writes, which is measured and removed. */
async function measured(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  log?: string,
): Promise<TracedRun> {
  const run = await timed(command, environment);
  const bytes = log !== undefined && existsSync(log) ? statSync(log).size : 0;
  if (log !== undefined) rmSync(log, { force: true });
  return { ...run, bytes };
}

/** Processor time of the command with its children, as bash tells it; peak memory of the largest of them. */
async function timed(
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ milliseconds: number; megabytes: number }> {
  const set = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  const script = 'TIMEFORMAT="%U %S"; time env "$@"';
  const child = spawn('bash', ['-c', script, 'bash', ...set, ...command], { stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += data));
  const status = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}: ${stderr.slice(0, 500)}`);
  const [user, system] = stderr.trimEnd().split('\n').at(-1)!.split(' ').map(Number);
  const peak = /^VmHWM:\s+(\d+) kB/m.exec(stderr)?.[1];
  return { milliseconds: (user! + system!) * 1000, megabytes: (Number(peak ?? NaN) * 1024) / 1e6 };
}

/** With a drainer that reads only how much there is: what the program itself pays, and how many bytes it writes. */
async function underLibrary(command: readonly string[]): Promise<TracedRun> {
  const built = buildLibrary(path.join(root, 'native'), path.join(root, 'build', 'native'));
  if (built.type !== 'built') throw new Error(built.type === 'failed' ? built.output : 'no C compiler');
  const streams = new StreamsDirectory();
  streams.tell('options', ControlOption.noScan);
  let bytes = 0;
  const turn = (): void => {
    streams.pulse();
    bytes += streams.skip();
  };
  const timer = setInterval(turn, 1);
  try {
    const run = await timed(command, { LD_PRELOAD: built.library, HEAPSCOPE_DIR: streams.path });
    turn();
    return { ...run, bytes };
  } finally {
    clearInterval(timer);
    streams.remove();
  }
}

/** A folder for one contest's files, and a program of `bench/programs/` in it that tells its peak memory at its end. */
export function buildNative(source: string): { folder: string; program: string; close: () => void } {
  const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-bench-'));
  const program = path.join(folder, 'program');
  const tell = path.join(folder, 'tell.c');
  writeFileSync(tell, TELL);
  const { status, stderr } = spawnSync('gcc', ['-O2', '-g', '-fno-builtin', '-o', program, source, tell], {
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (status !== 0) throw new Error(stderr);
  return { folder, program, close: () => rmSync(folder, { recursive: true }) };
}
