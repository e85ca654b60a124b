import type { DebugInfo, TypeId } from '../dwarf/debug-info.ts';
import type { ReadMemory } from '../dwarf/evaluation.ts';
import { childrenOf, type ReadOptions } from '../dwarf/read-value.ts';
import { resolve } from '../dwarf/size-of.ts';
import { declareDimensions, typeName } from '../dwarf/type-name.ts';
import type { ArrayValue, Value } from '../dwarf/value.ts';
import type { Address, ByteCount } from '../util/units.ts';
import type { Pointing, Row } from './object-model.ts';
import type { StepBytes } from './step-bytes.ts';
import type { WordRows } from './word-rows.ts';
import type { paddingOf, paddingRow } from './padding.ts';

export interface RowContext {
  readonly debug: DebugInfo;
  /** What the person has opened or closed by hand, by row id; others are as this file thinks best. */
  readonly opened: ReadonlyMap<string, boolean>;
  /** Tells of bytes that no member has; undefined where nobody wants to know. */
  readonly padding: Padding | undefined;
  /** Of these something is to be seen also where it lies in what is closed. */
  readonly pointedAt: readonly Place[];
  /** Whether rows tell their addresses. */
  readonly showsAddresses: boolean;
  readonly bytes: StepBytes;
  /** Reads blocks where there is no debug information at all, so that no pointer tells what they hold. */
  readonly wordRows: WordRows | undefined;
  pointing(value: Extract<Value, { kind: 'pointer' }>): Pointing;
  /** Where a number leads that is an address in a block, but not just behind it; undefined for others. */
  pointingToBlock(target: Address): Pointing | undefined;
  /** A string that the pointer leads to, quoted; undefined for other pointers. */
  stringAt(value: Extract<Value, { kind: 'pointer' }>): string | undefined;
}

/** What a pointer leads to. */
export interface Place {
  readonly address: Address;
  readonly size: ByteCount;
}

/** Loaded for those who want to see it. */
export interface Padding {
  readonly paddingOf: typeof paddingOf;
  readonly paddingRow: typeof paddingRow;
}

/** A value to be shown, and how to read its parts. */
export interface ShownValue {
  readonly id: string;
  readonly name: string;
  readonly value: Value;
  readonly read: ReadMemory;
  readonly options: ReadOptions;
}

const DEEPEST = 6;
/** Elements shown of an open array before "n more"; opening that shows as many again. */
const ELEMENTS = 16;
/** Elements of a closed array that are listed in its one line. */
const LISTED = 8;
/** Wider arrays of arrays are shown a row at a time. */
const MOST_COLUMNS = 32;
/** Elements of a closed array, or of what an open one leaves out, that are shown because something points at them. */
const POINTED = 4;
/** The same of pointers that lead to an object: a table's occupied places, a trie's children. So many are looked at. */
const LEADING = 12;
const LOOKED_AT = 1024;
/** Larger arrays of arrays are closed at first, and arrays of structs with more members in all. */
const OPEN_GRID = 64;
const OPEN_MEMBERS = 12;

/** A value as rows: itself and, where open, its parts. Gives also the pointers met, for following them. */
export function readRows(shown: ShownValue, context: RowContext, depth = 0): Row[] {
  const { value } = shown;
  const hasParts = countParts(value) > 0 && depth < DEEPEST;
  const isOpen = hasParts ? (context.opened.get(shown.id) ?? opensByItself(shown, depth, context.debug)) : undefined;
  const own = ownRow(shown, context, depth, isOpen);
  if (isOpen) {
    const parts = partRows(shown, context, depth + 1);
    return [withoutMarksOf(own, parts), ...parts];
  }
  return hasParts ? [own, ...pointedRows(shown, context, depth + 1, 0)] : [own];
}

/** What the step did to a part is marked there alone. */
function withoutMarksOf({ wasRead, ...row }: Row, parts: readonly Row[]): Row {
  const isReadElsewhere = parts.some((part) => part.wasRead);
  return {
    ...row,
    changed: row.changed && !parts.some(({ changed }) => changed),
    ...(wasRead && !isReadElsewhere && { wasRead }),
  };
}

/** Of an array's elements from `from` on those that something points at, and those that lead to an object themselves. */
function pointedRows(shown: ShownValue, context: RowContext, depth: number, from: number): Row[] {
  const { id, value, read, options } = shown;
  const { address, size } = value;
  if (value.kind !== 'array' || !value.elementSize || address === undefined || value.string) return [];
  const isOfPointers = isFlatArray(value, context.debug, 'pointer');
  return elementsOfNote(context, read, { address, size }, value.elementSize, from, isOfPointers).flatMap((index) =>
    childrenOf(context.debug, value, read, options, { from: index, limit: 1 }).flatMap(({ name, path, value: part }) =>
      readRows({ id: id + path, name, value: part, read, options }, context, depth),
    ),
  );
}

/** The indices from `from` on of elements that something points at and, of pointers, a few of the first that are not NULL. */
export function elementsOfNote(
  { pointedAt, bytes }: RowContext,
  read: ReadMemory,
  place: Place,
  element: ByteCount,
  from: number,
  areLeading: boolean,
): number[] {
  const { address, size } = place;
  const leading = new Set<number>();
  if (areLeading)
    read(address, Math.min(size, LOOKED_AT * element)).forEach((byte, at) => {
      const index = Math.floor(at / element);
      const isNote = byte && index >= from && leading.size < LEADING;
      if (isNote && bytes.definedness(address + at, 1) !== 'none') leading.add(index);
    });
  return [...new Set([...pointedElements(pointedAt, place, element), ...leading])]
    .filter((index) => index >= from)
    .sort((a, b) => a - b);
}

function ownRow(shown: ShownValue, context: RowContext, depth: number, isOpen: boolean | undefined): Row {
  const { id, name, value, options } = shown;
  const { address, size } = value;
  const written = value.defined ?? 'all';
  const pointing = value.kind === 'pointer' && written === 'all' ? context.pointing(value) : undefined;
  return {
    id,
    depth,
    name,
    type: nameOfType(context.debug, value, options),
    text: textOf(shown, context, isOpen),
    written,
    changed: address !== undefined && size > 0 && context.bytes.changed(address, size),
    ...(context.showsAddresses && address !== undefined && { showsAddress: true }),
    ...(address !== undefined && size > 0 && context.bytes.wasRead(address, size) && { wasRead: true }),
    ...(address !== undefined && size > 0 && context.bytes.hasEnded(address, size) && { hasEnded: true }),
    isOpen,
    address,
    size,
    pointing,
    ...(value.kind === 'pointer' && { pointsTo: resolvedName(context.debug, value.targetType) }),
  };
}

/** A type's name without qualifiers and typedefs; '' for void and functions. */
export function resolvedName(debug: DebugInfo, type: TypeId): string {
  const resolved = resolve(debug, type);
  const isObject = resolved.type.kind !== 'void' && resolved.type.kind !== 'function';
  return isObject ? typeName(debug, resolved.id) : '';
}

/** The indices of elements of this size that something points at, a few. */
export function pointedElements(pointedAt: readonly Place[], { address, size }: Place, element: ByteCount): number[] {
  const inside = pointedAt.filter((at) => at.address >= address && at.address < address + size && at.size <= element);
  const indices = new Set(inside.map((at) => Math.floor((at.address - address) / element)));
  return [...indices].slice(0, POINTED).sort((a, b) => a - b);
}

/** The rows of the parts of a struct, union or array, without the row of the whole. */
export function partRows(shown: ShownValue, context: RowContext, depth: number): Row[] {
  const { id, value, read, options } = shown;
  const limit = ELEMENTS * pagesOpened(id, context);
  const parts = childrenOf(context.debug, value, read, options, { limit });
  const columns = gridColumns(value, context.debug, options);
  const padding = value.kind === 'struct' ? context.padding : undefined;
  const gaps = padding?.paddingOf(value, parts) ?? [];
  const rows = parts.flatMap(({ name, path, value: part }): Row[] => {
    const before = gaps
      .filter(({ before: next }) => next === part)
      .map((gap) => padding!.paddingRow(id, gap, value, depth));
    const own = { id: id + (path || `.${name}@${part.offset}`), name: name || '{}', value: part, read, options };
    return columns > 0 ? gridLine(own, context, depth, columns) : [...before, ...readRows(own, context, depth)];
  });
  rows.push(...gaps.filter(({ before }) => !before).map((gap) => padding!.paddingRow(id, gap, value, depth)));
  const left = countParts(value) - parts.length;
  return [
    ...grouped(rows, id, value, columns),
    ...(left > 0 ? pointedRows(shown, context, depth, parts.length) : []),
    ...(value.kind === 'array' && left > 0 ? [moreRow(id, depth, left)] : []),
  ];
}

/** The elements of one line of a grid. */
export function gridLine(line: ShownValue, context: RowContext, depth: number, columns: number): Row[] {
  return childrenOf(context.debug, line.value, line.read, line.options, { limit: columns }).flatMap((element) =>
    readRows(
      { ...line, id: line.id + element.path, name: line.name + element.name, value: element.value },
      context,
      depth,
    ),
  );
}

/** Says which rows lie side by side. */
function grouped(all: readonly Row[], id: string, value: Value, columns: number): readonly Row[] {
  if (columns > 0) return all.map((row) => ({ ...row, group: { id, kind: 'grid', columns } }));
  if (value.kind === 'array') return strip(all, id);
  const rows = value.kind === 'union' ? all.map(asOneOfMany) : all;
  const isFlat = rows.every(({ isOpen }) => isOpen !== true);
  if (value.kind !== 'union' || !isFlat || rows.length < 2) return rows;
  return rows.map((row) => ({ ...row, group: { id, kind: 'union', columns: rows.length } }));
}

/** Members of a union share their bytes: those that are no address are meant as another member's. */
const asOneOfMany = (row: Row): Row =>
  row.pointing?.kind === 'unknown' ? { ...row, pointing: { kind: 'literal' } } : row;

/** Elements of an array side by side, where they are numbers or characters. */
export function strip(rows: readonly Row[], id: string): readonly Row[] {
  const isFlat = rows.every(
    ({ isOpen, pointsTo, text }) => isOpen === undefined && pointsTo === undefined && text !== '',
  );
  return isFlat ? rows.map((row) => ({ ...row, group: { id, kind: 'strip', columns: rows.length } })) : rows;
}

/** How many elements a row of an array of arrays of numbers has; 0 for what is no such array. */
const gridColumns = (value: Value, debug: DebugInfo, options: ReadOptions): number =>
  columnsOf(value, debug, options, 2);

/** The elements in the last dimension of an array of numbers that has so many; 0 for other values, and for more than are shown in a row. */
export function columnsOf(value: Value, debug: DebugInfo, options: ReadOptions, dimensions: number): number {
  if (value.kind !== 'array') return 0;
  const { type } = resolve(debug, value.type);
  if (type.kind !== 'array' || type.dimensions.length - value.skippedDimensions !== dimensions) return 0;
  const element = resolve(debug, type.element).type;
  if (element.kind !== 'base' && element.kind !== 'enum') return 0;
  // Rows of characters are texts.
  if (element.kind === 'base' && element.name === 'char') return 0;
  const inner = type.dimensions.at(-1);
  const count =
    inner?.kind === 'count' ? inner.count : inner?.kind === 'variable' ? options.countOf?.(inner) : undefined;
  return count !== undefined && count <= MOST_COLUMNS ? count : 0;
}

/** Each row "n more" that was opened doubles what is shown. */
function pagesOpened(id: string, context: RowContext): number {
  return context.opened.get(`${id}/more`) ? 16 : 1;
}

export function moreRow(id: string, depth: number, more: number): Row {
  const nothing = {
    name: '',
    type: '',
    text: '',
    written: 'all',
    changed: false,
    address: undefined,
    size: 0,
    pointing: undefined,
  } as const;
  return { id: `${id}/more`, depth, isOpen: false, more, ...nothing };
}

function countParts(value: Value): number {
  if (value.kind === 'array') return value.count ?? 0;
  return value.kind === 'struct' || value.kind === 'union' ? value.memberCount : 0;
}

/** Structs lie open where they are few and shallow, and arrays where they are short; those of characters are read in one line. */
function opensByItself({ value, options }: ShownValue, depth: number, debug: DebugInfo): boolean {
  if (value.kind === 'struct' || value.kind === 'union') return depth < 2 && value.memberCount <= 12;
  if (value.kind !== 'array' || value.string) return false;
  const columns = gridColumns(value, debug, options);
  if (columns > 0) return columns * (value.count ?? 0) <= OPEN_GRID;
  const count = value.count ?? 0;
  const members = depth === 0 ? membersOfElement(value, debug) : 0;
  return members > 0 ? members * count <= OPEN_MEMBERS : isFlatArray(value, debug) && count <= ELEMENTS;
}

/** Of an array of structs in one dimension; 0 for others. */
function membersOfElement(value: ArrayValue, debug: DebugInfo): number {
  const { type } = resolve(debug, value.type);
  if (type.kind !== 'array' || type.dimensions.length - value.skippedDimensions !== 1) return 0;
  const element = resolve(debug, type.element).type;
  return element.kind === 'struct' ? element.members.length : 0;
}

/** Whether its elements are numbers or pointers, or of that `kind`. */
function isFlatArray(value: ArrayValue, debug: DebugInfo, wanted?: 'pointer'): boolean {
  const { type } = resolve(debug, value.type);
  if (type.kind !== 'array' || type.dimensions.length - value.skippedDimensions !== 1) return false;
  const { kind } = resolve(debug, type.element).type;
  return wanted ? kind === wanted : kind === 'pointer' || kind === 'base' || kind === 'enum';
}

function nameOfType(debug: DebugInfo, value: Value, { countOf }: ReadOptions): string {
  if (value.kind === 'array') return declareDimensions(debug, value.type, value.skippedDimensions, '', countOf);
  return typeName(debug, value.type);
}

function textOf(shown: ShownValue, context: RowContext, isOpen: boolean | undefined): string {
  const { value } = shown;
  if (value.kind === 'pointer') return context.stringAt(value) ?? value.text;
  if (value.kind === 'array' && !value.string) return isOpen ? '' : listElements(shown, value, context);
  if (value.kind === 'struct' || value.kind === 'union') return isOpen ? '' : '{…}';
  return value.text;
}

/** "{1, 2, 3, …}" for arrays of scalars; undefined elements as "?". */
function listElements(shown: ShownValue, value: ArrayValue, context: RowContext): string {
  const parts = childrenOf(context.debug, value, shown.read, shown.options, { limit: LISTED });
  if (parts.length === 0) return '{}';
  // What such elements hold is seen when they are opened.
  if (parts.every(({ value: part }) => part.kind === 'struct' || part.kind === 'union')) return `${value.count} × {…}`;
  const texts = parts.map(({ value: part }) =>
    part.defined === 'none' ? '?' : countParts(part) > 0 ? '{…}' : part.text,
  );
  return `{${texts.join(', ')}${(value.count ?? 0) > LISTED ? ', …' : ''}}`;
}
