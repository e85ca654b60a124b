import { ByteReader } from './byte-reader.ts';

/**
 * Opcodes that the instrumenter names; the rest are decoded without being told apart. Prefixed ones are prefix << 8 | number, or
 * prefix << 16 | number from number 256 on.
 */
export const Op = {
  unreachable: 0x00,
  nop: 0x01,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  try: 0x06,
  catch: 0x07,
  throw: 0x08,
  rethrow: 0x09,
  throwRef: 0x0a,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  brTable: 0x0e,
  return: 0x0f,
  call: 0x10,
  callIndirect: 0x11,
  returnCall: 0x12,
  returnCallIndirect: 0x13,
  delegate: 0x18,
  catchAll: 0x19,
  drop: 0x1a,
  select: 0x1b,
  selectTyped: 0x1c,
  tryTable: 0x1f,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  tableGet: 0x25,
  tableSet: 0x26,
  i32Load: 0x28,
  i64Load: 0x29,
  f32Load: 0x2a,
  f64Load: 0x2b,
  i32Load8S: 0x2c,
  i32Load8U: 0x2d,
  i32Load16S: 0x2e,
  i32Load16U: 0x2f,
  i64Load8S: 0x30,
  i64Load8U: 0x31,
  i64Load16S: 0x32,
  i64Load16U: 0x33,
  i64Load32S: 0x34,
  i64Load32U: 0x35,
  i32Store: 0x36,
  i64Store: 0x37,
  f32Store: 0x38,
  f64Store: 0x39,
  i32Store8: 0x3a,
  i32Store16: 0x3b,
  i64Store8: 0x3c,
  i64Store16: 0x3d,
  i64Store32: 0x3e,
  memorySize: 0x3f,
  memoryGrow: 0x40,
  i32Const: 0x41,
  i64Const: 0x42,
  f32Const: 0x43,
  f64Const: 0x44,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32Ne: 0x47,
  i32LtS: 0x48,
  i32LtU: 0x49,
  i32GtS: 0x4a,
  i32GtU: 0x4b,
  i32GeU: 0x4f,
  i64Eqz: 0x50,
  i64Eq: 0x51,
  i64Ne: 0x52,
  i64GeU: 0x5a,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32DivS: 0x6d,
  i32DivU: 0x6e,
  i32RemS: 0x6f,
  i32RemU: 0x70,
  i32And: 0x71,
  i32Or: 0x72,
  i32Xor: 0x73,
  i32ShrU: 0x76,
  i64Add: 0x7c,
  i64DivS: 0x7f,
  i64RemS: 0x81,
  i64RemU: 0x82,
  i64And: 0x83,
  i64Or: 0x84,
  i64Xor: 0x85,
  i64ShrU: 0x88,
  i32WrapI64: 0xa7,
  i32TruncF32S: 0xa8,
  i64ExtendI32S: 0xac,
  i64ExtendI32U: 0xad,
  i64TruncF64U: 0xb1,
  i32ReinterpretF32: 0xbc,
  i64ReinterpretF64: 0xbd,
  f32ReinterpretI32: 0xbe,
  f64ReinterpretI64: 0xbf,
  refNull: 0xd0,
  refIsNull: 0xd1,
  refFunc: 0xd2,
  memoryInit: 0xfc08,
  dataDrop: 0xfc09,
  memoryCopy: 0xfc0a,
  memoryFill: 0xfc0b,
  v128Load: 0xfd00,
  v128Store: 0xfd0b,
  i64x2ExtractLane: 0xfd1d,
  v128Xor: 0xfd51,
} as const;

/** Blocktype encodings of `block`, `loop`, `if` and `try`. */
export const EMPTY_BLOCK = 0x40;

/**
 * Walks the instructions of a function body. After `next()`, the fields describe the instruction at [start, end). One object
 * serves a whole walk, so nothing is allocated per instruction.
 */
export class InstructionReader {
  opcode = 0;
  start = 0;
  /** First immediate: index, label, constant (i32), block type (negative: a value type or empty), or a memarg's alignment. */
  first = 0;
  /** Second immediate: a memarg's offset, call_indirect's table. */
  second = 0;
  private readonly reader: ByteReader;

  constructor(bytes: Uint8Array, start: number, end: number) {
    this.reader = new ByteReader(bytes, start, end);
  }

  get end(): number {
    return this.reader.offset;
  }

  /** Moves to the next instruction; false at the end of the body. Throws `WasmError` for opcodes it doesn't know. */
  next(): boolean {
    const r = this.reader;
    if (r.done) return false;
    this.start = r.offset;
    const opcode = r.u8();
    this.opcode = opcode;
    if (opcode >= 0xfc) this.prefixed(opcode);
    else this.immediates(opcode);
    return true;
  }

  private immediates(opcode: number): void {
    const r = this.reader;
    if (opcode >= 0x45 && opcode <= 0xc4) return;
    if (opcode >= 0x28 && opcode <= 0x3e) return this.memarg();
    switch (opcode) {
      case Op.unreachable:
      case Op.nop:
      case Op.else:
      case Op.end:
      case Op.return:
      case Op.drop:
      case Op.select:
      case Op.catchAll:
      case Op.throwRef:
      case Op.refIsNull:
        return;
      case Op.block:
      case Op.loop:
      case Op.if:
      case Op.try:
        this.first = r.s33();
        return;
      case Op.br:
      case Op.brIf:
      case Op.call:
      case Op.returnCall:
      case Op.catch:
      case Op.throw:
      case Op.rethrow:
      case Op.delegate:
      case Op.localGet:
      case Op.localSet:
      case Op.localTee:
      case Op.globalGet:
      case Op.globalSet:
      case Op.tableGet:
      case Op.tableSet:
      case Op.refFunc:
      case Op.memorySize:
      case Op.memoryGrow:
        this.first = r.u32();
        return;
      case Op.brTable:
        for (let n = r.u32() + 1; n > 0; n--) r.u32();
        return;
      case Op.callIndirect:
      case Op.returnCallIndirect:
        this.first = r.u32();
        this.second = r.u32();
        return;
      case Op.selectTyped:
        for (let n = r.u32(); n > 0; n--) r.u8();
        return;
      case Op.tryTable:
        this.tryTable();
        return;
      case Op.i32Const:
        this.first = r.s32();
        return;
      case Op.i64Const:
        r.skipLeb();
        return;
      case Op.f32Const:
        r.skip(4);
        return;
      case Op.f64Const:
        r.skip(8);
        return;
      case Op.refNull:
        r.skipLeb();
        return;
      default:
        r.fail(`unknown instruction 0x${opcode.toString(16)}`, this.start);
    }
  }

  private tryTable(): void {
    const r = this.reader;
    this.first = r.s33();
    for (let n = r.u32(); n > 0; n--) {
      const kind = r.u8();
      if (kind < 2) r.u32();
      r.u32();
    }
  }

  private memarg(): void {
    this.first = this.reader.u32();
    if (this.first & 0x40) this.reader.u32();
    this.second = this.reader.u32();
  }

  private prefixed(prefix: number): void {
    const r = this.reader;
    const number = r.u32();
    this.opcode = number < 0x100 ? (prefix << 8) | number : (prefix << 16) | (number & 0xffff);
    if (prefix === 0xfc) {
      if (number <= 7) return;
      if (number > 17) r.fail(`unknown instruction 0xfc ${number}`, this.start);
      this.first = r.u32();
      if ([8, 10, 12, 14].includes(number)) r.u32();
    } else if (prefix === 0xfd) {
      this.vector(number);
    } else if (prefix === 0xfe) {
      if (number === 3) r.u8();
      else this.memarg();
    } else r.fail(`unknown prefix 0x${prefix.toString(16)}`, this.start);
  }

  private vector(number: number): void {
    const r = this.reader;
    if (number <= 11 || number === 92 || number === 93) return this.memarg();
    if (number === 12 || number === 13) return r.skip(16);
    if (number >= 21 && number <= 34) return r.skip(1);
    if (number >= 84 && number <= 91) {
      this.memarg();
      r.skip(1);
    }
  }
}

/** Passes over the local declarations of a body: [count, type] groups and where the instructions start. */
export function readLocals(
  bytes: Uint8Array,
  start: number,
  end: number,
): { groups: [count: number, type: number][]; codeStart: number } {
  const reader = new ByteReader(bytes, start, end);
  const groups = reader.vector((r): [number, number] => [r.u32(), r.u8()]);
  return { groups, codeStart: reader.offset };
}
