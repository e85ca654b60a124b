import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { formatAddress, formatBytes, formatBytesShort, formatCount, parseAddress } from './format.ts';
import { zh } from './zh.ts';

type Leaf = { readonly path: string; readonly message: string | ((...args: never[]) => string) };

function leaves(node: object, path = ''): Leaf[] {
  return Object.entries(node).flatMap(([key, value]: [string, unknown]): Leaf[] => {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === 'string' || typeof value === 'function')
      return [{ path: at, message: value as Leaf['message'] }];
    return leaves(value as object, at);
  });
}

/** The message with "<1>", "<2>", ... for what it mentions; counts are the number 3. */
function filled(message: Leaf['message'], firstIsNumber: boolean): string {
  if (typeof message === 'string') return message;
  const values = Array.from({ length: 6 }, (_, i) => (firstIsNumber && i === 0 ? 3 : `<${i + 1}>`));
  return (message as (...args: unknown[]) => string)(...values);
}

const english = leaves(en);
const chinese = new Map(leaves(zh).map(({ path, message }) => [path, message]));
/** Names that are the same everywhere. */
const SAME =
  /^(app\.name|picture\.nullPointer|timeline\.marks\.(malloc|free)|status\.(at|assigned|allocated|between|listed|full)|console)$/;

describe('the catalogues', () => {
  it('say the same things', () => {
    expect([...chinese.keys()].sort()).toEqual(english.map(({ path }) => path).sort());
  });

  it.each(english.filter(({ path }) => !SAME.test(path)))(
    '$path is written in Chinese, and mentions what the English does',
    ({ path, message }) => {
      const translated = chinese.get(path) ?? '';
      expect(filled(translated, false)).toMatch(/\p{Script=Han}/u);
      const mentioned = (text: string): string[] => [...new Set(text.match(/<\d>/g) ?? [])].sort();
      const isCounted =
        typeof message === 'function' &&
        mentioned(filled(message, true)).length > 0 &&
        message.toString().includes('plural');
      expect(mentioned(filled(translated, isCounted))).toEqual(mentioned(filled(message, isCounted)));
    },
  );
});

describe('numbers', () => {
  it('are grouped and sized one way everywhere', () => {
    expect(formatCount(1_234_567, 'en')).toBe('1,234,567');
    expect([0, 1, 30, 10_239].map((n) => formatBytes(n, 'en'))).toEqual([
      '0 bytes',
      '1 byte',
      '30 bytes',
      '10,239 bytes',
    ]);
    expect(formatBytes(10_240, 'en')).toBe('10 KiB');
    expect(formatBytes(30, 'zh')).toBe('30 字节');
    expect(formatBytesShort(95_000_000, 'zh')).toBe('90.6 MiB');
  });

  it('that are addresses read back as written', () => {
    for (const address of [0, 0x10, 0x11a40, 0xffffffff]) expect(parseAddress(formatAddress(address))).toBe(address);
    for (const text of ['', 'xyz', '0x', '123456789']) expect(parseAddress(text)).toBeUndefined();
  });
});
