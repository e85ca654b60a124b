import { describe, expect, it } from 'vitest';
import { COLOURED, PLAIN } from '../report/style.ts';
import { exitCodeOf } from './exit-code.ts';
import { languageOf, styleFor } from './terminal.ts';

describe('terminal', () => {
  it('colours on a terminal, as the environment wishes', () => {
    expect(styleFor({ isTTY: true }, {})).toBe(COLOURED);
    expect(styleFor({ isTTY: true }, { NO_COLOR: '1' })).toBe(PLAIN);
    expect(styleFor({ isTTY: true }, { TERM: 'dumb' })).toBe(PLAIN);
    expect(styleFor({}, {})).toBe(PLAIN);
    expect(styleFor({}, { FORCE_COLOR: '1' })).toBe(COLOURED);
    expect(styleFor({}, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(PLAIN);
  });

  it('speaks the language of the locale', () => {
    expect(languageOf({ LANG: 'zh_CN.UTF-8' })).toBe('zh');
    expect(languageOf({ LANG: 'zh_CN.UTF-8', LC_ALL: 'en_GB.UTF-8' })).toBe('en');
    expect(languageOf({})).toBe('en');
  });
});

describe('exitCodeOf', () => {
  it('is what a shell would see on Linux', () => {
    expect(exitCodeOf({ kind: 'exit', code: 7, steps: 1 })).toBe(7);
    expect(exitCodeOf({ kind: 'trap', reason: 'division-by-zero', message: '', site: 0, steps: 1 })).toBe(128 + 8);
    expect(exitCodeOf({ kind: 'trap', reason: 'out-of-bounds', message: '', site: 0, steps: 1 })).toBe(128 + 11);
    expect(exitCodeOf({ kind: 'killed', reason: 'SIGABRT', steps: 1 })).toBe(128 + 6);
    expect(exitCodeOf({ kind: 'killed', reason: 'stopped', steps: 1 })).toBe(128 + 2);
    expect(exitCodeOf({ kind: 'limit', reason: 'time', limit: 1, steps: 1 })).toBe(124);
  });
});
