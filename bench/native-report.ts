/** What `heapscope native` and the page take for long runs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { chromiumArguments, ensureChromium } from '../scripts/chromium.mjs';
import { root } from '../scripts/setup.mjs';
import { sourceOf } from './build.ts';
import { leftOut } from './contest.ts';
import type { Measurement } from './index.ts';
import { buildNative, obstacle } from './native-tracers.ts';

const COMMAND = path.join(root, 'bin', 'heapscope.js');
const OURS = 'heapscope';
const EVENTS = 10_000_000;
const LONG_EVENTS = 100_000_000;

/** From the program's last words, which its destructor says, to the end of the command that reports. */
async function reportAfter(recording: string, program: string): Promise<number> {
  const words = ['native', '--record', recording, '--', program, `${EVENTS / 2}`];
  const child = spawn(process.execPath, [COMMAND, ...words], { stdio: ['ignore', 'ignore', 'pipe'] });
  let ended = NaN;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (text.includes('VmHWM')) ended = performance.now();
  });
  await once(child, 'close');
  return performance.now() - ended;
}

const report: Measurement = {
  name: 'native report',
  prepare() {
    const title = 'Ten million events of a native program, recorded: from its end to the end of the report';
    const why = obstacle();
    if (why !== undefined) return Promise.resolve(leftOut(title, why, OURS));
    const { folder, program, close } = buildNative(sourceOf('churn'));
    const contenders = [{ name: OURS, run: () => reportAfter(path.join(folder, 'churn.rec'), program) }];
    const limits = [{ contender: OURS, atMost: 2000 }];
    return Promise.resolve({ title, unit: 'ms', contenders, baseline: OURS, rounds: 3, limits, close });
  },
};

interface Opened {
  readonly milliseconds: number;
  /** What the renderer's process alone has, and its share of what it has with others (Pss). */
  readonly megabytes: number;
}

/** Until the call sites and the timeline's chart are there. */
async function open(recording: string): Promise<Opened> {
  const found = ensureChromium();
  if ('missing' in found) throw new Error(found.missing);
  const server = spawn(process.execPath, [COMMAND, 'view', '--no-open', recording], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const browser = await chromium.launch({ executablePath: found.executable, args: [...chromiumArguments] });
  try {
    const url = await new Promise<string>((go) => {
      let said = '';
      server.stderr.setEncoding('utf8').on('data', (text: string) => {
        const address = /http:\S+/.exec((said += text));
        if (address) go(address[0]);
      });
    });
    const page = await (await browser.newContext({ serviceWorkers: 'block' })).newPage();
    const began = performance.now();
    await page.goto(url);
    await page.locator('.sites .row .function').first().waitFor({ timeout: 120_000 });
    return { milliseconds: performance.now() - began, megabytes: largestRenderer() };
  } finally {
    await browser.close();
    server.kill('SIGTERM');
  }
}

function largestRenderer(): number {
  const sizes = readdirSync('/proc').map((name) => {
    try {
      if (!readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer')) return 0;
      const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${name}/smaps_rollup`, 'utf8'));
      return (Number(pss?.[1] ?? 0) * 1024) / 1e6;
    } catch {
      // No process, or gone by now.
      return 0;
    }
  });
  return Math.max(...sizes);
}

let long: Promise<string> | undefined;

/** The recording that both measurements look at: made once, and removed when the benchmarks end. */
function longRecording(): Promise<string> {
  return (long ??= (async () => {
    const { folder, program, close } = buildNative(sourceOf('churn'));
    process.once('exit', close);
    const recording = path.join(folder, 'long.rec');
    const words = ['native', '--record', recording, '--', program, `${LONG_EVENTS / 2}`];
    await once(spawn(process.execPath, [COMMAND, ...words], { stdio: 'ignore' }), 'close');
    return recording;
  })());
}

function opened(name: string, title: string, unit: string, cost: keyof Opened, atMost: number): Measurement {
  return {
    name: `native ${name}`,
    async prepare() {
      const why = obstacle() ?? ('missing' in ensureChromium() ? 'there is no Chromium here' : undefined);
      if (why !== undefined) return leftOut(title, why, OURS);
      const recording = await longRecording();
      const contenders = [{ name: OURS, run: async () => (await open(recording))[cost] }];
      return { title, unit, contenders, baseline: OURS, rounds: 3, limits: [{ contender: OURS, atMost }] };
    },
  };
}

export const longRuns: readonly Measurement[] = [
  report,
  opened('page', 'A recording of 100 million events: until the page shows it', 'ms', 'milliseconds', 10_000),
  opened('page memory', "The same: the page's process", 'MB', 'megabytes', 1000),
];
