/** Every number that a person reads is formatted here, so that one size or address looks the same in all views. */
import { languageTag, LOCALES, type LocaleName } from './locale-name.ts';
import type { Address, ByteCount, Nanoseconds } from '../util/units.ts';

export { ENGLISH, languageTag, LOCALES, type LocaleName } from './locale-name.ts';

const plain = inEach(0);
const oneDigit = inEach(1);
const seconds = inEach(3);

function inEach(maximumFractionDigits: number): Readonly<Record<LocaleName, Intl.NumberFormat>> {
  const formats = LOCALES.map((name) => [name, new Intl.NumberFormat(languageTag(name), { maximumFractionDigits })]);
  return Object.fromEntries(formats) as Record<LocaleName, Intl.NumberFormat>;
}

/** A whole number with the language's grouping: 1,234,567. */
export function formatCount(n: number, locale: LocaleName): string {
  return plain[locale].format(n);
}

/** A size in words for sentences: "30 bytes", "1 byte", "12.5 KiB" (binary units from 10 KiB up). */
export function formatBytes(n: ByteCount, locale: LocaleName): string {
  if (n < 10_240) {
    if (locale === 'zh') return `${formatCount(n, locale)} 字节`;
    return `${formatCount(n, locale)} ${n === 1 ? 'byte' : 'bytes'}`;
  }
  return formatBinary(n, locale);
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
  return `${oneDigit[locale].format(value)} ${units[unit]}`;
}

/** Time on a run's clock, in seconds: "3.25 s". */
export function formatSeconds(nanoseconds: Nanoseconds, locale: LocaleName): string {
  return `${seconds[locale].format(nanoseconds / 1e9)} s`;
}

/** A moment of the person's own day, in milliseconds since 1970: "Nov 25, 2026, 14:05". */
export function formatTime(milliseconds: number, locale: LocaleName): string {
  return new Intl.DateTimeFormat(languageTag(locale), { dateStyle: 'medium', timeStyle: 'short' }).format(milliseconds);
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
