import { describe, expect, it } from 'vitest';
import type { Finding } from '../replay/findings.ts';
import { frame, leak, libcFrame, misuse } from './report.fixture.ts';
import { DEFAULT_POLICY, selectFindings } from './selection.ts';
import { isSuppressed, parseSuppression, parseSuppressions } from './suppressions.ts';

const suppresses = (text: string, finding: Finding = misuse()): boolean => {
  const rule = parseSuppression(text);
  if (!rule) throw new Error(`${text} is no rule`);
  return isSuppressed(finding, [rule]);
};

describe('suppressions', () => {
  it('go by kind, function and file of one frame', () => {
    const finding = misuse({ stack: [libcFrame('strlen'), frame('show', 5, 1, 'src/list.c'), frame('main', 9)] });
    expect(suppresses('use-after-free', finding)).toBe(true);
    expect(suppresses('double-free', finding)).toBe(false);
    expect(suppresses('use-*:show', finding)).toBe(true);
    expect(suppresses('*:strlen', finding)).toBe(true);
    expect(suppresses('*:sho', finding)).toBe(false);
    expect(suppresses('*:show():list.c', finding)).toBe(true);
    expect(suppresses('*:main:src/*', finding)).toBe(false);
    expect(suppresses('*::src/*', finding)).toBe(true);
  });

  it('know leaks by their kind of leak too', () => {
    expect(suppresses('leak:push', leak())).toBe(true);
    expect(suppresses('definitely-lost:push', leak())).toBe(true);
    expect(suppresses('still-reachable', leak())).toBe(false);
  });

  it('are refused where no kind fits', () => {
    expect(parseSuppression('overflow:main')).toBeUndefined();
    expect(parseSuppression('')).toBeUndefined();
    const { rules, wrong } = parseSuppressions('# ours\n\nleak:push\nleek\r\n trap \n');
    expect(rules.map(({ text }) => text)).toEqual(['leak:push', 'trap']);
    expect(wrong).toEqual([{ line: 4, text: 'leek' }]);
  });
});

describe('selectFindings', () => {
  const findings = [
    misuse(),
    leak(),
    leak({ leak: 'still-reachable', bytes: 7, blocks: 2 }),
    leak({ bytes: 5, blocks: 3 }),
  ];

  it('takes everything for an error unless told otherwise', () => {
    const selection = selectFindings(findings);
    expect(selection).toMatchObject({ findings, suppressed: 0, hasErrors: true });
    expect(selection.leaks).toMatchObject({
      'definitely-lost': { bytes: 35, blocks: 4 },
      'still-reachable': { bytes: 7, blocks: 2 },
    });
  });

  it('follows the options about leaks', () => {
    const [, ...leaks] = findings;
    const only = (parts: Partial<typeof DEFAULT_POLICY>) => selectFindings(leaks, { ...DEFAULT_POLICY, ...parts });
    expect(only({ leakCheck: 'no' })).toMatchObject({ findings: [], hasErrors: false });
    expect(only({ leakCheck: 'no' }).leaks['definitely-lost'].blocks).toBe(0);
    expect(only({ leakCheck: 'summary' })).toMatchObject({ findings: [], hasErrors: false });
    expect(only({ leakCheck: 'summary' }).leaks['definitely-lost'].blocks).toBe(4);
    const reachable = new Set(['still-reachable'] as const);
    expect(only({ shownLeaks: reachable }).findings).toEqual([leaks[1]]);
    expect(only({ shownLeaks: new Set() }).hasErrors).toBe(true);
    expect(only({ leakErrors: new Set(['possibly-lost'] as const) }).hasErrors).toBe(false);
    expect(only({ leakErrors: reachable }).hasErrors).toBe(true);
  });

  it('counts what it leaves out', () => {
    const suppressions = [parseSuppression('leak:push')!];
    expect(selectFindings(findings, { ...DEFAULT_POLICY, suppressions })).toMatchObject({
      findings: [findings[0]],
      suppressed: 3,
    });
  });
});
