import { characterText } from './character-text.ts';
import type { DebugInfo, Member, Type, TypeId } from './debug-info.ts';
import { doubleText, floatText, halfText, halfToNumber, quadText, quadToNumber } from './number-text.ts';
import { resolve } from './size-of.ts';
import type { Value } from './value.ts';

type Scalar<V> = V extends unknown ? Omit<V, 'type' | 'address' | 'offset' | 'size' | 'bits' | 'defined'> : never;
type ScalarType = Extract<Type, { kind: 'base' | 'enum' | 'pointer' }>;

/** Reads a number, enumerator or pointer of `size` bytes; undefined where the type can't be read. */
export function readScalar(
  info: DebugInfo,
  type: Type,
  size: number,
  bits: Member['bits'],
  read: (n: number) => Uint8Array,
  functionName: ((tableIndex: number) => string | undefined) | undefined,
): Scalar<Value> | undefined {
  if (type.kind !== 'base' && type.kind !== 'enum' && type.kind !== 'pointer') return undefined;
  if (size < 1 || size > 32) return undefined;
  if (type.kind === 'base' && (type.encoding === 'float' || type.encoding === 'complex-float')) {
    return readFloat(type.encoding, read(size));
  }
  const raw = bits ? bitField(bits, read) : littleEndian(read(size));
  const width = bits ? bits.size : size * 8;
  return fromBits(info, type, raw, width, functionName);
}

function fromBits(
  info: DebugInfo,
  type: ScalarType,
  raw: bigint,
  width: number,
  functionName: ((tableIndex: number) => string | undefined) | undefined,
): Scalar<Value> {
  if (type.kind === 'pointer') return pointer(info, type.target, Number(BigInt.asUintN(52, raw)), functionName);
  const value = isSigned(info, type) ? BigInt.asIntN(width, raw) : raw;
  if (type.kind === 'enum') {
    const enumerator = type.enumerators.find((each) => BigInt.asUintN(width, each.value) === raw)?.name;
    return { kind: 'enum', value, enumerator, text: enumerator ?? flagsText(type, value) ?? value.toString() };
  }
  if (type.encoding === 'boolean') {
    const number = Number(raw);
    return { kind: 'boolean', value: number, text: number === 0 ? 'false' : number === 1 ? 'true' : String(number) };
  }
  const number = width > 32 ? value : Number(value);
  const character = characterOf(type, raw);
  const isPlainCharacter = type.name === 'char' || type.encoding === 'utf';
  const text = character !== undefined && isPlainCharacter ? character : value.toString();
  return { kind: 'integer', value: number, text, ...(character !== undefined && { character }) };
}

function pointer(
  info: DebugInfo,
  targetType: TypeId,
  target: number,
  functionName: ((tableIndex: number) => string | undefined) | undefined,
): Scalar<Value> {
  const toFunction = resolve(info, targetType).type.kind === 'function';
  const name = toFunction && target !== 0 ? functionName?.(target) : undefined;
  const text = name ?? (target === 0 ? 'NULL' : `0x${target.toString(16)}`);
  return { kind: 'pointer', target, targetType, toFunction, text };
}

function isSigned(info: DebugInfo, type: Exclude<ScalarType, { kind: 'pointer' }>): boolean {
  if (type.kind === 'base') return type.encoding === 'signed' || type.encoding === 'signed-char';
  const underlying = type.underlying === undefined ? undefined : resolve(info, type.underlying).type;
  if (underlying?.kind === 'base') return isSigned(info, underlying);
  return type.enumerators.some(({ value }) => value < 0n);
}

/** Enumerators that are single bits, three of them or more, are meant to be combined: `READ | WRITE`. */
function flagsText(type: Extract<Type, { kind: 'enum' }>, value: bigint): string | undefined {
  const isBit = (bits: bigint): boolean => bits >= 0n && (bits & (bits - 1n)) === 0n;
  const isFlags =
    type.enumerators.every((each) => isBit(each.value)) && type.enumerators.some((each) => each.value > 2n);
  if (!isFlags || value <= 0n) return undefined;
  const parts = type.enumerators.filter((each) => each.value !== 0n && (value & each.value) !== 0n);
  const covered = parts.reduce((sum, each) => sum | each.value, 0n);
  return covered === value ? parts.map((each) => each.name).join(' | ') : undefined;
}

function characterOf(type: Extract<Type, { kind: 'base' }>, raw: bigint): string | undefined {
  const { encoding } = type;
  return encoding === 'signed-char' || encoding === 'unsigned-char' || encoding === 'utf'
    ? characterText(Number(raw))
    : undefined;
}

function readFloat(encoding: 'float' | 'complex-float', bytes: Uint8Array): Scalar<Value> | undefined {
  if (encoding === 'float') {
    const part = floatOf(bytes);
    return part && { kind: 'float', value: part.value, text: part.text };
  }
  const half = bytes.length / 2;
  const real = floatOf(bytes.subarray(0, half));
  const imaginary = floatOf(bytes.subarray(half));
  if (!real || !imaginary) return undefined;
  const sign = imaginary.text.startsWith('-') ? ' - ' : ' + ';
  const text = `${real.text}${sign}${imaginary.text.replace(/^-/, '')}i`;
  return { kind: 'complex', real: real.value, imaginary: imaginary.value, text };
}

function floatOf(bytes: Uint8Array): { value: number; text: string } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  switch (bytes.length) {
    case 2: {
      const value = halfToNumber(view.getUint16(0, true));
      return { value, text: halfText(value) };
    }
    case 4: {
      const value = view.getFloat32(0, true);
      return { value, text: floatText(value) };
    }
    case 8: {
      const value = view.getFloat64(0, true);
      return { value, text: doubleText(value) };
    }
    case 16: {
      const bits = littleEndian(bytes);
      return { value: quadToNumber(bits), text: quadText(bits) };
    }
    default:
      return undefined;
  }
}

function bitField(bits: NonNullable<Member['bits']>, read: (n: number) => Uint8Array): bigint {
  const bytes = read(Math.ceil((bits.offset + bits.size) / 8));
  return BigInt.asUintN(bits.size, littleEndian(bytes) >> BigInt(bits.offset));
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
  return value;
}
