import { describe, expect, it } from 'vitest';
import { jsonReport } from './json.ts';
import { reportMessages } from './messages.ts';
import { leak, libcFrame, misuse } from './report.fixture.ts';

const nothing = { end: undefined, stdout: '', stderr: '', totals: undefined, findings: [], diagnostics: [] };

describe('jsonReport', () => {
  it('has the documented fields', () => {
    const totals = { count: 3, frees: 2, bytes: 70, libc: { count: 1, bytes: 8 }, peakBytes: 62 };
    const finding = misuse({ stack: [libcFrame('strlen'), ...misuse().stack] });
    const report = jsonReport(
      { ...nothing, end: { kind: 'exit', code: 3, steps: 9 }, stdout: 'hi\n', totals, findings: [finding, leak()] },
      reportMessages('en'),
    );
    expect(report).toMatchObject({
      version: 1,
      exit: { kind: 'exit', code: 3 },
      stdout: 'hi\n',
      stderr: '',
      allocations: totals,
      diagnostics: [],
    });
    expect(report.findings[0]).toMatchObject({
      kind: 'use-after-free',
      message: 'read of 4 bytes, 4 bytes inside an 8-byte block that has been freed',
      address: 0x11a44,
      access: 'read',
      size: 4,
      count: 1,
      step: 12,
      process: 0,
      stack: [
        { function: 'strlen', file: '', line: 0, column: 0, libc: true },
        { function: 'main', file: 'list.c', line: 5, column: 12 },
      ],
      allocated: {
        step: 3,
        stack: [
          { function: 'push', line: 2 },
          { function: 'main', line: 9 },
        ],
      },
      freed: { step: 9, stack: [{ function: 'main', line: 4 }] },
    });
    expect(report.findings[1]).toMatchObject({ kind: 'leak', leak: 'definitely-lost', bytes: 30, blocks: 1 });
    expect('libc' in report.findings[0]!.stack[1]!).toBe(false);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('tells each end of a run', () => {
    const exitOf = (end: Parameters<typeof jsonReport>[0]['end']) =>
      jsonReport({ ...nothing, end }, reportMessages('en')).exit;
    expect(exitOf(undefined)).toBeNull();
    expect(exitOf({ kind: 'trap', reason: 'abort', message: 'why', site: 4, steps: 1 })).toEqual({
      kind: 'trap',
      reason: 'abort',
      message: 'the program was stopped: abort() was called',
    });
    expect(exitOf({ kind: 'killed', reason: 'SIGABRT', steps: 1 })).toEqual({ kind: 'killed', reason: 'SIGABRT' });
    expect(exitOf({ kind: 'limit', reason: 'steps', limit: 10, steps: 10 })).toEqual({
      kind: 'limit',
      reason: 'steps',
      limit: 10,
    });
  });

  it('tells how each of several processes ended, and which nobody waited for', () => {
    const life = { threads: [], isZombie: true };
    const first = { ...life, process: 0, pid: 1000, parent: undefined, created: 0, isZombie: false };
    const ended = { step: 9, status: { kind: 'exit', code: 3 } } as const;
    const killed = { step: 11, status: { kind: 'signal', signal: 9 } } as const;
    const processes = [
      first,
      { ...life, process: 1, pid: 1001, parent: 0, created: 4, ended, reaped: 12 },
      { ...life, process: 2, pid: 1002, parent: 0, created: 6, ended: killed },
      { ...life, process: 3, pid: 1003, parent: 1, created: 7, orphaned: 9 },
    ];
    expect(jsonReport({ ...nothing, processes }, reportMessages('en')).processes).toEqual([
      { process: 0, pid: 1000, created: 0 },
      { process: 1, pid: 1001, parent: 0, created: 4, ended: { step: 9, code: 3 }, reaped: 12 },
      { process: 2, pid: 1002, parent: 0, created: 6, ended: { step: 11, signal: 9 }, zombie: true },
      { process: 3, pid: 1003, parent: 1, created: 7, orphaned: 9 },
    ]);
    expect(jsonReport({ ...nothing, processes: [first] }, reportMessages('en'))).not.toHaveProperty('processes');
  });

  it('carries the diagnostics of a failed compile', () => {
    const diagnostic = {
      ...({ file: 'a.c', line: 1, column: 2, severity: 'fatal', message: 'bad', option: undefined } as const),
      ...{ ranges: [], notes: [], fixIts: [] },
    };
    const range = { start: { file: 'a.c', line: 1, column: 2 }, end: { file: 'a.c', line: 1, column: 4 } };
    const fixIts = [{ ...range, replacement: '->' }];
    const mended = { ...diagnostic, severity: 'warning', option: '-Wodd', ranges: [range], fixIts } as const;
    const report = jsonReport({ ...nothing, diagnostics: [diagnostic, mended] }, reportMessages('en'));
    const place = { file: 'a.c', line: 1, column: 2 };
    expect(report.diagnostics).toEqual([
      { severity: 'error', message: 'bad', ...place, notes: [] },
      { severity: 'warning', message: 'bad', ...place, option: '-Wodd', ranges: [range], fixIts, notes: [] },
    ]);
  });
});
