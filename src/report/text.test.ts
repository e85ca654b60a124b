import { describe, expect, it } from 'vitest';
import { FINDING_NAMES, LEAK_KINDS } from '../replay/findings.ts';
import type { Finding, MisuseFinding } from '../replay/findings.ts';
import { frame, leak, libcFrame, misuse, SOURCE } from './report.fixture.ts';
import { REPORT_WORDS, reportMessages } from './messages.ts';
import { COLOURED, PLAIN } from './style.ts';
import { textReport } from './text.ts';
import type { TextInput } from './text.ts';

await REPORT_WORDS.fetch('zh');

const totals = { count: 3, frees: 2, bytes: 70, libc: { count: 0, bytes: 0 }, peakBytes: 54 };

function report(findings: readonly Finding[], parts: Partial<TextInput> = {}, language: 'en' | 'zh' = 'en'): string {
  const input: TextInput = {
    findings,
    totals,
    end: { kind: 'exit', code: 0, steps: 20 },
    sources: [{ path: 'list.c', text: SOURCE }],
    ...parts,
  };
  return textReport(input, reportMessages(language), PLAIN);
}

describe('textReport', () => {
  it('shows a leak at the line of its allocation', () => {
    expect(report([leak()])).toBe(
      [
        'list.c:2:22: leak: 30 bytes in 1 block are definitely lost: no pointer to them is left',
        '    2 |     struct node *node = malloc(8);',
        '      |                      ^',
        '      called from main() at list.c:9:9',
        '  usual cause: The last pointer to the block went out of scope or was overwritten before the block was freed.',
        '  usual fix: Call free() while a pointer to the block is still at hand, on every way out of the function.',
        '',
        'heapscope: 1 finding, 30 bytes in 1 block not freed; 3 allocations, 2 frees, at most 54 bytes at a time',
        '',
      ].join('\n'),
    );
  });

  it('shows a misuse with where the block was freed and allocated', () => {
    const lines = report([misuse()]).split('\n');
    expect(lines.slice(0, 10)).toEqual([
      'list.c:5:12: use-after-free: read of 4 bytes, 4 bytes inside an 8-byte block that has been freed',
      '    5 |         int x = node->x;',
      '      |                   ^',
      'list.c:4:5: note: the block was freed in main()',
      '    4 |     free(node);',
      '      |     ^',
      'list.c:2:22: note: the block was allocated in push()',
      '    2 |     struct node *node = malloc(8);',
      '      |                      ^',
      '      called from main() at list.c:9:9',
    ]);
  });

  it('shows the string literal that was written to, also in what stopped the program', () => {
    const { block: _, allocated: __, freed: ___, ...written } = misuse({ kind: 'trap', access: 'write', size: 1 });
    const constant = {
      name: '',
      type: 'char[6]',
      size: 6,
      file: 'list.c',
      line: 6,
      where: 'inside',
      bytes: 0,
    } as const;
    const lines = report([{ ...written, constant }], {
      end: { kind: 'trap', reason: 'out-of-bounds', message: '', site: 0, steps: 3 },
    }).split('\n');
    expect(lines.slice(3, 5)).toEqual([
      'list.c:6: note: the string literal is this one',
      '    6 |     return strdup("größe");',
    ]);
    const title = 'write of 1 byte in a string literal (char[6]), which can’t be changed';
    expect([lines[0], lines[8]]).toEqual([
      `list.c:5:12: trap: ${title}`,
      `heapscope: the program was stopped: ${title}`,
    ]);
  });

  it('names the process where there are several', () => {
    const life = { parent: undefined, created: 0, threads: [], isZombie: false };
    const processes = [
      { ...life, process: 0, pid: 4242 },
      { ...life, process: 1, pid: 4243 },
    ];
    expect(report([misuse({ process: 1 })], { processes })).toContain('\n      in process B (pid 4243)\n');
    expect(report([misuse()], { processes: processes.slice(0, 1) })).not.toContain('in process');
  });

  it('says where what was accessed had been unmapped', () => {
    const unmapped = { stack: [frame('done', 4, 5)], step: 8 };
    const text = report([misuse({ kind: 'trap', access: 'read', size: 1, unmapped })]);
    expect(text).toContain('trap: read of 1 byte in memory that is no longer mapped\n');
    expect(text).toContain('note: the memory was unmapped in done()\n');
  });

  it('says who waits for what, and who stayed a zombie', () => {
    const waits = [
      { process: 0, pid: 4242, thread: 1, isOneOfSeveral: true, wait: { reason: 'lock', lock: 3, owner: 0 } },
      { process: 1, pid: 4243, thread: 0, isOneOfSeveral: false, wait: { reason: 'child', pid: 0 } },
    ] as const;
    const life = { parent: 0, created: 0, threads: [] };
    const ended = { step: 4, status: { kind: 'exit', code: 0 } } as const;
    const processes = [
      { process: 1, pid: 4243, ...life, ended, isZombie: true },
      { process: 2, pid: 4244, ...life, ended, isZombie: true, reaped: 5 },
    ];
    const text = report([misuse({ kind: 'deadlock', waits })], { processes });
    expect(text).toContain('note: thread 2 of process A (pid 4242) waits for lock 3\n');
    expect(text).toContain('note: process B (pid 4243) waits for a child to end\n');
    expect(text.match(/.* was a zombie .*/g)).toEqual([
      'heapscope: process B (pid 4243) ended and nobody waited for it: it was a zombie to the end',
    ]);
  });

  it("points at the user's line and names the library functions inside", () => {
    const text = report([
      leak({ stack: [libcFrame('malloc'), libcFrame('strdup'), frame('copy', 6, 12), libcFrame('_start')] }),
    ]);
    expect(text.split('\n').slice(0, 6)).toEqual([
      'list.c:6:12: leak: 30 bytes in 1 block are definitely lost: no pointer to them is left',
      '    6 |     return strdup("größe");',
      '      |            ^',
      '      in strdup() of the C library',
      '      in malloc() of the C library',
      '  usual cause: ' + reportMessages('en').explain(leak()).cause,
    ]);
  });

  it('folds a recursion', () => {
    const deep = Array.from({ length: 1000 }, () => frame('f', 2));
    const text = report([misuse({ kind: 'stack-overflow', stack: [...deep, frame('main', 4)] })]);
    expect(text).toContain('997 more calls of the same');
    expect(text.split('\n').length).toBeLessThan(20);
  });

  it('names what the C library allocated for itself, which is in the peak', () => {
    const more = { totals: { ...totals, libc: { count: 1, bytes: 1024 }, peakBytes: 1078 } };
    expect(report([], more)).toContain(
      '3 allocations, 2 frees, 1 more allocation (1,024 bytes) by the C library for itself, at most 1,078 bytes at a time',
    );
    expect(report([], more, 'zh')).toContain('C 库另为自身申请 1 次');
  });

  it('says where there is no stack, and what of the C library is to be closed', () => {
    const lines = report([leak({ stack: [] })]).split('\n');
    expect(lines.slice(0, 2)).toEqual([
      'leak: 30 bytes in 1 block are definitely lost: no pointer to them is left',
      '      no call stack was recorded',
    ]);
    expect(report([leak({ leak: 'still-reachable', libc: true })])).toContain(
      'usual fix: Close it before exit: fclose()',
    );
  });

  it('folds a recursion of several functions, and counts the calls that the stack lacks', () => {
    const turns = Array.from({ length: 4 }, () => [frame('even', 4), frame('odd', 5)]).flat();
    const stack = [frame('odd', 5), ...turns, frame('run', 7), frame('main', 9)];
    const text = report([misuse({ kind: 'stack-overflow', stack, calls: 5000 })]);
    expect(text).toContain(', 5,000 calls deep\n');
    expect(text.match(/called from \w+|[\d,]+ more.*/g)?.slice(0, 5)).toEqual([
      'called from even',
      'called from odd',
      // 11 lines of the stack stand for themselves.
      `${(6 + 5000 - 11).toLocaleString('en')} more calls of the same`,
      'called from run',
      'called from main',
    ]);
  });

  it('says how the run ended when it was not by exit', () => {
    const trap = report([], { end: { kind: 'trap', reason: 'division-by-zero', message: '', site: 1, steps: 3 } });
    expect(trap).toBe(
      'heapscope: the program was stopped: division by zero\n' +
        'heapscope: nothing found; 3 allocations, 2 frees, at most 54 bytes at a time\n',
    );
    expect(report([], { end: { kind: 'limit', reason: 'time', limit: 60, steps: 3 } })).toContain(
      'more than 60 seconds',
    );
  });

  it('names the null pointer that stopped the program', () => {
    const { block: _, allocated: __, freed: ___, ...nothingKnown } = misuse({ kind: 'null-dereference', address: 0 });
    const end = { kind: 'trap', reason: 'out-of-bounds', message: '', site: 1, steps: 3 } as const;
    expect(report([nothingKnown], { end })).toContain('was stopped: read of 4 bytes through a null pointer\n');
    expect(report([misuse()], { end })).toContain('was stopped: an access outside of all memory\n');
  });

  it('colours only when asked to', () => {
    expect(report([leak(), misuse()])).not.toContain('\x1b');
    const input = { findings: [leak()], totals, end: { kind: 'exit', code: 0, steps: 1 } as const, sources: [] };
    const coloured = textReport(input, reportMessages('en'), COLOURED);
    expect(coloured.replace(/\x1b\[[\d;]*m/g, '')).toBe(textReport(input, reportMessages('en'), PLAIN));
    expect(coloured).toContain('\x1b[1;35mleak:');
  });
});

describe('messages', () => {
  const everything: Finding[] = [
    ...LEAK_KINDS.filter((kind) => kind !== '').map((kind) => leak({ leak: kind })),
    ...FINDING_NAMES.filter((kind) => kind !== 'leak').flatMap((kind) => [
      misuse({ kind: kind as MisuseFinding['kind'] }),
      bare(kind as MisuseFinding['kind']),
    ]),
  ];

  /** As a finding that nothing more is known about. */
  function bare(kind: MisuseFinding['kind']): MisuseFinding {
    const { block: _, allocated: __, freed: ___, access: ____, ...rest } = misuse({ kind, size: 0, address: 0 });
    return rest;
  }

  it.each(['en', 'zh'] as const)('say something of their own about every kind (%s)', (language) => {
    const messages = reportMessages(language);
    for (const finding of everything) {
      const { cause, fix } = messages.explain(finding);
      for (const text of [messages.title(finding), cause, fix])
        expect(text).not.toMatch(/undefined(?! behaviour)|NaN|^$/);
    }
    // A kind may have several, but none is another kind's.
    const kindOf = new Map<string, string>();
    for (const finding of everything) {
      const { fix } = messages.explain(finding);
      expect(kindOf.get(fix) ?? finding.kind, fix).toBe(finding.kind);
      kindOf.set(fix, finding.kind);
    }
  });

  it('put distances in words', () => {
    const { title } = reportMessages('en');
    const at = (where: 'before' | 'inside' | 'after', bytes: number, size: number): string =>
      title(
        misuse({
          kind: 'heap-buffer-overflow',
          access: 'write',
          size: 1,
          block: { id: 1, address: 0, size, where, bytes },
        }),
      );
    expect(at('after', 0, 8)).toBe('write of 1 byte, right after an 8-byte block');
    expect(at('after', 4, 40)).toBe('write of 1 byte, 4 bytes after a 40-byte block');
    expect(at('before', 1, 11)).toBe('write of 1 byte, 1 byte before an 11-byte block');
    expect(title(misuse({ kind: 'bad-malloc-size', size: 4294967290 }))).toContain('as a signed number that is -6');
    expect(title(misuse({ count: 3 }))).toMatch(/\(3 times\)$/);
  });

  it('are Chinese in Chinese', () => {
    expect(report([leak()], {}, 'zh')).toContain('1 个内存块共 30 字节，确定丢失');
  });
});
