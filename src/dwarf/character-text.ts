import type { CharacterString } from './value.ts';

const ESCAPES: Readonly<Record<number, string>> = {
  0: '\\0',
  7: '\\a',
  8: '\\b',
  9: '\\t',
  10: '\\n',
  11: '\\v',
  12: '\\f',
  13: '\\r',
  92: '\\\\',
};

/** A character constant: `'a'`, `'\n'`, `'\xff'`. */
export function characterText(code: number): string {
  return code === 39 ? "'\\''" : `'${escaped(code)}'`;
}

function escaped(code: number): string {
  const known = ESCAPES[code];
  if (known !== undefined) return known;
  if (code >= 0x20 && code < 0x7f) return String.fromCharCode(code);
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code <= 0x10ffff ? String.fromCodePoint(code) : `\\U${code.toString(16).padStart(8, '0')}`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The string that begins at the first byte, as a literal. UTF-8 is shown as text, other bytes as escapes. */
export function characterString(bytes: Uint8Array): CharacterString {
  const zero = bytes.indexOf(0);
  const isTerminated = zero >= 0;
  const used = isTerminated ? bytes.subarray(0, zero) : bytes;
  let literal = '';
  for (let i = 0; i < used.length;) {
    const length = sequenceLength(used, i);
    if (length > 1) literal += utf8.decode(used.subarray(i, i + length));
    else literal += byteText(used[i] as number, used[i + 1]);
    i += length;
  }
  return { literal: `"${literal}"`, isTerminated };
}

function byteText(byte: number, next: number | undefined): string {
  if (byte === 34) return '\\"';
  const text = escaped(byte);
  // A hexadecimal escape goes on as long as there are hexadecimal digits, so such a neighbour ends the literal.
  return text.startsWith('\\x') && next !== undefined && /[0-9a-fA-F]/.test(String.fromCharCode(next))
    ? `${text}""`
    : text;
}

/** Length of the valid UTF-8 sequence at i, or 1. */
function sequenceLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i] as number;
  const length = lead < 0xc2 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 1;
  if (length === 1 || i + length > bytes.length) return 1;
  try {
    utf8.decode(bytes.subarray(i, i + length));
    return length;
  } catch {
    return 1;
  }
}
