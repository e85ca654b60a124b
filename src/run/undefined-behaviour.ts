/**
 * What a failed check of -fsanitize=undefined says, worded as clang's own runtime words it. Reads the static data that
 * clang leaves in the program: compiler-rt/lib/ubsan/ubsan_handlers.h and ubsan_value.h draw it.
 *
 *     SourceLocation: file, line, column (4 bytes each)      TypeDescriptor: kind (2), info (2), name, 0
 */
export const UndefinedCheck = {
  typeMismatch: 0,
  addOverflow: 1,
  subOverflow: 2,
  mulOverflow: 3,
  negateOverflow: 4,
  divremOverflow: 5,
  shiftOutOfBounds: 6,
  outOfBounds: 7,
  vlaBound: 8,
  floatCastOverflow: 9,
  invalidValue: 10,
  invalidBuiltin: 11,
  nonnullReturn: 12,
  nonnullArgument: 13,
  pointerOverflow: 14,
  alignmentAssumption: 15,
  implicitConversion: 16,
  unreachable: 17,
  missingReturn: 18,
} as const;
export type UndefinedCheck = (typeof UndefinedCheck)[keyof typeof UndefinedCheck];

/** A word that a handler got: a value of up to 32 bits, or the address of a larger one. */
type Handle = number;

const SOURCE_LOCATION_BYTES = 12;
const TYPE_KIND = { integer: 0, float: 1, bitInteger: 2 } as const;

interface TypeDescriptor {
  readonly kind: number;
  readonly info: number;
  /** In quotes, as clang writes it: "'int'". */
  readonly name: string;
}

const TYPE_CHECKS = [
  ...['load of', 'store to', 'reference binding to', 'member access within', 'member call on', 'constructor call on'],
  ...[
    'downcast of',
    'downcast of',
    'upcast of',
    'cast to virtual base of',
    '_Nonnull binding to',
    'dynamic operation on',
  ],
];

/** One sentence without a full stop. `memory`: the program's; `data` and the handles: what the handler got. */
export function undefinedBehaviour(
  memory: DataView,
  check: UndefinedCheck,
  data: number,
  handles: readonly [Handle, Handle, Handle],
): string {
  const reader = new CheckData(memory, data + SOURCE_LOCATION_BYTES);
  const [a, b, c] = handles;
  switch (check) {
    case UndefinedCheck.typeMismatch:
      return typeMismatch(reader, a);
    case UndefinedCheck.addOverflow:
      return overflow(reader, a, '+', b);
    case UndefinedCheck.subOverflow:
      return overflow(reader, a, '-', b);
    case UndefinedCheck.mulOverflow:
      return overflow(reader, a, '*', b);
    case UndefinedCheck.negateOverflow:
      return negation(reader, a);
    case UndefinedCheck.divremOverflow:
      return division(reader, a, b);
    case UndefinedCheck.shiftOutOfBounds:
      return shift(reader, a, b);
    case UndefinedCheck.outOfBounds: {
      const array = reader.type();
      return `index ${reader.value(reader.type(), a)} out of bounds for type ${array.name}`;
    }
    case UndefinedCheck.vlaBound:
      return `variable length array bound evaluates to non-positive value ${reader.value(reader.type(), a)}`;
    case UndefinedCheck.floatCastOverflow: {
      const from = reader.type();
      return `${reader.value(from, a)} is outside the range of representable values of type ${reader.type().name}`;
    }
    case UndefinedCheck.invalidValue: {
      const type = reader.type();
      return `load of value ${reader.value(type, a)}, which is not a valid value for type ${type.name}`;
    }
    case UndefinedCheck.invalidBuiltin:
      return `passing zero to ${['ctz()', 'clz()'][reader.byte()] ?? 'a builtin'}, which is not a valid argument`;
    case UndefinedCheck.nonnullReturn:
      return 'null pointer returned from function declared to never return null';
    case UndefinedCheck.nonnullArgument:
      return `null pointer passed as argument ${reader.skip(SOURCE_LOCATION_BYTES).word()}, which is declared to never be null`;
    case UndefinedCheck.pointerOverflow:
      return pointerOverflow(a, b);
    case UndefinedCheck.alignmentAssumption:
      return `assumption of ${b} byte alignment${c === 0 ? '' : ` (with offset of ${c} byte)`} for pointer of type ${reader.skip(SOURCE_LOCATION_BYTES).type().name} failed`;
    case UndefinedCheck.implicitConversion:
      return implicitConversion(reader, a, b);
    case UndefinedCheck.unreachable:
      return 'execution reached an unreachable program point';
    case UndefinedCheck.missingReturn:
      return 'execution reached the end of a value-returning function without returning a value';
  }
}

function typeMismatch(reader: CheckData, pointer: number): string {
  const type = reader.type();
  const alignment = 2 ** reader.byte();
  const doing = TYPE_CHECKS[reader.byte()] ?? 'access to';
  if (pointer === 0) return `${doing} null pointer of type ${type.name}`;
  return pointer % alignment !== 0
    ? `${doing} misaligned address ${hex(pointer)} for type ${type.name}, which requires ${alignment} byte alignment`
    : `${doing} address ${hex(pointer)} with insufficient space for an object of type ${type.name}`;
}

function negation(reader: CheckData, operand: Handle): string {
  const type = reader.type();
  const text = `negation of ${reader.value(type, operand)} cannot be represented in type ${type.name}`;
  return isSigned(type) ? `${text}; cast to an unsigned type to negate this value to itself` : text;
}

function division(reader: CheckData, left: Handle, right: Handle): string {
  const type = reader.type();
  return isSigned(type) && reader.value(type, right) === '-1'
    ? `division of ${reader.value(type, left)} by -1 cannot be represented in type ${type.name}`
    : 'division by zero';
}

function overflow(reader: CheckData, left: Handle, operator: string, right: Handle): string {
  const type = reader.type();
  const operation = `${reader.value(type, left)} ${operator} ${reader.value(type, right)}`;
  return `${isSigned(type) ? 'signed' : 'unsigned'} integer overflow: ${operation} cannot be represented in type ${type.name}`;
}

function shift(reader: CheckData, left: Handle, right: Handle): string {
  const leftType = reader.type();
  const by = reader.value(reader.type(), right);
  const value = reader.value(leftType, left);
  if (by.startsWith('-')) return `shift exponent ${by} is negative`;
  if (Number(by) >= bitsOf(leftType))
    return `shift exponent ${by} is too large for ${bitsOf(leftType)}-bit type ${leftType.name}`;
  return value.startsWith('-')
    ? `left shift of negative value ${value}`
    : `left shift of ${value} by ${by} places cannot be represented in type ${leftType.name}`;
}

function pointerOverflow(base: number, result: number): string {
  if (base === 0)
    return result === 0 ? 'applying zero offset to null pointer' : `applying non-zero offset ${result} to null pointer`;
  if (result === 0) return `applying non-zero offset to non-null pointer ${hex(base)} produced null pointer`;
  if (base >= 2 ** 31 !== result >= 2 ** 31)
    return `pointer index expression with base ${hex(base)} overflowed to ${hex(result)}`;
  return base > result
    ? `addition of unsigned offset to ${hex(base)} overflowed to ${hex(result)}`
    : `subtraction of unsigned offset from ${hex(base)} overflowed to ${hex(result)}`;
}

function implicitConversion(reader: CheckData, from: Handle, to: Handle): string {
  const [fromType, toType] = [reader.type(), reader.type()];
  const sized = (type: TypeDescriptor): string => `${bitsOf(type)}-bit, ${isSigned(type) ? '' : 'un'}signed`;
  return (
    `implicit conversion from type ${fromType.name} of value ${reader.value(fromType, from)} (${sized(fromType)}) ` +
    `to type ${toType.name} changed the value to ${reader.value(toType, to)} (${sized(toType)})`
  );
}

const hex = (address: number): string => `0x${address.toString(16).padStart(8, '0')}`;
const isSigned = ({ kind, info }: TypeDescriptor): boolean => kind !== TYPE_KIND.float && (info & 1) !== 0;
const bitsOf = ({ kind, info }: TypeDescriptor): number => (kind === TYPE_KIND.float ? info : 2 ** (info >> 1));

/** Reads a check's data field by field. */
class CheckData {
  constructor(
    private readonly memory: DataView,
    private at: number,
  ) {}

  word(): number {
    const word = this.memory.getUint32(this.at, true);
    this.at += 4;
    return word;
  }

  byte(): number {
    return this.memory.getUint8(this.at++);
  }

  skip(bytes: number): this {
    this.at += bytes;
    return this;
  }

  type(): TypeDescriptor {
    const at = this.word();
    let end = at + 4;
    while (this.memory.getUint8(end) !== 0) end++;
    const bytes = new Uint8Array(this.memory.buffer, this.memory.byteOffset + at + 4, end - at - 4);
    const name = new TextDecoder().decode(bytes);
    return { kind: this.memory.getUint16(at, true), info: this.memory.getUint16(at + 2, true), name };
  }

  value(type: TypeDescriptor, handle: Handle): string {
    if (type.kind === TYPE_KIND.float) return this.float(type.info, handle);
    if (type.kind !== TYPE_KIND.integer && type.kind !== TYPE_KIND.bitInteger) return '<unknown>';
    const bits = bitsOf(type);
    const value = bits <= 32 ? BigInt(handle >>> 0) : this.wide(bits, handle);
    return String(isSigned(type) ? BigInt.asIntN(bits, value) : BigInt.asUintN(bits, value));
  }

  private wide(bits: number, address: number): bigint {
    let value = 0n;
    for (let i = bits / 64 - 1; i >= 0; i--) value = (value << 64n) | this.memory.getBigUint64(address + 8 * i, true);
    return value;
  }

  private float(bits: number, handle: Handle): string {
    if (bits === 32) {
      const word = new DataView(new ArrayBuffer(4));
      word.setUint32(0, handle);
      return short(word.getFloat32(0));
    }
    return bits === 64 ? short(this.memory.getFloat64(handle, true)) : '<unknown>';
  }
}

/** As printf's %g. */
function short(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  if (exponent >= -4 && exponent < 6) return String(Number(value.toPrecision(6)));
  return value
    .toExponential(5)
    .replace(/\.?0+e/, 'e')
    .replace(/e([+-])(\d)$/, 'e$10$2');
}
