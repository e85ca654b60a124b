import { attributeOf, flagOf, formOf, numberOf, referenceOf, stringOf } from './attributes.ts';
import { DW_AT, DW_ATE, DW_FORM, DW_TAG } from './constants.ts';
import type { Dimension, Encoding, Member, Type, TypeId } from './debug-info.ts';
import { asProblem } from './debug-sections.ts';
import type { Entry } from './entries.ts';
import { readLocation } from './read-location.ts';
import type { DwarfContext } from './unit.ts';

const VOID: TypeId = 0;

/** Turns type entries into the `types` of `DebugInfo`, each once, and everything that they refer to. */
export class TypeReader {
  readonly types: Type[] = [{ kind: 'void' }];
  private readonly ids = new Map<Entry, TypeId>();
  private readonly waiting: Entry[] = [];

  constructor(private readonly context: DwarfContext) {}

  /** The type that an entry's DW_AT_type names; no attribute means void. */
  typeOf(entry: Entry): TypeId {
    return this.idOf(referenceOf(entry, DW_AT.type));
  }

  /** Numbers a type at once and reads it in `finish`: types refer to each other in circles. */
  idOf(entry: Entry | undefined): TypeId {
    if (!entry) return VOID;
    let id = this.ids.get(entry);
    if (id === undefined) {
      id = this.types.length;
      this.types.push({ kind: 'void' });
      this.ids.set(entry, id);
      this.waiting.push(entry);
    }
    return id;
  }

  /** A type that no entry describes. */
  add(type: Type): TypeId {
    return this.types.push(type) - 1;
  }

  finish(): Type[] {
    for (;;) {
      const entry = this.waiting.pop();
      if (!entry) break;
      try {
        this.types[this.ids.get(entry) as TypeId] = this.read(entry);
      } catch (error) {
        this.context.problems.push(asProblem(error));
      }
    }
    completeDeclarations(this.types);
    return this.types;
  }

  private read(entry: Entry): Type {
    const size = sizeOfEntry(entry);
    const name = stringOf(entry, DW_AT.name) ?? '';
    switch (entry.tag) {
      case DW_TAG.base_type:
        return { kind: 'base', name, size, encoding: encodingOf(numberOf(entry, DW_AT.encoding) ?? 0) };
      case DW_TAG.pointer_type:
        return { kind: 'pointer', target: this.typeOf(entry), size: size || entry.unit.addressSize };
      case DW_TAG.array_type:
        return { kind: 'array', element: this.typeOf(entry), dimensions: this.dimensions(entry) };
      case DW_TAG.structure_type:
      case DW_TAG.union_type: {
        const kind = entry.tag === DW_TAG.union_type ? 'union' : 'struct';
        return { kind, name, size, members: this.members(entry), isDeclaration: flagOf(entry, DW_AT.declaration) };
      }
      case DW_TAG.enumeration_type:
        return { kind: 'enum', name, size, underlying: this.underlying(entry), enumerators: enumerators(entry) };
      case DW_TAG.typedef:
        return { kind: 'typedef', name, target: this.typeOf(entry) };
      case DW_TAG.const_type:
        return { kind: 'const', target: this.typeOf(entry) };
      case DW_TAG.volatile_type:
        return { kind: 'volatile', target: this.typeOf(entry) };
      case DW_TAG.restrict_type:
        return { kind: 'restrict', target: this.typeOf(entry) };
      case DW_TAG.atomic_type:
        return { kind: 'atomic', target: this.typeOf(entry) };
      case DW_TAG.subroutine_type:
      case DW_TAG.subprogram:
        return this.functionType(entry);
      default:
        // DW_TAG_unspecified_type (nullptr_t) and tags of other languages.
        return { kind: 'void' };
    }
  }

  /** Of a subroutine type, or of a subprogram entry. */
  functionType(entry: Entry): Type {
    const parameters: TypeId[] = [];
    let isVariadic = false;
    for (const child of entry.children) {
      if (child.tag === DW_TAG.formal_parameter) parameters.push(this.typeOf(child));
      else if (child.tag === DW_TAG.unspecified_parameters) isVariadic = true;
    }
    // An unprototyped `f()` is written as one that takes anything.
    const isPrototyped = flagOf(entry, DW_AT.prototyped);
    return { kind: 'function', returns: this.typeOf(entry), parameters, isVariadic, isPrototyped };
  }

  private underlying(entry: Entry): TypeId | undefined {
    const target = referenceOf(entry, DW_AT.type);
    return target && this.idOf(target);
  }

  private members(entry: Entry): Member[] {
    const members: Member[] = [];
    for (const child of entry.children) {
      if (child.tag === DW_TAG.member) members.push(this.member(child));
    }
    return members;
  }

  private member(entry: Entry): Member {
    const name = stringOf(entry, DW_AT.name) ?? '';
    const type = this.typeOf(entry);
    const bits = bitsOf(entry);
    const offset = bits ? Math.floor(bits.offset / 8) : (numberOf(entry, DW_AT.data_member_location) ?? 0);
    return bits ? { name, type, offset, bits } : { name, type, offset };
  }

  private dimensions(entry: Entry): Dimension[] {
    const dimensions: Dimension[] = [];
    for (const child of entry.children) {
      if (child.tag === DW_TAG.subrange_type) dimensions.push(this.dimension(child));
    }
    return dimensions.length > 0 ? dimensions : [{ kind: 'unknown' }];
  }

  private dimension(entry: Entry): Dimension {
    const counter = referenceOf(entry, DW_AT.count);
    if (counter) {
      const size = sizeOfEntry(referenceOf(counter, DW_AT.type)) || 4;
      return { kind: 'variable', location: readLocation(counter, DW_AT.location), size };
    }
    if (formOf(entry, DW_AT.count) === DW_FORM.exprloc) {
      return { kind: 'variable', location: readLocation(entry, DW_AT.count), size: entry.unit.addressSize };
    }
    const count = numberOf(entry, DW_AT.count) ?? countFromBound(entry);
    // -1 and its unsigned spellings stand for "no size given".
    return count === undefined || count < 0 || count >= 0xffffffff ? { kind: 'unknown' } : { kind: 'count', count };
  }
}

function countFromBound(entry: Entry): number | undefined {
  const form = formOf(entry, DW_AT.upper_bound);
  const bound = numberOf(entry, DW_AT.upper_bound);
  return bound === undefined || (form !== undefined && form >= DW_FORM.ref_addr && form <= DW_FORM.ref_udata)
    ? undefined
    : bound + 1;
}

/** DW_AT_byte_size, looked for through typedefs and qualifiers; 0 where there is none. */
function sizeOfEntry(entry: Entry | undefined): number {
  let current = entry;
  for (let i = 0; current && i < 16; i++) {
    const size = numberOf(current, DW_AT.byte_size);
    if (size !== undefined) return Math.max(size, 0);
    current = isAlias(current.tag) ? referenceOf(current, DW_AT.type) : undefined;
  }
  return 0;
}

function isAlias(tag: number): boolean {
  return (
    tag === DW_TAG.typedef || tag === DW_TAG.const_type || tag === DW_TAG.volatile_type || tag === DW_TAG.atomic_type
  );
}

/**
 * Where a bit-field lies, in bits from the start of the struct, least significant first.
 *
 * DW_AT_data_bit_offset (DWARF 4 and 5) says just that. DW_AT_bit_offset (DWARF 2 and 3, and compilers that still write it)
 * counts from the most significant bit of a storage unit that has a place and size of its own:
 *
 *     bit 31                                   0
 *      |<---- bit_offset ---->|<- bit_size ->|   |
 *      |<------ storage unit, byte_size * 8 ---->|  at data_member_location
 */
function bitsOf(entry: Entry): Member['bits'] {
  const size = numberOf(entry, DW_AT.bit_size);
  if (size === undefined || size <= 0) return undefined;
  const location = numberOf(entry, DW_AT.data_member_location) ?? 0;
  const direct = numberOf(entry, DW_AT.data_bit_offset);
  if (direct !== undefined) return { offset: location * 8 + direct, size };
  const fromTop = numberOf(entry, DW_AT.bit_offset);
  if (fromTop === undefined) return { offset: location * 8, size };
  const storage = sizeOfEntry(entry) || sizeOfEntry(referenceOf(entry, DW_AT.type));
  return { offset: Math.max(0, location * 8 + storage * 8 - fromTop - size), size };
}

function enumerators(entry: Entry): { name: string; value: bigint }[] {
  const list: { name: string; value: bigint }[] = [];
  for (const child of entry.children) {
    const value = attributeOf(child, DW_AT.const_value);
    if (child.tag !== DW_TAG.enumerator || value === undefined || value instanceof Uint8Array) continue;
    list.push({ name: stringOf(child, DW_AT.name) ?? '', value: BigInt(value) });
  }
  return list;
}

const ENCODINGS: Readonly<Record<number, Encoding>> = {
  [DW_ATE.boolean]: 'boolean',
  [DW_ATE.complex_float]: 'complex-float',
  [DW_ATE.float]: 'float',
  [DW_ATE.signed]: 'signed',
  [DW_ATE.signed_char]: 'signed-char',
  [DW_ATE.unsigned]: 'unsigned',
  [DW_ATE.unsigned_char]: 'unsigned-char',
  [DW_ATE.UTF]: 'utf',
};

function encodingOf(code: number): Encoding {
  return ENCODINGS[code] ?? 'unsigned';
}

/** Where one unit only declares `struct s` and another defines it, the program means one type: the definition stands for both. */
function completeDeclarations(types: Type[]): void {
  const definitions = new Map<string, Type>();
  for (const type of types) {
    if ((type.kind === 'struct' || type.kind === 'union') && !type.isDeclaration && type.name !== '') {
      const key = `${type.kind} ${type.name}`;
      if (!definitions.has(key)) definitions.set(key, type);
    }
  }
  types.forEach((type, id) => {
    if ((type.kind !== 'struct' && type.kind !== 'union') || !type.isDeclaration) return;
    types[id] = definitions.get(`${type.kind} ${type.name}`) ?? type;
  });
}
