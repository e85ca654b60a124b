/** Every number that a person reads is formatted here, so that one size or address looks the same in all views. */
import { languageTag, type LocaleName } from './locale-name.ts';
import type { Address, ByteCount, Nanoseconds } from '../util/units.ts';

export { ENGLISH, languageTag, LOCALES, type LocaleName } from './locale-name.ts';

const plain = inEach({ maximumFractionDigits: 0 });
const oneDigit = inEach({ maximumFractionDigits: 1 });
const seconds = inEach({ maximumFractionDigits: 3 });
const inBytes = inEach({ style: 'unit', unit: 'byte', unitDisplay: 'long' });

/** A format for each language, made when it is first asked for. */
function inEach(options: Intl.NumberFormatOptions): (locale: LocaleName) => Intl.NumberFormat {
  const made = new Map<LocaleName, Intl.NumberFormat>();
  return (locale) => {
    let format = made.get(locale);
    if (!format) made.set(locale, (format = new Intl.NumberFormat(languageTag(locale), options)));
    return format;
  };
}

/** A whole number with the language's grouping: 1,234,567. */
export function formatCount(n: number, locale: LocaleName): string {
  return plain(locale).format(n);
}

/** A size in words for sentences: "30 bytes", "1 byte", "12.5 KiB" (binary units from 10 KiB up). */
export function formatBytes(n: ByteCount, locale: LocaleName): string {
  if (n >= 10_240) return formatBinary(n, locale);
  const parts = inBytes(locale).formatToParts(n);
  // Chinese puts the word next to the number: everything here has a blank there.
  const word = parts.find(({ type }) => type === 'unit')?.value ?? '';
  return `${formatCount(n, locale)} ${word}`;
}

/** A size for tight places such as axis labels: "30 B", "12.5 KiB". */
export function formatBytesShort(n: ByteCount, locale: LocaleName): string {
  return n < 10_240 ? `${formatCount(n, locale)} B` : formatBinary(n, locale);
}

function formatBinary(n: number, locale: LocaleName): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = n / 1024;
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${oneDigit(locale).format(value)} ${units[unit]}`;
}

/** Time on a run's clock, in seconds: "3.25 s". */
export function formatSeconds(nanoseconds: Nanoseconds, locale: LocaleName): string {
  return `${seconds(locale).format(nanoseconds / 1e9)} s`;
}

/** A moment of the person's own day, in milliseconds since 1970: "Nov 25, 2026, 14:05". */
export function formatTime(milliseconds: number, locale: LocaleName): string {
  return new Intl.DateTimeFormat(languageTag(locale), { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);
}

/** "a, b, and c", as the language has it. */
export function formatList(items: readonly string[], locale: LocaleName): string {
  return new Intl.ListFormat(languageTag(locale), { type: 'conjunction' }).format(items);
}

/** Hexadecimal with at least five digits: 0x11a40. Addresses are the same in every language. */
export function formatAddress(address: Address): string {
  return `0x${address.toString(16).padStart(5, '0')}`;
}

/** Reads what `formatAddress` writes, with or without 0x, or plain decimal after '='; undefined when it is no address. */
export function parseAddress(text: string): Address | undefined {
  const digits = text.trim().replace(/^0x/i, '');
  if (!/^[0-9a-f]{1,8}$/i.test(digits)) return undefined;
  return Number.parseInt(digits, 16);
}
