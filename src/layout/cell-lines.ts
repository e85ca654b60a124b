/** Lays rows below each other, and those that belong together side by side. */
import {
  ADDRESS_HEIGHT,
  ADDRESS_WIDTH,
  BORDER,
  CHARACTER,
  fieldHeight,
  fieldWidth,
  shortText,
  sideBySide,
  type Cell,
  type Label,
} from './cells.ts';
import type { Row } from './object-model.ts';

export interface Lines {
  readonly cells: readonly Cell[];
  readonly labels: readonly Label[];
  /** Where they end, from the box's inner edge. */
  readonly bottom: number;
}

/** Of an element, at least. */
const NARROWEST_ELEMENT = 44;
/** The same where a row of a grid has little room: two digits. */
const NARROWEST_IN_GRID = 26;
/** An element is as wide as its longest value needs, in steps, so that it seldom changes. */
const ELEMENT_STEP = 2 * CHARACTER;
const GRID_ROW = 24;
const GRID_HEAD = 18;
const GRID_SIDE = 28;
const INDENT = 14;
const BELOW = 6;
/** Elements that a box makes itself wide for. */
const ELEMENTS_ACROSS = 6;

/** `top` is where they begin, from the box's inner edge. */
export function layLines(rows: readonly Row[], width: number, top: number, rowHeight: number): Lines {
  const cells: Cell[] = [];
  const labels: Label[] = [];
  let y = BORDER + top;
  for (let i = 0; i < rows.length;) {
    const row = rows[i]!;
    const members = membersAt(rows, i);
    const laid = members.length > 1 ? layGroup(members, width, y) : undefined;
    if (laid) {
      cells.push(...laid.cells);
      labels.push(...laid.labels);
      y = laid.bottom;
      i += members.length;
      continue;
    }
    for (const line of members.length > 1 ? members : [row]) {
      cells.push({ row: line, look: 'line', x: BORDER, y, width: width - 2 * BORDER, height: rowHeight });
      y += rowHeight;
      i += 1;
    }
  }
  return { cells, labels, bottom: y - BORDER };
}

/** How wide a box is made for a group. */
export function groupWidth(members: readonly Row[]): number {
  const { kind, columns } = members[0]?.group ?? { kind: 'strip', columns: 0 };
  if (kind === 'union') return members.reduce((sum, row) => sum + fieldWidth(row), 2 * BORDER);
  const across = kind === 'grid' ? columns : Math.min(ELEMENTS_ACROSS, members.length);
  return (
    2 * BORDER +
    indentOf(members) +
    (kind === 'grid' ? GRID_SIDE : 0) +
    across * elementWidth(members, kind === 'grid' ? 'grid' : 'element') +
    1
  );
}

function membersAt(rows: readonly Row[], from: number): readonly Row[] {
  const id = rows[from]?.group?.id;
  if (id === undefined) return [];
  let end = from;
  while (rows[end]?.group?.id === id) end += 1;
  return rows.slice(from, end);
}

/** Undefined where they must lie below each other. */
function layGroup(members: readonly Row[], width: number, y: number): Lines | undefined {
  switch (members[0]?.group?.kind) {
    case 'union': {
      const widths = members.map(fieldWidth);
      if (widths.reduce((sum, each) => sum + each, 2 * BORDER) > width) return undefined;
      return {
        cells: sideBySide(members, widths, width, y - BORDER, 'field'),
        labels: [],
        bottom: y + fieldHeight(members),
      };
    }
    case 'grid':
      return layGrid(members, width, y);
    default:
      return layStrip(members, width, y);
  }
}

/** As many in a line as there is room for; each with its index above. */
function layStrip(members: readonly Row[], width: number, y: number): Lines {
  const x = BORDER + indentOf(members);
  const each = elementWidth(members, 'element');
  const across = Math.max(1, Math.floor((width - BORDER - x - 1) / each));
  const height = fieldHeight(members);
  const cells = members.map((row, i): Cell => ({
    row,
    look: 'element',
    x: x + (i % across) * each,
    y: y + Math.floor(i / across) * height,
    width: each + 1,
    height,
  }));
  return { cells, labels: [], bottom: y + Math.ceil(members.length / across) * height + belowOf(members) };
}

/**
 * With the indices at the edges. Elements are made narrower where a row would not fit, as far as their values allow; where it still does
 * not, what is left of all rows follows below, with indices of its own.
 */
function layGrid(members: readonly Row[], width: number, y: number): Lines {
  const { columns } = members[0]?.group ?? { columns: 1 };
  const left = BORDER + indentOf(members) + GRID_SIDE;
  const room = width - BORDER - left - 1;
  const usual = elementWidth(members, 'grid');
  const each = Math.max(
    Math.min(usual, Math.floor(room / columns)),
    elementWidth(members, 'grid', NARROWEST_IN_GRID, 1),
  );
  const across = Math.min(columns, Math.max(1, Math.floor(room / each)));
  const height = GRID_ROW + (members.some(({ showsAddress }) => showsAddress) ? ADDRESS_HEIGHT : 0);
  const lines = Math.ceil(members.length / columns);
  const partHeight = GRID_HEAD + lines * height + 1;
  /** Where the part begins that has this column. */
  const topOf = (column: number): number => y + Math.floor(column / across) * partHeight;
  const cells = members.map((row, i): Cell => {
    const column = i % columns;
    const line = Math.floor(i / columns);
    const [x, top] = [left + (column % across) * each, topOf(column) + GRID_HEAD + line * height];
    return { row, look: 'grid', x, y: top, width: each + 1, height: height + 1 };
  });
  const labels: Label[] = [];
  for (let i = 0; i < columns; i += 1) {
    const top = topOf(i);
    labels.push({ text: String(i), x: left + (i % across) * each, y: top, width: each, height: GRID_HEAD });
    if (i % across > 0) continue;
    for (let line = 0; line < lines; line += 1) {
      const at = top + GRID_HEAD + line * height;
      labels.push({ text: String(line), x: left - GRID_SIDE, y: at, width: GRID_SIDE - 4, height });
    }
  }
  return { cells, labels, bottom: topOf(columns - 1) + partHeight + belowOf(members) };
}

/** With the name above, or in a grid without. */
function elementWidth(
  members: readonly Row[],
  look: 'element' | 'grid',
  least = NARROWEST_ELEMENT,
  step = ELEMENT_STEP,
): number {
  const longest = members.reduce(
    (most, { text, name }) => Math.max(most, shortText(text).length, look === 'grid' ? 0 : name.length),
    0,
  );
  const narrowest = members.some(({ showsAddress }) => showsAddress) ? ADDRESS_WIDTH : 0;
  return Math.max(narrowest, least + Math.ceil(Math.max(0, longest * CHARACTER + 10 - least) / step) * step);
}

/** The elements of a block fill it; others stand below the array's own row. */
const indentOf = (members: readonly Row[]): number => (members[0]?.depth ?? 0) * INDENT;
const belowOf = (members: readonly Row[]): number => ((members[0]?.depth ?? 0) > 0 ? BELOW : 0);
