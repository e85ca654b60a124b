/** A variable's value in pieces that can be compared with what a reader types. */
import { characterString } from '../dwarf/character-text.ts';
import { childrenOf, type ReadOptions } from '../dwarf/read-value.ts';
import type { VariableValue } from '../dwarf/read-variable.ts';
import { resolve } from '../dwarf/size-of.ts';
import type { PointerValue, Value } from '../dwarf/value.ts';
import type { Moment } from '../replay/timeline.ts';
import { ShadowState } from '../trace/records.ts';
import type { Address, ByteCount } from '../util/units.ts';
import type { Atom } from './answer.ts';
import type { LessonRun } from './lesson-run.ts';

/** Nobody types more. */
const MOST_ATOMS = 64;
const LONGEST_STRING = 256;
const UNWRITTEN: ReadonlySet<number> = new Set([
  ShadowState.undefined,
  ShadowState.afterScope,
  ShadowState.afterReturn,
]);

/** Undefined for what can't be read, or has too many parts. */
export function atomsOf(
  { value, read, options }: VariableValue,
  moment: Moment,
  run: LessonRun,
): { readonly text: string; readonly atoms: readonly Atom[] } | undefined {
  const atoms: Atom[] = [];
  const text = add(value, atoms, { moment, run, read, options });
  return text === undefined || atoms.length === 0 ? undefined : { text, atoms };
}

interface Reading extends Pick<VariableValue, 'read'> {
  readonly moment: Moment;
  readonly run: LessonRun;
  readonly options: ReadOptions;
}

/** Adds a value's atoms and gives its text; undefined where there are none, or too many. */
function add(value: Value, atoms: Atom[], reading: Reading): string | undefined {
  const { moment, run, read, options } = reading;
  if (value.kind === 'array' && value.string?.isTerminated) {
    const isUnwritten = value.address !== undefined && isNeverWritten(moment, value.address, 1);
    atoms.push(isUnwritten ? { kind: 'unwritten' } : { kind: 'string', text: withoutQuotes(value.text) });
    return isUnwritten ? '?' : value.text;
  }
  if (value.kind === 'array' || value.kind === 'struct' || value.kind === 'union') {
    const parts = childrenOf(run.debug, value, read, options, { limit: MOST_ATOMS + 1 });
    const texts = parts.map((part) => add(part.value, atoms, reading));
    if (atoms.length > MOST_ATOMS || texts.some((text) => text === undefined)) return undefined;
    return `{${texts.join(', ')}}`;
  }
  if (value.address !== undefined && isNeverWritten(moment, value.address, value.size)) {
    atoms.push({ kind: 'unwritten' });
    return '?';
  }
  const atom = atomOf(value, reading);
  if (atom) atoms.push(atom);
  return atom && textOf(value, atom);
}

function atomOf(value: Value, { moment, run }: Reading): Atom | undefined {
  const bits = 'bits' in value && value.bits ? value.bits.size : value.size * 8;
  switch (value.kind) {
    case 'integer': {
      const character = value.character === undefined ? {} : { character: withoutQuotes(value.character) };
      return { kind: 'integer', value: String(value.value), bits, ...character };
    }
    case 'enum': {
      const name = value.enumerator === undefined ? {} : { name: value.enumerator };
      return { kind: 'enum', value: String(value.value), bits, ...name };
    }
    case 'boolean':
      return { kind: 'boolean', value: value.value };
    case 'float':
      return { kind: 'float', value: value.value };
    case 'pointer': {
      const text = stringAt(value, moment, run);
      return { kind: 'pointer', target: value.target, ...(text !== undefined && { text }) };
    }
    default:
      return undefined;
  }
}

function textOf(value: Value, atom: Atom): string {
  return atom.kind === 'pointer' && atom.text !== undefined ? `"${atom.text}"` : value.text;
}

/** Whether no byte of it was ever written. */
export function isNeverWritten(moment: Moment, address: Address, size: ByteCount): boolean {
  return size > 0 && moment.shadow(address, size).every((state) => UNWRITTEN.has(state));
}

/** The text that a pointer to characters leads to, if it is one that ends in memory that may be read. */
function stringAt({ target, targetType }: PointerValue, moment: Moment, { debug }: LessonRun): string | undefined {
  const { type } = resolve(debug, targetType);
  if (target === 0 || type.kind !== 'base' || type.name !== 'char') return undefined;
  const shadow = moment.shadow(target, LONGEST_STRING);
  const unreadable = shadow.findIndex((state) => state !== ShadowState.defined && state !== ShadowState.readOnly);
  const string = characterString(moment.bytes(target, unreadable < 0 ? LONGEST_STRING : unreadable));
  return string.isTerminated ? withoutQuotes(string.literal) : undefined;
}

const withoutQuotes = (literal: string): string => literal.slice(1, -1);
