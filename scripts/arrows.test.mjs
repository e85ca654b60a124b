import { cruise } from 'dependency-cruiser';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import configuration from '../.dependency-cruiser.js';

/**
 * The rules that a small tree of sources breaks.
 * @param {Record<string, string>} files
 */
async function broken(files) {
  const folder = mkdtempSync(path.join(tmpdir(), 'heapscope-arrows-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
      writeFileSync(path.join(folder, name), text);
    }
    const { doNotFollow } = configuration.options;
    const { output } = await cruise(['src'], {
      baseDir: folder,
      validate: true,
      // These trees have no packages.
      ruleSet: { forbidden: configuration.forbidden.filter(({ name }) => name !== 'resolvable') },
      tsPreCompilationDeps: true,
      doNotFollow,
    });
    if (typeof output === 'string') throw new Error(output);
    return output.summary.violations.map(({ from, to, rule }) => `${rule.name}: ${from} -> ${to}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('an arrow that points the wrong way is named', async () => {
  const files = {
    'src/trace/a.ts': "import type { Run } from '../run/b.ts';\nexport type A = Run;\n",
    'src/run/b.ts': 'export interface Run {}\n',
  };
  expect(await broken(files)).toEqual(['arrow-trace: src/trace/a.ts -> src/run/b.ts']);
});

test('a test may import anything, and nobody is bothered by an arrow that is allowed', async () => {
  const files = {
    'src/trace/a.test.ts': "import '../run/b.ts';\n",
    'src/run/b.ts': "import '../trace/c.ts';\n",
    'src/trace/c.ts': 'export {};\n',
  };
  expect(await broken(files)).toEqual([]);
});

test('the view does not know the engine, also from a component', async () => {
  const files = {
    'src/view/Heap.svelte': '<script lang="ts">\n  import { run } from \'../run/run.ts\';\n  run();\n</script>\n',
    'src/run/run.ts': 'export function run() {}\n',
  };
  expect(await broken(files)).toEqual(['arrow-view: src/view/Heap.svelte -> src/run/run.ts']);
});

test('some may import types only', async () => {
  const files = {
    'src/report/good.ts': "import type { D } from '../compile/d.ts';\nexport type E = D;\n",
    'src/report/bad.ts': "import { d } from '../compile/d.ts';\nexport const e = d;\n",
    'src/compile/d.ts': 'export interface D {}\nexport const d = 1;\n',
  };
  expect(await broken(files)).toEqual(['arrow-report-types-only: src/report/bad.ts -> src/compile/d.ts']);
});

test('circles, and folders that the table does not know', async () => {
  const files = {
    'src/util/a.ts': "import { b } from './b.ts';\nexport const a = () => b;\n",
    'src/util/b.ts': "import { a } from './a.ts';\nexport const b = () => a;\n",
    'src/helpers/c.ts': "import '../util/a.ts';\n",
  };
  const rules = (await broken(files)).map((text) => text.split(':')[0]);
  expect([...new Set(rules)].sort()).toEqual(['folder-without-arrows', 'no-circles']);
});
