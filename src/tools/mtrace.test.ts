import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addressesIn, mtraceReport } from './mtrace.ts';
import { spawnSync } from '../../tests/bounded-spawn.ts';

const LOG = `= Start
@ ./prog:(main+17)[0x11da] + 0x5010 0xa
@ ./prog:(main+22)[0x11e1] + 0x5030 0x14
@ ./prog:(grow+3a)[0x11fd] < 0x5010
@ ./prog:(grow+3a)[0x11fd] > 0x5050 0x64
@ ./prog:[0x1300] - 0x5030
@ ./prog:[0x1304] - 0x5030
@ ./prog:[0x1308] + 0x5050 0x1
@ ./prog:[0x130c] < 0x7000
@ ./prog:[0x130c] > 0x5050 0x2
= End
`;
const LINES = new Map([
  ['0x11fd', 'a.c:9'],
  ['0x1304', 'a.c:14'],
]);

it('names what was not freed, and frees of what was never allocated', () => {
  expect(mtraceReport(LOG, LINES)).toEqual({
    exit: 1,
    stdout: `- 0x0000000000005030 Free 7 was never alloc'd a.c:14
+ 0x0000000000005050 Alloc 8 duplicate: a.c:9 ./prog:[0x1308]
- 0x0000000000007000 Realloc 9 was never alloc'd 0x130c
+ 0x0000000000005050 Realloc 10 duplicate: 0x00000064 a.c:9 0x130c

Memory not freed:
-----------------
           Address     Size     Caller
0x0000000000005050     0x64  at a.c:9
`,
  });
});

it('is content with a log in which all is freed', () => {
  const log = '= Start\n@ ./p:[0x5] + 0x10 0x1\n@ ./p:[0x6] - 0x10\n= End\n';
  expect(mtraceReport(log, new Map())).toEqual({ stdout: 'No memory leaks.\n', exit: 0 });
  expect(addressesIn(log)).toEqual(['0x5', '0x6']);
});

const hasScript = spawnSync('mtrace', ['--version']).status === 0;
it.skipIf(!hasScript)(`says what the script says${hasScript ? '' : ' (skipped: mtrace is not there)'}`, () => {
  const path = join(mkdtempSync(join(tmpdir(), 'heapscope-mtrace-')), 'test.log');
  const logs = [
    ...[LOG, LOG.replaceAll('(main+17)', ''), '= Start\n= End\n', ''],
    // Without places, as when the caller is not known; a realloc that failed; one that gave nothing.
    ...['+ 0x10 0x1\n+ 0x20 0x2\n- 0x10\n', '@ ./p:[0x5] + 0x10 0x1\n@ ./p:[0x6] ! 0x10 0x7fffffff\n'],
    ...['@ ./p:[0x5] < 0x10\n@ ./p:[0x5] > (nil) 0\n', '@ ./p:[0x5] + (nil) 0x10\n@ ./p:[0x6] - (nil)\n'],
    // Two runs in one log, a block freed twice, one that is allocated where a live one is.
    ...[LOG + LOG, LOG.replaceAll(/ - .*\n/g, '$&$&'), LOG.replaceAll('0x5030', '0x5010')],
  ];
  for (const log of logs) {
    writeFileSync(path, log);
    const script = spawnSync('mtrace', [path]);
    const ours = mtraceReport(log, new Map());
    expect(ours).toEqual({ stdout: script.stdout, exit: script.status });
  }
});
