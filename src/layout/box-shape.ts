/** How large a box is, and where in it each of its rows lies. */
import type { BlockNode } from './block-graph.ts';
import type { Box, Row } from './object-model.ts';

export interface BoxMetrics {
  readonly rowHeight: number;
  readonly headHeight: number;
}

/**
 * A row's place in its box. A line is as wide as the box; fields lie side by side, each with its name above its value; links are
 * the fields from which a tree's branches go down.
 */
export interface Cell {
  readonly row: Row;
  readonly look: 'line' | 'field' | 'link';
  /** From the box's outer edge. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface BoxShape {
  readonly width: number;
  readonly height: number;
  readonly cells: readonly Cell[];
}

export const BORDER = 1;
/** Of a character of code at the page's small size, rounded up. */
const CHARACTER = 8;
/** Of a field's lower part. */
export const VALUE_HEIGHT = 24;
const FIELD_HEIGHT = 42;
const MOST_FIELDS = 4;
const WIDEST_FIELDS = 380;
const NARROWEST_NODE = 112;
const WIDEST_NODE = 232;
const POINTER_WIDTH = 40;
/** Longer values are cut off. */
const LONGEST_TEXT = 24;
/** Of most values of a type of so many bytes. */
const USUAL_CHARACTERS: Readonly<Record<number, number>> = { 1: 3, 2: 5, 4: 6, 8: 8 };

/** Rows below each other. */
export function linesShape(box: Box, width: number, metrics: BoxMetrics): BoxShape {
  return shapeOfLines(box.rows, width, metrics);
}

/**
 * Of a block. Nodes of lists are short and wide, with their fields side by side; nodes of trees have their links below; both are as
 * wide as their types need, so that values that change move nothing. `width` is what blocks get that are no part of a structure.
 */
export function blockShape({ box, ownRows }: BlockNode, width: number | undefined, metrics: BoxMetrics): BoxShape {
  if (ownRows.length === 0) return linesShape(box, width ?? nodeWidth(box.rows), metrics);
  if (ownRows.length === 1)
    return fieldsShape(box.rows, metrics) ?? shapeOfLines(box.rows, nodeWidth(box.rows), metrics);
  if (ownRows.length <= MOST_FIELDS && ownRows.every(({ depth }) => depth === 0))
    return treeShape(box.rows, ownRows, metrics);
  return shapeOfLines(box.rows, nodeWidth(box.rows), metrics);
}

function shapeOfLines(rows: readonly Row[], width: number, metrics: BoxMetrics): BoxShape {
  const cells = lines(rows, width, metrics.headHeight, metrics.rowHeight);
  return { width, height: metrics.headHeight + rows.length * metrics.rowHeight + 2 * BORDER, cells };
}

function lines(rows: readonly Row[], width: number, top: number, height: number): Cell[] {
  return rows.map((row, i) => ({
    row,
    look: 'line',
    x: BORDER,
    y: BORDER + top + i * height,
    width: width - 2 * BORDER,
    height,
  }));
}

function fieldsShape(rows: readonly Row[], { headHeight }: BoxMetrics): BoxShape | undefined {
  const isFlat = rows.every(({ depth, isOpen, more }) => depth === 0 && isOpen !== true && more === undefined);
  if (!isFlat || rows.length > MOST_FIELDS) return undefined;
  const widths = rows.map(fieldWidth);
  const needed = widths.reduce((sum, width) => sum + width, 2 * BORDER);
  if (needed > WIDEST_FIELDS) return undefined;
  const width = Math.max(NARROWEST_NODE, needed);
  const cells = sideBySide(rows, widths, width, headHeight, 'field');
  return { width, height: headHeight + FIELD_HEIGHT + 2 * BORDER, cells };
}

function treeShape(rows: readonly Row[], links: readonly Row[], metrics: BoxMetrics): BoxShape {
  const data = rows.filter((row) => !links.includes(row));
  const widths = links.map((row) => Math.max(POINTER_WIDTH, textWidth(row.name)));
  const width = Math.max(
    nodeWidth(data),
    widths.reduce((sum, each) => sum + each, 2 * BORDER),
  );
  const top = metrics.headHeight + data.length * metrics.rowHeight;
  const cells = [
    ...lines(data, width, metrics.headHeight, metrics.rowHeight),
    ...sideBySide(links, widths, width, top, 'link'),
  ];
  return { width, height: top + FIELD_HEIGHT + 2 * BORDER, cells };
}

/** What is left of the width is shared. */
function sideBySide(
  rows: readonly Row[],
  widths: readonly number[],
  width: number,
  top: number,
  look: Cell['look'],
): Cell[] {
  const left = (width - 2 * BORDER - widths.reduce((sum, each) => sum + each, 0)) / Math.max(1, rows.length);
  let x = BORDER;
  return rows.map((row, i) => {
    const cell: Cell = { row, look, x, y: BORDER + top, width: (widths[i] ?? 0) + left, height: FIELD_HEIGHT };
    x += cell.width;
    return cell;
  });
}

function nodeWidth(rows: readonly Row[]): number {
  const needed = rows.map(
    (row) => textWidth(row.name) + 12 + valueWidth(row) + row.depth * 14 + (row.isOpen === undefined ? 0 : 22),
  );
  return Math.min(WIDEST_NODE, Math.max(NARROWEST_NODE, ...needed));
}

function fieldWidth(row: Row): number {
  return Math.max(textWidth(row.name) + (row.isOpen === undefined ? 0 : 22), valueWidth(row));
}

const textWidth = (text: string): number => 20 + text.length * CHARACTER;

/** Enough for most values of a type of this size, and for what is there now. */
function valueWidth(row: Row): number {
  if (row.pointing?.kind === 'object' || row.pointing?.kind === 'freed') return POINTER_WIDTH;
  if (row.pointsTo !== undefined)
    return row.text === 'NULL' ? POINTER_WIDTH : textWidth(row.text.slice(0, LONGEST_TEXT));
  const usual = USUAL_CHARACTERS[row.size] ?? 6;
  const now = row.written === 'none' ? 0 : Math.min(LONGEST_TEXT, row.text.length);
  return 20 + Math.max(usual, now) * CHARACTER;
}
