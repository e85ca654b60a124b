import type { Box, EndedFrame, FrameBox, ObjectModel, Row, StackBox } from './object-model.ts';
import { isOffending, type EndedVariable, type Offence, type OffendingBytes } from './offence.ts';

/** Variables nearer than this to an access outside of them are taken for what it was meant for. */
const NEAR = 256;
const NULL_PAGE = 4096;

/**
 * Marks in a model what a finding is about: the rows whose bytes are misused, the pointers that led there, the blocks. An access
 * that no row shows (past a block's end, in a freed block) gets a row of its own in the box it was meant for.
 *
 *     block 3 · 16 bytes
 *       [3]            7
 *       +16   ! written here
 *
 * `sourceLine` is the text of the line that does it: of several pointers that could have led there, those it names did.
 */
export function markOffence(model: ObjectModel, offence: Offence | undefined, sourceLine = ''): ObjectModel {
  if (!offence) return model;
  const { bytes } = offence;
  const inFocus = new Set(offence.blocks.map((id) => `b${id}`));
  const marks = bytes ? new Marks(model, offence, bytes, sourceLine) : undefined;
  const mark = <T extends Box>(box: T): T => ({
    ...box,
    rows: marks ? marks.rowsOf(box) : box.rows,
    ...(inFocus.has(box.id) && { inFocus: true }),
  });
  const left: StackBox[] = model.left.map(mark);
  // A frame that is no more lies below those that are.
  if (marks?.endedFrame) left.push(marks.endedFrame);
  return { ...model, left, right: model.right.map(mark) };
}

class Marks {
  readonly #bytes: OffendingBytes;
  readonly #hit: ReadonlySet<Row>;
  readonly #led: ReadonlySet<Row>;
  /** Where the row of its own goes: in which box, after how many rows. */
  readonly #extra: { readonly box: string; readonly after: number; readonly row: Row } | undefined;
  readonly endedFrame: EndedFrame | undefined;

  constructor(model: ObjectModel, offence: Offence, bytes: OffendingBytes, sourceLine: string) {
    this.#bytes = bytes;
    const boxes: readonly Box[] = [...model.left, ...model.right];
    const rows = boxes.flatMap((box) => box.rows);
    this.#hit = new Set(rows.filter((row) => isLeaf(row) && this.#hits(row)));
    this.#led = new Set(pointersThere(model, offence, bytes, sourceLine));
    const { ended } = bytes;
    this.#extra = this.#hit.size > 0 ? undefined : ended ? endedRow(boxes, bytes, ended) : extraRow(boxes, bytes);
    if (ended && this.#hit.size === 0 && !this.#extra) {
      const rows = [ownRow(bytes, ended.name, 0)];
      this.endedFrame = { id: 'ended', kind: 'ended', name: ended.function, rows };
    }
  }

  rowsOf(box: Box): readonly Row[] {
    const rows = box.rows.map((row): Row => {
      if (this.#hit.has(row)) return { ...row, offence: this.#bytes.use };
      return this.#led.has(row) ? { ...row, led: true } : row;
    });
    if (this.#extra?.box === box.id) rows.splice(this.#extra.after, 0, this.#extra.row);
    return rows;
  }

  #hits(row: Row): boolean {
    return row.address !== undefined && row.size > 0 && isOffending(this.#bytes, row.address, row.size);
  }
}

/** A struct that lies open is marked in its members. */
const isLeaf = (row: Row): boolean => row.isOpen !== true;

function pointersThere(model: ObjectModel, offence: Offence, bytes: OffendingBytes, sourceLine: string): Row[] {
  const blocks = new Set(offence.blocks.map((id) => `b${id}`));
  const leads = ({ pointing }: Row): boolean => {
    if (pointing?.kind === 'object' || pointing?.kind === 'freed')
      return blocks.has(pointing.box) || isOffending(bytes, pointing.target, 1);
    if (blocks.size > 0) return false;
    return pointing?.kind === (bytes.address < NULL_PAGE ? 'null' : 'unknown');
  };
  const frames = model.left.filter((box): box is FrameBox => box.kind === 'frame').reverse();
  const globals = model.left.filter((box) => box.kind === 'globals');
  const isNamed = (row: Row): boolean => new RegExp(`(^|\\W)${escaped(row.name)}(\\W|$)`).test(sourceLine);
  const groups = [...frames.map((frame): readonly Box[] => [frame]), globals, model.right].map((boxes) =>
    boxes.flatMap((box) => box.rows).filter(leads),
  );
  const named = groups.map((rows) => rows.filter(isNamed)).find((rows) => rows.length > 0);
  // Any pointer into the block may be the one; not any that is NULL.
  return named ?? (blocks.size > 0 ? groups.find((rows) => rows.length > 0) : undefined) ?? [];
}

function escaped(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** Of a variable whose scope ended: in the frame it was in. */
function endedRow(
  boxes: readonly Box[],
  bytes: OffendingBytes,
  { name, function: owner, isFrame }: EndedVariable,
): ReturnType<typeof extraRow> {
  const box = isFrame ? undefined : boxes.findLast((each) => each.kind === 'frame' && each.name === owner);
  return box && { box: box.id, after: box.rows.length, row: ownRow(bytes, name, 0) };
}

function extraRow(boxes: readonly Box[], bytes: OffendingBytes): { box: string; after: number; row: Row } | undefined {
  const { block } = bytes;
  if (block) {
    const box = boxes.find((each) => each.id === `b${block.id}`);
    if (!box) return undefined;
    const offset = bytes.address - block.address;
    return { box: box.id, after: offset < 0 ? 0 : box.rows.length, row: ownRow(bytes, signed(offset), 0) };
  }
  const near = nearest(boxes, bytes);
  if (!near) return undefined;
  const { box, index, row } = near;
  const offset = bytes.address - (row.address ?? 0);
  const parts = box.rows.slice(index + 1).findIndex((each) => each.depth <= row.depth);
  const end = parts < 0 ? box.rows.length : index + 1 + parts;
  return { box: box.id, after: offset < 0 ? index : end, row: ownRow(bytes, signed(offset), row.depth + 1) };
}

/** The variable that was missed, where it is known; else the one that lies nearest, in the frames and among the globals. */
function nearest(
  boxes: readonly Box[],
  { address, variable }: OffendingBytes,
): { readonly box: Box; readonly index: number; readonly row: Row } | undefined {
  let best: { readonly box: Box; readonly index: number; readonly row: Row; readonly distance: number } | undefined;
  for (const box of boxes) {
    if (box.kind === 'block') continue;
    box.rows.forEach((row, index) => {
      if (row.address === undefined || row.depth > 0 || row.size === 0) return;
      if (variable && row.name !== variable.name) return;
      const distance = address < row.address ? row.address - address : address - (row.address + row.size) + 1;
      if (distance <= NEAR && (!best || distance < best.distance)) best = { box, index, row, distance };
    });
  }
  return best;
}

function signed(offset: number): string {
  return offset < 0 ? `−${-offset}` : `+${offset}`;
}

function ownRow({ address, size, use }: OffendingBytes, name: string, depth: number): Row {
  return {
    id: 'offence',
    depth,
    name,
    type: '',
    text: '',
    written: 'all',
    changed: false,
    isOpen: undefined,
    address,
    size,
    pointing: undefined,
    offence: use,
  };
}
