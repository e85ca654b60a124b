import { readFileSync } from 'node:fs';
import { readDebugInfo } from '../src/dwarf/read-debug-info.ts';
import { createResolver } from '../src/replay/program-resolver.ts';
import { readSurvey } from '../src/replay/read-survey.ts';
import type { Answer, Task } from './alone.ts';
import { runChecked, timePlain } from './engine-run.ts';

/** In the other process: the answer goes to stdout. */
export async function answerAlone(text: string): Promise<void> {
  const { kind, wasm, argument } = JSON.parse(text) as Task;
  const bytes = readFileSync(wasm);
  const answer = kind === 'plain' ? await runPlain(bytes, argument) : await runRecorded(bytes, argument, kind);
  process.stdout.write(JSON.stringify({ ...answer, peakMegabytes: peakMegabytes() } satisfies Answer));
}

async function runPlain(wasm: Uint8Array<ArrayBuffer>, argument: number): Promise<Omit<Answer, 'peakMegabytes'>> {
  const runMilliseconds = await timePlain(await WebAssembly.compile(wasm), argument);
  return { runMilliseconds, readMilliseconds: 0, events: 0, recordMegabytes: 0 };
}

async function runRecorded(wasm: Uint8Array, argument: number, kind: Task['kind']) {
  const run = await runChecked(wasm, argument, { keepChunks: kind !== 'checked' });
  const { sites, survey, end } = run.result;
  const started = performance.now();
  let events = 0;
  if (kind === 'read' && end.kind !== 'needs-input')
    events = readSurvey({ sites, survey, end }, createResolver(wasm, readDebugInfo(wasm))).allocations.events.length;
  return {
    runMilliseconds: run.milliseconds,
    readMilliseconds: performance.now() - started,
    events,
    recordMegabytes: run.recordBytes / 1e6,
  };
}

/** Linux's own mark: `maxRSS` of a new process may start at what its parent had. */
function peakMegabytes(): number {
  const status = process.platform === 'linux' ? readFileSync('/proc/self/status', 'utf8') : '';
  const kibibytes = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? process.resourceUsage().maxRSS);
  return (kibibytes * 1024) / 1e6;
}
