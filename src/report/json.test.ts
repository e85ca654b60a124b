import { describe, expect, it } from 'vitest';
import { jsonReport } from './json.ts';
import { reportMessages } from './messages.ts';
import { leak, libcFrame, misuse } from './report.fixture.ts';

const nothing = { end: undefined, stdout: '', stderr: '', totals: undefined, findings: [], diagnostics: [] };

describe('jsonReport', () => {
  it('has the documented fields', () => {
    const totals = { count: 3, frees: 2, bytes: 70, peakBytes: 54 };
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
      message: 'why',
    });
    expect(exitOf({ kind: 'killed', reason: 'SIGABRT', steps: 1 })).toEqual({ kind: 'killed', reason: 'SIGABRT' });
    expect(exitOf({ kind: 'limit', reason: 'steps', limit: 10, steps: 10 })).toEqual({
      kind: 'limit',
      reason: 'steps',
      limit: 10,
    });
  });

  it('carries the diagnostics of a failed compile', () => {
    const diagnostic = {
      ...({ file: 'a.c', line: 1, column: 2, severity: 'fatal', message: 'bad', option: undefined } as const),
      ...{ ranges: [], notes: [], fixIts: [] },
    };
    const report = jsonReport({ ...nothing, diagnostics: [diagnostic] }, reportMessages('en'));
    expect(report.diagnostics).toEqual([
      { severity: 'error', message: 'bad', file: 'a.c', line: 1, column: 2, notes: [] },
    ]);
  });
});
