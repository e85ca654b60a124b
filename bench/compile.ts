import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { root } from '../scripts/setup.mjs';
import { openBenchPage } from './chromium.ts';
import type { Measurement } from './index.ts';
import { isInstalled, timeProcess } from './process.ts';

/** From C to a program that can be recorded, against a native compiler that makes an executable of the same file. */
export const compile: Measurement = {
  name: 'compile',
  async prepare() {
    const source = path.join(root, 'examples', 'leak-list.c');
    const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-bench-'));
    const page = await openBenchPage();
    const files = [{ path: 'leak-list.c', text: readFileSync(source, 'utf8') }];
    const ours = 'heapscope, warm, in Chromium';
    const native = 'native clang -O0 -g';
    const rival = {
      name: native,
      run: () => timeProcess('clang', ['-O0', '-g', '-o', path.join(folder, 'a.out'), source]),
    };
    const isThere = isInstalled('clang');
    return {
      title: 'Compile, link and instrument a program of 30 lines',
      unit: 'ms',
      contenders: [{ name: ours, run: () => page.tasks.compile(files) }, ...(isThere ? [rival] : [])],
      baseline: isThere ? native : ours,
      rounds: 15,
      limits: isThere ? [{ contender: ours, timesThatOf: native, atMost: 1.6 }] : [],
      notes: [
        `Program: examples/leak-list.c, nothing kept between compiles; ${page.browser}.`,
        ...(isThere ? [] : ['clang is not installed here, so there is nothing to compare with.']),
      ],
      close: async () => {
        await page.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
};
