import { describe, expect, it } from 'vitest';
import * as english from '../languages/en.ts';
import { formatAddress, formatBytes, formatBytesShort, formatCount, parseAddress } from './format.ts';
import { ENGLISH, languageTag, languageTitle, localeOfTag, LOCALES, nextLocale, textIn } from './locale-name.ts';
import { messagesIn } from './say.ts';
import { whyUnreadable } from './unreadable.ts';
import { byLanguage } from './words.ts';

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

/** What a file of `src/languages/` has: one that has not fails here. */
const PARTS = ['page', 'system', 'report', 'native', 'lesson', 'command'] as const;
type Language = Readonly<Record<(typeof PARTS)[number], object>>;
const others = [...byLanguage(import.meta.glob<Language>('../languages/*.ts', { eager: true }))].filter(
  ([name]) => name !== ENGLISH,
);
/** Those whose messages say what they are given. */
const WORDED = ['page', 'system'] as const;
/** Names that are the same everywhere, and what is nothing but marks between words. */
const SAME =
  /^(app\.name|picture\.nullPointer|timeline\.marks\.(malloc|free)|status\.(at|assigned|allocated|between|listed|full)|story\.advice|console)$/;

describe.each(others)('%s', (name, language) => {
  it.each(PARTS)('has all of %s, and nothing else', (part) => {
    const paths = (words: object): string[] => leaves(words).map(({ path }) => path);
    expect(paths(language[part]).sort()).toEqual(paths(english[part]).sort());
  });

  const said = new Map(WORDED.flatMap((part) => leaves(language[part])).map(({ path, message }) => [path, message]));
  it.each(WORDED.flatMap((part) => leaves(english[part])).filter(({ path }) => !SAME.test(path)))(
    '$path has words of its own, and mentions what the English does',
    ({ path, message }) => {
      const translated = said.get(path) ?? '';
      if (name === 'zh') expect(filled(translated, false)).toMatch(/\p{Script=Han}/u);
      else expect(filled(translated, false)).not.toBe('');
      const mentioned = (text: string): string[] => [...new Set(text.match(/<\d>/g) ?? [])].sort();
      const isCounted =
        typeof message === 'function' &&
        mentioned(filled(message, true)).length > 0 &&
        message.toString().includes('plural');
      expect(mentioned(filled(translated, isCounted))).toEqual(mentioned(filled(message, isCounted)));
    },
  );
});

describe('languages', () => {
  it('are found by their tags, as browsers and POSIX write them', () => {
    expect(LOCALES.slice(0, 1)).toEqual([ENGLISH]);
    expect(['zh', 'zh-TW', 'zh_CN.UTF-8', 'ZH-hans', 'en_GB@euro'].map(localeOfTag)).toEqual([
      'zh',
      'zh',
      'zh',
      'zh',
      'en',
    ]);
    expect(['', 'C', 'POSIX', 'tlh', 'z'].map(localeOfTag)).toEqual(Array(5).fill(undefined));
  });

  it('call themselves by their own names, and go round', () => {
    expect([languageTitle('en'), languageTitle('zh'), languageTitle('fr')]).toEqual(['English', '中文', 'Français']);
    expect([languageTag('en'), languageTag('zh'), languageTag('pt-BR')]).toEqual(['en', 'zh-CN', 'pt-BR']);
    expect(LOCALES.map(nextLocale)).toEqual([...LOCALES.slice(1), ENGLISH]);
  });

  it('say of which version a recording is, and what else keeps it from being read', () => {
    const { unreadable } = english.page.notices;
    expect(whyUnreadable(unreadable, { offset: 8, what: 'other-version', version: 4, readable: 7 })).toMatch(/4.*7/);
    expect(whyUnreadable(unreadable, { offset: 0, what: 'no-recording' })).toBe(unreadable.noRecording);
    expect(whyUnreadable(unreadable, { offset: 90, reason: 'a window ends' })).toBe('a window ends');
  });

  it('leave what is not written in them to English', () => {
    expect([textIn({ en: 'a', zh: 'b' }, 'zh'), textIn({ en: 'a', zh: 'b' }, 'fr')]).toEqual(['b', 'a']);
  });
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

  it('choose the form of a word as the language does', () => {
    const blocks = (n: number): string => messagesIn('en')('{n, plural, one {# block} other {# blocks}}', { n });
    expect([0, 1, 2, 1200].map(blocks)).toEqual(['0 blocks', '1 block', '2 blocks', '1,200 blocks']);
    const kloce = (n: number): string =>
      messagesIn('pl')('{n, plural, one {# blok} few {# bloki} many {# bloków} other {# bloku}}', { n });
    expect([1, 3, 5, 22].map(kloce)).toEqual(['1 blok', '3 bloki', '5 bloków', '22 bloki']);
  });

  it('that are addresses read back as written', () => {
    for (const address of [0, 0x10, 0x11a40, 0xffffffff]) expect(parseAddress(formatAddress(address))).toBe(address);
    for (const text of ['', 'xyz', '0x', '123456789']) expect(parseAddress(text)).toBeUndefined();
  });
});
