import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { spawnSync } from '../../../tests/bounded-spawn.ts';
import { Symbolizer } from './symbolize.ts';
import { findTool } from './symbolizer-tool.ts';

const SOURCE = `#include <stdlib.h>
static inline __attribute__((always_inline)) void *inner(int n) { return malloc(n); }
__attribute__((noinline)) void *outer(int n) {
  void *p = inner(n);
  return p;
}
int main(void) { return outer(40) == NULL; }
`;

const isThere = (tool: string): boolean => spawnSync(tool, ['--version']).status === 0;
const missing = ['gcc', 'objcopy', 'strip', 'nm', 'readelf'].find((tool) => !isThere(tool));
const why = missing === undefined ? '' : ` (skipped: ${missing} is not there)`;

describe.skipIf(process.platform !== 'linux' || missing !== undefined)(
  `debug information in a file of its own${why}`,
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-'));
    const stripped = path.join(folder, 'p');
    const cache = process.env['DEBUGINFOD_CACHE_PATH'];
    let address = 0;
    let buildId = '';

    const made = (command: string, ...words: readonly string[]): string => {
      const { status, stdout, stderr } = spawnSync(command, words, { cwd: folder });
      expect({ command, status, stderr }).toEqual({ command, status: 0, stderr: '' });
      return stdout;
    };

    beforeAll(() => {
      writeFileSync(path.join(folder, 'p.c'), SOURCE);
      made('gcc', '-g', '-O1', '-Wl,--build-id', '-o', 'p', 'p.c');
      // The call lies somewhere behind the function's beginning.
      address = parseInt(/^([0-9a-f]+) T outer$/m.exec(made('nm', 'p'))![1]!, 16) + 8;
      buildId = /Build ID: ([0-9a-f]+)/.exec(made('readelf', '-n', 'p'))![1]!;
      made('objcopy', '--only-keep-debug', 'p', 'p.debug');
      made('objcopy', 'p', 'whole');
      made('strip', 'p');
      made('objcopy', '--add-gnu-debuglink=p.debug', 'p');
    });
    afterAll(() => {
      rmSync(folder, { recursive: true });
      if (cache === undefined) delete process.env['DEBUGINFOD_CACHE_PATH'];
      else process.env['DEBUGINFOD_CACHE_PATH'] = cache;
    });

    /** Function and line, innermost first, as a tool that has this name tells them. */
    function told(tool: string, program = stripped): { lines: string[]; withoutLines: boolean } {
      const bin = path.join(folder, `only-${tool}`);
      mkdirSync(bin, { recursive: true });
      const file = spawnSync('sh', ['-c', `command -v ${tool}`]).stdout.trim();
      rmSync(path.join(bin, tool), { force: true });
      writeFileSync(path.join(bin, tool), `#!/bin/sh\nexec ${file} "$@"\n`, { mode: 0o755 });
      const symbolizer = new Symbolizer({
        tool: findTool(bin),
        isProgram: () => true,
        shown: (name) => path.basename(name),
      });
      const module = { kind: 'module', module: 1, path: program, buildId, bias: 0, start: 0, end: 1e6 } as never;
      symbolizer.extend([
        { module: undefined, address: 0 },
        { module, address },
      ]);
      const { lines, sites } = symbolizer.table;
      return {
        lines: sites[1]!.map((at) => `${lines[at]!.function} ${lines[at]!.file}:${lines[at]!.line}`),
        withoutLines: symbolizer.withoutLines.has(program),
      };
    }

    for (const tool of ['llvm-symbolizer', 'addr2line'].filter(isThere)) {
      it(`is found by ${tool}, by name and by build id, and no other build's is taken`, () => {
        const known = told(tool, path.join(folder, 'whole'));
        expect(known).toEqual({
          lines: expect.arrayContaining([expect.stringMatching(/^outer p\.c:\d$/)]),
          withoutLines: false,
        });
        expect(told(tool)).toEqual(known);
        mkdirSync(path.join(folder, '.debug'), { recursive: true });
        const beside = path.join(folder, 'p.debug');
        const below = path.join(folder, '.debug', 'p.debug');
        renameSync(beside, below);
        expect(told(tool)).toEqual(known);
        const fetched = path.join(folder, 'cache', buildId);
        mkdirSync(fetched, { recursive: true });
        process.env['DEBUGINFOD_CACHE_PATH'] = path.dirname(fetched);
        renameSync(below, path.join(fetched, 'debuginfo'));
        expect(told(tool)).toEqual(known);
        renameSync(path.join(fetched, 'debuginfo'), beside);
        const good = path.join(folder, 'good.debug');
        made('gcc', '-g', '-O1', '-DOTHER=1', '-Wl,--build-id=0x0123456789', '-o', 'other', 'p.c');
        renameSync(beside, good);
        made('objcopy', '--only-keep-debug', 'other', 'p.debug');
        expect(told(tool)).toMatchObject({ withoutLines: true });
        renameSync(good, beside);
      });
    }
  },
);
