import { attributeOf, formOf, indexedAddress, isTombstone } from './attributes.ts';
import { ByteReader } from './byte-reader.ts';
import { DW_FORM, DW_LLE, DW_OP } from './constants.ts';
import type { CodeRange, Location } from './debug-info.ts';
import type { Entry } from './entries.ts';
import type { Operation } from './expressions.ts';
import { readOperations } from './expressions.ts';
import { MAX_LIST_ENTRIES } from './ranges.ts';
import { selfContained } from './self-contained.ts';
import type { Unit } from './unit.ts';

const NO_LOCATION: Location = { kind: 'none' };
/** What the linker leaves for the index of `__tls_base` in a program without threads: thread-locals are plain globals. */
const NO_TLS_BASE = 0xffffffff;

/** The location that an attribute describes: an expression, a list, or none. Throws `DwarfError`. */
export function readLocation(entry: Entry, attribute: number): Location {
  const value = attributeOf(entry, attribute);
  const form = formOf(entry, attribute);
  if (value === undefined || typeof value === 'bigint') return NO_LOCATION;
  if (value instanceof Uint8Array) return expressionLocation(entry.unit, value);
  return listLocation(entry.unit, form === DW_FORM.loclistx ? listOffset(entry.unit, value) : value);
}

/** The simplest kind of location that says the same as the expression. */
function expressionLocation(unit: Unit, bytes: Uint8Array): Location {
  if (bytes.length === 0) return NO_LOCATION;
  const operations = readOperations(bytes, unit.addressSize, unit.offsetSize);
  const frameOffset = frameOffsetOf(operations);
  if (frameOffset !== undefined) return { kind: 'frame', offset: frameOffset };
  const [first, second] = operations;
  const address = first && fixedAddress(unit, first);
  if (address !== undefined) {
    if (isTombstone(address)) return NO_LOCATION;
    if (operations.length === 1) return { kind: 'address', address };
    if (operations.length === 2 && second?.code === DW_OP.plus_uconst) {
      return { kind: 'address', address: address + Number(second.operands[0]) };
    }
  }
  const threadLocal = threadLocalAddress(unit, operations);
  if (threadLocal !== undefined) return { kind: 'address', address: threadLocal, isThreadLocal: true };
  return { kind: 'expression', bytes: selfContained(unit, bytes, operations) };
}

/** Of `DW_OP_fbreg a, DW_OP_plus_uconst b ...`, as clang writes for variables between redzones: a + b ... */
function frameOffsetOf([first, ...rest]: readonly Operation[]): number | undefined {
  if (first?.code !== DW_OP.fbreg || rest.some(({ code }) => code !== DW_OP.plus_uconst)) return undefined;
  return rest.reduce((sum, { operands }) => sum + Number(operands[0]), Number(first.operands[0]));
}

function fixedAddress(unit: Unit, operation: Operation): number | undefined {
  if (operation.code === DW_OP.addr) return Number(operation.operands[0]);
  return operation.code === DW_OP.addrx ? indexedAddress(unit, Number(operation.operands[0])) : undefined;
}

/** `__tls_base + address`: of the first thread, whose variables are where `__tls_base` leads at the start; or where there is none. */
function threadLocalAddress(unit: Unit, operations: readonly Operation[]): number | undefined {
  const [base, offset, plus] = operations;
  if (operations.length !== 3 || base?.code !== DW_OP.WASM_location || plus?.code !== DW_OP.plus) return undefined;
  if (base.operands[0] === 0) return undefined; // a wasm local
  const index = Number(base.operands[1]);
  const start = index === NO_TLS_BASE ? 0 : unit.context.sections.globalConstant(index);
  const within = offset && fixedAddress(unit, offset);
  return start === undefined || within === undefined ? undefined : start + within;
}

type ListEntry = CodeRange & { readonly bytes: Uint8Array };

function listLocation(unit: Unit, offset: number): Location {
  const entries = unit.version < 5 ? readLocations(unit, offset) : readLocationList(unit, offset);
  return entries.length === 0 ? NO_LOCATION : { kind: 'list', entries };
}

function add(entries: ListEntry[], unit: Unit, low: number, high: number, expression: Uint8Array): void {
  if (isTombstone(low) || high <= low || expression.length === 0) return;
  const operations = readOperations(expression, unit.addressSize, unit.offsetSize);
  entries.push({ low, high, bytes: selfContained(unit, expression, operations) });
}

/** DWARF 4, section 2.6.2: .debug_loc. */
function readLocations(unit: Unit, offset: number): ListEntry[] {
  const reader = new ByteReader('.debug_loc', unit.context.sections.get('.debug_loc'), offset);
  const newBase = unit.addressSize === 4 ? 0xffffffff : Number.MAX_SAFE_INTEGER;
  const entries: ListEntry[] = [];
  let base = unit.lowAddress;
  for (let i = 0; i < MAX_LIST_ENTRIES; i++) {
    const low = reader.unsigned(unit.addressSize);
    const high = reader.unsigned(unit.addressSize);
    if (low === 0 && high === 0) return entries;
    if (low === newBase) {
      base = high;
      continue;
    }
    const expression = reader.block(reader.u16());
    if (low < 0xfffffffe) add(entries, unit, base + low, base + high, expression);
  }
  return reader.fail('a location list without an end');
}

/** DW_FORM_loclistx: an index in the table of offsets that follows the header (DWARF 5, section 7.29). */
function listOffset(unit: Unit, index: number): number {
  const base = unit.locationListsBase;
  const section = unit.context.sections.get('.debug_loclists');
  return base + new ByteReader('.debug_loclists', section, base + index * unit.offsetSize).unsigned(unit.offsetSize);
}

/** DWARF 5, sections 2.6.2 and 7.7.3. */
function readLocationList(unit: Unit, offset: number): ListEntry[] {
  const reader = new ByteReader('.debug_loclists', unit.context.sections.get('.debug_loclists'), offset);
  const entries: ListEntry[] = [];
  let base = unit.lowAddress;
  const address = () => reader.unsigned(unit.addressSize);
  const indexed = () => indexedAddress(unit, reader.uleb());
  const expression = () => reader.block(reader.uleb());
  for (let i = 0; i < MAX_LIST_ENTRIES; i++) {
    const kind = reader.u8();
    switch (kind) {
      case DW_LLE.end_of_list:
        return entries;
      case DW_LLE.base_addressx:
        base = indexed();
        break;
      case DW_LLE.startx_endx:
        add(entries, unit, indexed(), indexed(), expression());
        break;
      case DW_LLE.startx_length: {
        const low = indexed();
        add(entries, unit, low, low + reader.uleb(), expression());
        break;
      }
      case DW_LLE.offset_pair: {
        const low = reader.uleb();
        const high = reader.uleb();
        const bytes = expression();
        if (base < 0xfffffffe) add(entries, unit, base + low, base + high, bytes);
        break;
      }
      case DW_LLE.default_location:
        add(entries, unit, 1, unit.context.sections.codeSize, expression());
        break;
      case DW_LLE.base_address:
        base = address();
        break;
      case DW_LLE.start_end:
        add(entries, unit, address(), address(), expression());
        break;
      case DW_LLE.start_length: {
        const low = address();
        add(entries, unit, low, low + reader.uleb(), expression());
        break;
      }
      default:
        return reader.fail(`location list entry of unknown kind ${kind}`);
    }
  }
  return reader.fail('a location list without an end');
}
