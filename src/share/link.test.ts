import { deflateSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../trace/crc32.ts';
import { linkFragment, MOST_SOURCE_BYTES, readLink } from './link.ts';
import { readProgramFile, writeProgramFile } from './program-file.ts';
import type { SharedProgram } from './shared-program.ts';

const PROGRAM: SharedProgram = {
  files: [
    { path: 'main.c', text: 'int main(void) { return 0; } // 内存 <script>alert(1)</script>\n' },
    { path: 'include/util.h', text: '#pragma once\n' },
  ],
  flags: '-O1 -DN="1 2"',
  argv: 'one "two words"',
  stdin: 'a\nb\n',
  interactive: false,
  options: { environment: 'A=1', failing: 'nth', failingNumber: 3 },
  choices: [
    { step: 12, process: 2 },
    { step: 20, process: 0, thread: 1 },
  ],
  step: 42,
  bookmarks: [3, 42],
  view: 'heap',
};

/** A fragment as `linkFragment` makes it, of any text. */
function fragmentOf(json: string): string {
  const bytes = deflateSync(new TextEncoder().encode(json));
  const data = Buffer.from(bytes).toString('base64url');
  return `#program=1.${crc32(bytes).toString(16).padStart(8, '0')}.${data}`;
}

const reason = (fragment: string): string => {
  const read = readLink(fragment);
  return read?.kind === 'refused' ? read.reason : (read?.kind ?? 'nothing');
};

describe('a link', () => {
  it('gives back what it was made of', () => {
    expect(readLink(linkFragment(PROGRAM) ?? '')).toEqual({ kind: 'opened', program: PROGRAM });
  });

  it('is refused when any one of its letters is lost or changed', () => {
    const whole = linkFragment(PROGRAM) ?? '';
    for (let at = '#program='.length; at < whole.length; at += 1) {
      const other = whole[at] === 'a' ? 'b' : 'a';
      expect(reason(whole.slice(0, at) + whole.slice(at + 1)), `without ${at}`).not.toBe('opened');
      expect(reason(whole.slice(0, at) + other + whole.slice(at + 1)), `changed ${at}`).not.toBe('opened');
      expect(reason(whole.slice(0, at)), `cut at ${at}`).not.toBe('opened');
    }
  });

  it('holds 30 KB of source, and no more', () => {
    const noise = (n: number): string =>
      Array.from({ length: n }, (_, i) => ((i * 2654435761) >>> 24).toString(36).slice(-1)).join('');
    const fits = { ...PROGRAM, files: [{ path: 'a.c', text: noise(MOST_SOURCE_BYTES) }] };
    expect(reason(linkFragment(fits) ?? '')).toBe('opened');
    expect(linkFragment({ ...fits, files: [{ path: 'a.c', text: noise(MOST_SOURCE_BYTES + 1) }] })).toBeUndefined();
  });

  it('of another kind is none of ours', () => {
    expect(readLink('')).toBeUndefined();
    expect(readLink('#section')).toBeUndefined();
  });

  it.each([
    ['newer', '#program=2.00000000.abc'],
    ['damaged', '#program='],
    ['damaged', '#program=1.00000000.!!'],
    ['damaged', fragmentOf('{')],
    ['too-long', `#program=1.00000000.${'a'.repeat(200_000)}`],
    ['too-long', fragmentOf(JSON.stringify({ files: [{ path: 'a.c', text: 'x'.repeat(50_000_000) }] }))],
    ['no-program', fragmentOf('null')],
    ['no-program', fragmentOf('{"files":[]}')],
    ['no-program', fragmentOf('{"files":[{"path":"../../etc/passwd","text":""}]}')],
    ['no-program', fragmentOf('{"files":[{"path":"a.c","text":""},{"path":"a.c","text":""}]}')],
    ['no-program', fragmentOf('{"files":[{"path":"a.c","text":""}],"step":-1}')],
    ['no-program', fragmentOf('{"files":[{"path":"a.c","text":""}],"flags":["-O1"]}')],
  ])('is refused as %s: %.60s', (expected, fragment) => {
    expect(reason(fragment)).toBe(expected);
  });
});

describe('a program file', () => {
  it('gives back what it was made of', () => {
    expect(readProgramFile(writeProgramFile(PROGRAM))).toEqual({ kind: 'opened', program: PROGRAM });
  });

  it('that is something else is refused', () => {
    expect(readProgramFile('int main;')).toMatchObject({ reason: 'damaged' });
    expect(readProgramFile('{"heapscope":"program","version":9}')).toMatchObject({ reason: 'newer' });
    expect(readProgramFile('[]')).toMatchObject({ reason: 'no-program' });
  });
});
