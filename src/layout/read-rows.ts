import type { DebugInfo, TypeId } from '../dwarf/debug-info.ts';
import type { ReadMemory } from '../dwarf/evaluation.ts';
import { childrenOf, type ReadOptions } from '../dwarf/read-value.ts';
import { resolve } from '../dwarf/size-of.ts';
import { declareDimensions, typeName } from '../dwarf/type-name.ts';
import type { ArrayValue, Value } from '../dwarf/value.ts';
import type { Address, ByteCount } from '../util/units.ts';
import type { Pointing, Row } from './object-model.ts';

export interface RowContext {
  readonly debug: DebugInfo;
  /** What the person has opened or closed by hand, by row id; others are as this file thinks best. */
  readonly opened: ReadonlyMap<string, boolean>;
  changed(address: Address, size: ByteCount): boolean;
  pointing(value: Extract<Value, { kind: 'pointer' }>): Pointing;
  /** A string that the pointer leads to, quoted; undefined for other pointers. */
  stringAt(value: Extract<Value, { kind: 'pointer' }>): string | undefined;
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

/** A value as rows: itself and, where open, its parts. Gives also the pointers met, for following them. */
export function readRows(shown: ShownValue, context: RowContext, depth = 0): Row[] {
  const { value } = shown;
  const hasParts = countParts(value) > 0 && depth < DEEPEST;
  const isOpen = hasParts ? (context.opened.get(shown.id) ?? opensByItself(value, depth, context.debug)) : undefined;
  const own = ownRow(shown, context, depth, isOpen);
  return isOpen ? [own, ...partRows(shown, context, depth + 1)] : [own];
}

function ownRow(shown: ShownValue, context: RowContext, depth: number, isOpen: boolean | undefined): Row {
  const { id, name, value } = shown;
  const { address, size } = value;
  const written = value.defined ?? 'all';
  const pointing = value.kind === 'pointer' && written === 'all' ? context.pointing(value) : undefined;
  return {
    id,
    depth,
    name,
    type: nameOfType(context.debug, value),
    text: textOf(shown, context, isOpen),
    written,
    changed: address !== undefined && size > 0 && context.changed(address, size),
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

/** The rows of the parts of a struct, union or array, without the row of the whole. */
export function partRows(shown: ShownValue, context: RowContext, depth: number): Row[] {
  const { value, read, options } = shown;
  const limit = ELEMENTS * pagesOpened(shown.id, context);
  const parts = childrenOf(context.debug, value, read, options, { limit });
  const rows = parts.flatMap(({ name, path, value: part }) => {
    const id = shown.id + (path || `.${name}@${part.offset}`);
    return readRows({ id, name: name || '{}', value: part, read, options }, context, depth);
  });
  const left = countParts(value) - parts.length;
  if (value.kind === 'array' && left > 0) rows.push(moreRow(shown.id, depth, left));
  return rows;
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

/** Structs lie open where they are few and shallow, and arrays of pointers, for their arrows; other arrays are read in one line. */
function opensByItself(value: Value, depth: number, debug: DebugInfo): boolean {
  if (value.kind === 'struct' || value.kind === 'union') return depth < 2 && value.memberCount <= 12;
  return value.kind === 'array' && isPointers(value, debug);
}

function isPointers(value: ArrayValue, debug: DebugInfo): boolean {
  const { type } = resolve(debug, value.type);
  return type.kind === 'array' && resolve(debug, type.element).type.kind === 'pointer';
}

function nameOfType(debug: DebugInfo, value: Value): string {
  if (value.kind === 'array') return declareDimensions(debug, value.type, value.skippedDimensions, '');
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
  const texts = parts.map(({ value: part }) =>
    part.defined === 'none' ? '?' : countParts(part) > 0 ? '{…}' : part.text,
  );
  return `{${texts.join(', ')}${(value.count ?? 0) > LISTED ? ', …' : ''}}`;
}
