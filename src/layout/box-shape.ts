/** How large a box is, and where in it each of its rows lies. */
import type { BlockNode } from './block-graph.ts';
import { groupWidth, layLines } from './cell-lines.ts';
import {
  BORDER,
  ADDRESS_WIDTH,
  fieldHeight,
  fieldWidth,
  POINTER_WIDTH,
  sideBySide,
  textWidth,
  valueWidth,
  type Cell,
  type Label,
} from './cells.ts';
import type { BlockBox, Box, Row } from './object-model.ts';

export interface BoxMetrics {
  readonly rowHeight: number;
  readonly headHeight: number;
}

export interface BoxShape {
  readonly width: number;
  readonly height: number;
  readonly cells: readonly Cell[];
  readonly labels?: readonly Label[];
}

const MOST_FIELDS = 4;
const WIDEST_FIELDS = 380;
const NARROWEST_NODE = 120;
/** What a head says besides a number that says "leaked", and of each further digit. */
const LEAKED_HEAD = 122;
const DIGIT = 9;
const WIDEST_NODE = 232;

/** Rows below each other. */
export function linesShape(box: Box, width: number, metrics: BoxMetrics): BoxShape {
  return shapeOfLines(box.rows, width, metrics);
}

/**
 * Of a block. Nodes of lists are short and wide, with their fields side by side; nodes of trees have their links below; both are as
 * wide as their types need, so that values that change move nothing. `width` is what blocks get that are no part of a structure.
 */
export function blockShape({ box, ownRows }: BlockNode, width: number | undefined, metrics: BoxMetrics): BoxShape {
  if (ownRows.length === 0) return linesShape(box, width ?? nodeWidth(box, box.rows), metrics);
  if (ownRows.length === 1)
    return fieldsShape(box, metrics) ?? shapeOfLines(box.rows, nodeWidth(box, box.rows), metrics);
  if (ownRows.length <= MOST_FIELDS && ownRows.every(({ depth }) => depth === 0))
    return treeShape(box, ownRows, metrics);
  return shapeOfLines(box.rows, nodeWidth(box, box.rows), metrics);
}

function shapeOfLines(rows: readonly Row[], width: number, metrics: BoxMetrics): BoxShape {
  const { cells, labels, bottom } = layLines(rows, width, metrics.headHeight, metrics.rowHeight);
  return { width, height: bottom + 2 * BORDER, cells, ...(labels.length > 0 && { labels }) };
}

function fieldsShape(box: BlockBox, { headHeight }: BoxMetrics): BoxShape | undefined {
  const { rows } = box;
  const isFlat = rows.every(
    ({ depth, isOpen, more, group }) => depth === 0 && isOpen !== true && more === undefined && !group,
  );
  if (!isFlat || rows.length > MOST_FIELDS) return undefined;
  const widths = rows.map(fieldWidth);
  const needed = widths.reduce((sum, width) => sum + width, 2 * BORDER);
  if (needed > WIDEST_FIELDS) return undefined;
  const width = Math.max(headWidth(box), needed);
  const cells = sideBySide(rows, widths, width, headHeight, 'field');
  return { width, height: headHeight + fieldHeight(rows) + 2 * BORDER, cells };
}

function treeShape(box: BlockBox, links: readonly Row[], metrics: BoxMetrics): BoxShape {
  const data = box.rows.filter((row) => !links.includes(row));
  const widths = links.map((row) => Math.max(row.showsAddress ? ADDRESS_WIDTH : POINTER_WIDTH, textWidth(row.name)));
  const width = Math.max(
    nodeWidth(box, data),
    widths.reduce((sum, each) => sum + each, 2 * BORDER),
  );
  const { cells: above, labels, bottom: top } = layLines(data, width, metrics.headHeight, metrics.rowHeight);
  const cells = [...above, ...sideBySide(links, widths, width, top, 'link')];
  return { width, height: top + fieldHeight(links) + 2 * BORDER, cells, labels };
}

function nodeWidth(box: BlockBox, rows: readonly Row[]): number {
  const groups = new Map<string, Row[]>();
  let widest = headWidth(box);
  for (const row of rows) {
    const { group } = row;
    if (group) groups.set(group.id, [...(groups.get(group.id) ?? []), row]);
    else widest = Math.max(widest, lineWidth(row));
  }
  return Math.min(
    Math.max(WIDEST_NODE, ...[...groups.values()].map(groupWidth)),
    Math.max(widest, ...[...groups.values()].map(groupWidth)),
  );
}

/** So that its number and what became of it can be read: a block that will leak has the room for it from the first step on. */
function headWidth({ block, state, willLeak }: BlockBox): number {
  const digits = String(block).length;
  const few =
    state === 'leaked' || willLeak ? LEAKED_HEAD + DIGIT * digits : NARROWEST_NODE + DIGIT * Math.max(0, digits - 3);
  return Math.max(NARROWEST_NODE, few);
}

function lineWidth(row: Row): number {
  return (
    textWidth(row.name) +
    12 +
    valueWidth(row) +
    row.depth * 14 +
    (row.isOpen === undefined ? 0 : 22) +
    (row.showsAddress ? ADDRESS_WIDTH : 0)
  );
}
