import { indexedAddress, numberOf } from './attributes.ts';
import { DW_AT, DW_OP } from './constants.ts';
import { DwarfError } from './dwarf-error.ts';
import type { Operation } from './expressions.ts';
import type { Unit } from './unit.ts';

/**
 * An expression that means the same without its unit: see `Location` in `debug-info.ts`. Always a copy (of a Node `Buffer` too, whose slice
 * is a view), so that a location doesn't keep the whole module alive when it is sent to another worker.
 */
export function selfContained(unit: Unit, bytes: Uint8Array, operations: readonly Operation[]): Uint8Array {
  if (unit.addressSize === 4 && !operations.some((operation) => needsUnit(operation.code)))
    return new Uint8Array(bytes);
  if (operations.some(({ code }) => code === DW_OP.bra || code === DW_OP.skip)) {
    throw new DwarfError('expression', 0, 'branches in an expression that refers to its unit');
  }
  const out: number[] = [];
  for (const operation of operations) {
    const [first = 0, second = 0] = operation.operands;
    switch (operation.code) {
      case DW_OP.addr:
        out.push(DW_OP.addr, ...littleEndian(Number(first)));
        break;
      case DW_OP.addrx:
        out.push(DW_OP.addr, ...littleEndian(indexedAddress(unit, Number(first))));
        break;
      case DW_OP.constx:
        out.push(DW_OP.const4u, ...littleEndian(indexedAddress(unit, Number(first))));
        break;
      case DW_OP.convert:
      case DW_OP.reinterpret:
        out.push(operation.code, ...uleb(baseTypeCode(unit, Number(first))));
        break;
      case DW_OP.const_type:
        out.push(operation.code, ...uleb(baseTypeCode(unit, Number(first))));
        out.push(operation.block?.length ?? 0, ...(operation.block ?? []));
        break;
      case DW_OP.regval_type:
        out.push(operation.code, ...uleb(Number(first)), ...uleb(baseTypeCode(unit, Number(second))));
        break;
      case DW_OP.deref_type:
        out.push(operation.code, Number(first), ...uleb(baseTypeCode(unit, Number(second))));
        break;
      default:
        out.push(...bytes.subarray(operation.start, operation.end));
    }
  }
  return Uint8Array.from(out);
}

function needsUnit(code: number): boolean {
  return (
    code === DW_OP.addrx ||
    code === DW_OP.constx ||
    code === DW_OP.const_type ||
    code === DW_OP.regval_type ||
    code === DW_OP.deref_type ||
    code === DW_OP.convert ||
    code === DW_OP.reinterpret
  );
}

/** `size * 256 + encoding` of the base type entry at an offset of the unit; 0 for the generic type. */
function baseTypeCode(unit: Unit, offset: number): number {
  const entry = offset === 0 ? undefined : unit.context.entries.get(unit.offset + offset);
  if (!entry) return 0;
  return (numberOf(entry, DW_AT.byte_size) ?? 0) * 256 + ((numberOf(entry, DW_AT.encoding) ?? 0) & 0xff);
}

function littleEndian(value: number): number[] {
  return [value & 0xff, (value >>> 8) & 0xff, (value >>> 16) & 0xff, (value >>> 24) & 0xff];
}

function uleb(value: number): number[] {
  const out: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    out.push((rest & 0x7f) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...out, rest];
}
