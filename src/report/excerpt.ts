import type { Style } from './style.ts';

export interface QuotedSource {
  readonly path: string;
  readonly text: string;
}

const TAB_WIDTH = 8;
/** Longer lines are cut around the caret. */
const MAX_WIDTH = 110;

/**
 * A line of source with a caret below it, as clang prints it:
 *
 *        20 |     char *line = malloc(30);
 *           |                  ^
 *
 * `column` counts bytes from 1 (0: no caret), `endColumn` (exclusive) draws a range of ~. Gives no lines where the source
 * or the line isn't known.
 */
export function excerpt(
  sources: readonly QuotedSource[],
  at: { readonly file: string; readonly line: number; readonly column: number; readonly endColumn?: number },
  style: Style,
): string[] {
  const source = sources.find(({ path }) => path === at.file);
  const line = source?.text.split('\n')[at.line - 1];
  if (line === undefined) return [];
  const cells = layOut(line.replace(/\r$/, ''));
  const number = String(at.line).padStart(5);
  const gutter = ' '.repeat(number.length);
  const start = cells.cellOfByte(at.column - 1);
  const end = at.endColumn === undefined ? start + 1 : Math.max(cells.cellOfByte(at.endColumn - 1), start + 1);
  const from = start > MAX_WIDTH - 20 ? start - Math.floor(MAX_WIDTH / 2) : 0;
  const shown = cells.slice(from, from + MAX_WIDTH);
  const lines = [`${number} | ${from > 0 ? '…' : ''}${shown}${cells.width > from + MAX_WIDTH ? '…' : ''}`];
  if (at.column > 0) {
    const indent = ' '.repeat(start - from + (from > 0 ? 1 : 0));
    lines.push(`${gutter} | ${indent}${style.caret('^' + '~'.repeat(Math.min(end, from + MAX_WIDTH) - start - 1))}`);
  }
  return lines;
}

interface Cells {
  readonly width: number;
  /** The cell in which the character with this byte (of UTF-8, from 0) begins. */
  cellOfByte(byte: number): number;
  slice(from: number, to: number): string;
}

/** The line as a terminal shows it: tabs expanded, control characters made harmless, wide characters two cells wide. */
function layOut(line: string): Cells {
  const texts: string[] = [];
  const starts: number[] = [];
  const byteCells: number[] = [];
  let cell = 0;
  for (const character of line) {
    const code = character.codePointAt(0) ?? 0;
    const text = code === 9 ? ' '.repeat(TAB_WIDTH - (cell % TAB_WIDTH)) : isControl(code) ? '\ufffd' : character;
    for (let i = utf8Length(code); i > 0; i--) byteCells.push(cell);
    texts.push(text);
    starts.push(cell);
    cell += code === 9 ? text.length : isWide(code) ? 2 : 1;
  }
  return {
    width: cell,
    cellOfByte: (byte) => (byte <= 0 ? 0 : (byteCells[byte] ?? cell + Math.max(0, byte - byteCells.length))),
    slice: (from, to) => texts.filter((_, i) => starts[i]! >= from && starts[i]! < to).join(''),
  };
}

/** C0, DEL, C1 and the characters that reorder text. */
function isControl(code: number): boolean {
  return (
    code < 32 ||
    (code >= 0x7f && code < 0xa0) ||
    (code >= 0x202a && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069)
  );
}

function utf8Length(code: number): number {
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

/** East Asian Wide and Fullwidth, by their large blocks (Unicode UAX 11), and emoji. */
function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}
