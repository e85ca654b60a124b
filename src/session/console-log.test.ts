import { describe, expect, it } from 'vitest';
import { ConsoleLog, LONGEST_LINE, MOST_LINES } from './console-log.svelte.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const texts = (log: ConsoleLog): string[] => log.lines.map((line) => line.map((piece) => piece.text).join(''));

describe('the console', () => {
  it('joins pieces into lines and keeps apart who wrote them', () => {
    const log = new ConsoleLog();
    log.append('stdout', bytes('a'), 1);
    log.append('stderr', bytes('b\nc'), 2);
    log.publish();
    expect(texts(log)).toEqual(['ab', 'c']);
    expect(log.lines[0]?.map((piece) => [piece.source, piece.step])).toEqual([
      ['stdout', 1],
      ['stderr', 2],
    ]);
  });

  it('puts characters together that were written in parts', () => {
    const log = new ConsoleLog();
    const [first, ...rest] = bytes('漢\n');
    log.append('stdout', Uint8Array.of(first ?? 0), 1);
    log.append('stdout', Uint8Array.from(rest), 2);
    log.publish();
    expect(texts(log)).toEqual(['漢']);
  });

  it('keeps a bounded tail and says how much it dropped', () => {
    const log = new ConsoleLog();
    const total = MOST_LINES * 3;
    for (let i = 0; i < total; i += 1) log.append('stdout', bytes(`${i}\n`), i);
    log.publish();
    expect(log.lines.length).toBeLessThanOrEqual(MOST_LINES * 2);
    expect(texts(log).at(-1)).toBe(String(total - 1));
    const first = Number(texts(log)[0]);
    expect(log.droppedBytes).toBe(
      Array.from({ length: first }, (_, i) => String(i).length + 1).reduce((a, b) => a + b, 0),
    );
  });

  it('cuts lines without an end', () => {
    const log = new ConsoleLog();
    log.append('stdout', bytes('x'.repeat(LONGEST_LINE * 2 + 5)), 1);
    log.publish();
    expect(texts(log).map((text) => text.length)).toEqual([LONGEST_LINE, LONGEST_LINE, 5]);
  });
});
