/** The library is built without a warning by both compilers, and either's records the same. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { buildLibrary } from '../../src/native/build-library.node.ts';
import { compileProgram, isInstalled, obstacle, removePrograms } from './programs.ts';
import { trace } from './trace.ts';

const native = fileURLToPath(new URL('..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-build-'));

afterAll(() => {
  removePrograms();
  rmSync(folder, { recursive: true });
});

describe.skipIf(obstacle !== undefined)(`the library${obstacle ? ` (skipped: ${obstacle})` : ''}`, () => {
  for (const compiler of ['gcc', 'clang']) {
    const why = isInstalled(compiler) ? '' : ` (skipped: ${compiler} is not installed)`;
    it.skipIf(why !== '')(`built by ${compiler} records what there is${why}`, async () => {
      const built = buildLibrary(native, path.join(folder, compiler), compiler);
      expect(built).toMatchObject({ type: 'built' });
      if (built.type !== 'built') return;
      const program = compileProgram('family');
      const [own, usual] = [await trace([program], { library: built.library }), await trace([program])];
      const kinds = ({ events }: typeof own): string[] =>
        events.flatMap((event) => ('op' in event ? [`${event.type} ${event.op} ${event.stack > 0}`] : []));
      expect(kinds(own)).toEqual(kinds(usual));
      expect(own).toMatchObject({ status: 5, stdout: usual.stdout, stderr: usual.stderr });
    });
  }

  it("is not built by what is no compiler, and the compiler's words are kept", () => {
    expect(buildLibrary(native, folder, 'no-such-compiler')).toEqual({ type: 'noCompiler' });
    const refusing = path.join(folder, 'refusing');
    writeFileSync(refusing, '#!/bin/sh\n[ "$1" = --version ] && exit 0\necho "no such flag" >&2; exit 1\n', {
      mode: 0o755,
    });
    expect(buildLibrary(native, folder, refusing)).toEqual({
      type: 'failed',
      compiler: refusing,
      output: 'no such flag\n',
    });
  });
});
