/** Where rows lie in their boxes, and how wide they need to be. */
import type { Row } from './object-model.ts';

/**
 * A row's place in its box. A line is as wide as the box; fields lie side by side, each with its name above its value; links are
 * the fields from which a tree's branches go down. Elements of arrays have their index above them, or in a grid beside it.
 */
export interface Cell {
  readonly row: Row;
  readonly look: 'line' | 'field' | 'link' | 'element' | 'grid';
  /** From the box's outer edge. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A word beside cells: an index of a grid. */
export interface Label {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export const BORDER = 1;
/** Of a character of code at the page's small size, rounded up. */
export const CHARACTER = 8;
/** Of a field's lower part. */
export const VALUE_HEIGHT = 24;
const FIELD_HEIGHT = 42;
/** Of an address between name and value. */
export const ADDRESS_HEIGHT = 16;
export const ADDRESS_WIDTH = 76;
export const POINTER_WIDTH = 40;
/** Longer values are cut off. */
const LONGEST_TEXT = 24;
/** Of most values of a type of so many bytes. */
const USUAL_CHARACTERS: Readonly<Record<number, number>> = { 1: 3, 2: 5, 4: 6, 8: 8 };

/** Of cells that have their name above their value, and between them their address, where it is shown. */
export function fieldHeight(rows: readonly Row[]): number {
  return FIELD_HEIGHT + (rows.some(({ showsAddress }) => showsAddress) ? ADDRESS_HEIGHT : 0);
}

/** Fractions of many digits, where values stand close together: digits that are left out are none that tell how large it is. */
export const shortText = (text: string): string => text.replace(/^(-?(?:0\.0*|\d+\.)\d{3})\d{2,}/, '$1…');

/** What is left of the width is shared. */
export function sideBySide(
  rows: readonly Row[],
  widths: readonly number[],
  width: number,
  top: number,
  look: Cell['look'],
): Cell[] {
  const left = (width - 2 * BORDER - widths.reduce((sum, each) => sum + each, 0)) / Math.max(1, rows.length);
  const height = fieldHeight(rows);
  let x = BORDER;
  return rows.map((row, i) => {
    const cell: Cell = { row, look, x, y: BORDER + top, width: (widths[i] ?? 0) + left, height };
    x += cell.width;
    return cell;
  });
}

export function fieldWidth(row: Row): number {
  const width = Math.max(textWidth(row.name) + (row.isOpen === undefined ? 0 : 22), valueWidth(row));
  return row.showsAddress ? Math.max(ADDRESS_WIDTH, width) : width;
}

export const textWidth = (text: string): number => 20 + text.length * CHARACTER;

/** Enough for most values of a type of this size, and for what is there now. */
export function valueWidth(row: Row): number {
  if (row.pointing?.kind === 'object' || row.pointing?.kind === 'freed') return POINTER_WIDTH;
  if (row.pointsTo !== undefined)
    return row.text === 'NULL' ? POINTER_WIDTH : textWidth(row.text.slice(0, LONGEST_TEXT));
  const usual = USUAL_CHARACTERS[row.size] ?? 6;
  const now = row.written === 'none' ? 0 : Math.min(LONGEST_TEXT, shortText(row.text).length);
  return 20 + Math.max(usual, now) * CHARACTER;
}
