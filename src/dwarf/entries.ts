import type { Abbreviation } from './abbreviations.ts';
import type { AttributeValue } from './attribute-forms.ts';
import { readForm } from './attribute-forms.ts';
import { ByteReader } from './byte-reader.ts';
import type { Unit } from './unit.ts';

/** A debugging information entry. Read its attributes with the functions of `attributes.ts`. */
export interface Entry {
  readonly unit: Unit;
  /** In .debug_info. */
  readonly offset: number;
  readonly tag: number;
  readonly abbreviation: Abbreviation;
  /** Beside `abbreviation.attributes`. */
  readonly values: readonly AttributeValue[];
  readonly children: readonly Entry[];
}

const NO_CHILDREN: readonly Entry[] = [];
/** Real programs nest a few dozen deep; the functions that walk the tree by recursion rely on a bound. */
const MAX_DEPTH = 400;

/** Reads all entries of a unit into a tree, and registers them in the context. Throws `DwarfError`. */
export function readEntries(unit: Unit): Entry {
  const reader = new ByteReader('.debug_info', unit.context.sections.get('.debug_info'), unit.entriesOffset, unit.end);
  const open: Entry[][] = [];
  let siblings: Entry[] = [];
  const top = siblings;
  const registered: Entry[] = [];
  while (!reader.atEnd) {
    const offset = reader.offset;
    const code = reader.uleb();
    if (code === 0) {
      const outer = open.pop();
      if (!outer) break;
      siblings = outer;
      if (open.length === 0) break;
      continue;
    }
    const abbreviation = unit.abbreviations.get(code);
    if (!abbreviation) return reader.fail(`abbreviation ${code} is not defined`, offset);
    const { forms, constants, hasChildren } = abbreviation;
    const values: AttributeValue[] = [];
    for (let i = 0; i < forms.length; i++) {
      values.push(readForm(reader, unit, forms[i] as number, constants[i] as number));
    }
    const children: Entry[] | typeof NO_CHILDREN = hasChildren ? [] : NO_CHILDREN;
    const entry: Entry = { unit, offset, tag: abbreviation.tag, abbreviation, values, children };
    siblings.push(entry);
    registered.push(entry);
    if (hasChildren) {
      open.push(siblings);
      siblings = children as Entry[];
      if (open.length > MAX_DEPTH) reader.fail('entries nest too deep', offset);
    } else if (open.length === 0) break;
  }
  const root = top[0];
  if (!root) return reader.fail('a unit without entries');
  if (open.length > 0) reader.fail('a unit ends inside a list of entries');
  for (const entry of registered) unit.context.entries.set(entry.offset, entry);
  return root;
}
