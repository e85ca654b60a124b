import type { Address } from '../util/units.ts';
import { ByteReader } from './byte-reader.ts';
import { DW_OP } from './constants.ts';
import type { EvaluationContext } from './evaluation.ts';
import type { ImplicitValue } from './implicit-value.ts';
import { implicitValue } from './implicit-value.ts';
import { BINARY, isComparison, signed, wrap } from './expression-arithmetic.ts';
import type { Operation } from './expressions.ts';
import { readOperation } from './expressions.ts';

/**
 * A number on the stack. `type` is `size * 256 + encoding`, or 0 for the generic type, which is kept to 64 bits here (not to
 * the 32 of an address), as clang assumes when it describes a 64-bit variable.
 */
interface Item {
  readonly value: bigint;
  readonly type: number;
}

/** More than any compiler writes; a backward DW_OP_bra in damaged data must not run for ever. */
const MAX_OPERATIONS = 10_000;

/**
 * Runs a DWARF expression (DWARF 5, sections 2.5 and 2.6) that stands by itself (see `Location`).
 * Throws `DwarfError` for one that is malformed; gives undefined for what can't be known.
 */
export function evaluateExpression(bytes: Uint8Array, context: EvaluationContext): Address | ImplicitValue | undefined {
  const machine = new ExpressionMachine(bytes, context);
  return machine.run();
}

class ExpressionMachine {
  private readonly stack: Item[] = [];
  private readonly pieces: Uint8Array[] = [];
  private readonly missing: { offset: number; size: number }[] = [];
  private pieceOffset = 0;
  private readonly reader: ByteReader;
  /** What the operations so far describe, if not the memory at the top of the stack. */
  private implicit: ImplicitValue | undefined;

  constructor(
    bytes: Uint8Array,
    private readonly context: EvaluationContext,
  ) {
    this.reader = new ByteReader('expression', bytes);
  }

  run(): Address | ImplicitValue | undefined {
    const { reader } = this;
    for (let count = 0; !reader.atEnd; count++) {
      if (count > MAX_OPERATIONS) reader.fail('an expression without an end');
      const operation = readOperation(reader, 4, 4);
      if (!this.step(operation)) return undefined;
    }
    if (this.pieceOffset > 0) return this.composite();
    if (this.implicit) return this.implicit;
    return this.stack.length === 0 ? undefined : asAddress(this.pop().value);
  }

  private push(value: bigint, type = 0): void {
    this.stack.push({ value: wrap(value, type), type });
  }

  private pop(): Item {
    return this.stack.pop() ?? this.reader.fail('an empty stack');
  }

  private peek(depth: number): Item {
    return this.stack.at(-1 - depth) ?? this.reader.fail('an empty stack');
  }

  /** False: the value can't be known. */
  private step(operation: Operation): boolean {
    const { code } = operation;
    if (code >= DW_OP.lit0 && code <= DW_OP.lit31) {
      this.push(BigInt(code - DW_OP.lit0));
      return true;
    }
    return this.constant(operation) || this.arrange(operation) || this.binary(code) || this.special(operation);
  }

  private constant({ code, operands, block }: Operation): boolean {
    switch (code) {
      case DW_OP.addr:
      case DW_OP.const1u:
      case DW_OP.const1s:
      case DW_OP.const2u:
      case DW_OP.const2s:
      case DW_OP.const4u:
      case DW_OP.const4s:
      case DW_OP.const8u:
      case DW_OP.const8s:
      case DW_OP.constu:
      case DW_OP.consts:
        this.push(BigInt(operands[0] ?? 0));
        return true;
      case DW_OP.const_type:
        this.push(littleEndian(block ?? new Uint8Array(0)), Number(operands[0]));
        return true;
      default:
        return false;
    }
  }

  private arrange({ code, operands }: Operation): boolean {
    switch (code) {
      case DW_OP.nop:
        return true;
      case DW_OP.dup:
        this.stack.push(this.peek(0));
        return true;
      case DW_OP.drop:
        this.pop();
        return true;
      case DW_OP.over:
        this.stack.push(this.peek(1));
        return true;
      case DW_OP.pick:
        this.stack.push(this.peek(Number(operands[0])));
        return true;
      case DW_OP.swap: {
        const [top, below] = [this.pop(), this.pop()];
        this.stack.push(top, below);
        return true;
      }
      case DW_OP.rot: {
        const [first, second, third] = [this.pop(), this.pop(), this.pop()];
        this.stack.push(first, third, second);
        return true;
      }
      default:
        return false;
    }
  }

  private binary(code: number): boolean {
    const operate = BINARY[code];
    if (!operate) return false;
    const right = this.pop();
    const left = this.pop();
    this.push(operate(left.value, right.value, left.type), isComparison(code) ? 0 : left.type);
    return true;
  }

  private special({ code, operands, block }: Operation): boolean {
    const [first = 0, second = 0] = operands;
    switch (code) {
      case DW_OP.fbreg:
        if (this.context.frameBase === undefined) return false;
        this.push(BigInt(this.context.frameBase) + BigInt(first));
        return true;
      case DW_OP.plus_uconst:
        this.unary((value) => value + BigInt(first));
        return true;
      case DW_OP.neg:
        this.unary((value) => -value);
        return true;
      case DW_OP.not:
        this.unary((value) => ~value);
        return true;
      case DW_OP.abs:
        this.unary((value, type) => (signed(value, type) < 0n ? -signed(value, type) : value));
        return true;
      case DW_OP.deref:
        return this.dereference(4, 0);
      case DW_OP.deref_size:
        return this.dereference(Number(first), 0);
      case DW_OP.deref_type:
        return this.dereference(Number(first), Number(second));
      case DW_OP.convert:
        // The number stays what it is, as far as the new type can hold it.
        this.push(this.pop().value, Number(first));
        return true;
      case DW_OP.reinterpret:
        this.push(BigInt.asUintN(64, this.pop().value), Number(first));
        return true;
      case DW_OP.WASM_location:
        return this.wasmLocation(Number(first), Number(second));
      case DW_OP.bra:
        if (this.pop().value !== 0n) this.jump(Number(first));
        return true;
      case DW_OP.skip:
        this.jump(Number(first));
        return true;
      case DW_OP.stack_value:
        this.implicit = implicitValue(this.pop().value);
        return true;
      case DW_OP.implicit_value:
        this.implicit = fromBytes((block ?? new Uint8Array(0)).slice(), []);
        return true;
      case DW_OP.piece:
        return this.piece(Number(first));
      default:
        // Registers, call frames, entry values and pointers to what was optimised out: nothing to find them with.
        return false;
    }
  }

  private unary(operate: (value: bigint, type: number) => bigint): void {
    const { value, type } = this.pop();
    this.push(operate(value, type), type);
  }

  private jump(distance: number): void {
    const target = this.reader.offset + distance;
    if (target < 0 || target > this.reader.end) this.reader.fail('a branch out of the expression');
    this.reader.offset = target;
  }

  private dereference(size: number, type: number): boolean {
    if (size < 1 || size > 8) this.reader.fail(`a value of ${size} bytes`);
    this.push(littleEndian(this.context.readMemory(asAddress(this.pop().value), size)), type);
    return true;
  }

  private wasmLocation(kind: number, index: number): boolean {
    // 0: a local; 1 and 3: a global; 2: the operand stack, which nobody can read back.
    const { wasmLocal, wasmGlobal } = this.context;
    const value = kind === 0 ? wasmLocal?.(index) : kind === 1 || kind === 3 ? wasmGlobal?.(index) : undefined;
    if (value === undefined) return false;
    this.push(value);
    return true;
  }

  /** What was described so far is the next `size` bytes of the variable. */
  private piece(size: number): boolean {
    if (size > 0x10000) this.reader.fail(`a piece of ${size} bytes`);
    if (this.implicit) {
      const bytes = new Uint8Array(size);
      bytes.set(this.implicit.bytes.subarray(0, size));
      this.pieces.push(bytes);
    } else if (this.stack.length > 0) {
      this.pieces.push(this.context.readMemory(asAddress(this.pop().value), size));
    } else {
      this.pieces.push(new Uint8Array(size));
      this.missing.push({ offset: this.pieceOffset, size });
    }
    this.implicit = undefined;
    this.pieceOffset += size;
    return true;
  }

  private composite(): ImplicitValue {
    const bytes = new Uint8Array(this.pieceOffset);
    let at = 0;
    for (const piece of this.pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return fromBytes(bytes, this.missing);
  }
}

function fromBytes(bytes: Uint8Array, missing: ImplicitValue['missing']): ImplicitValue {
  return { value: littleEndian(bytes), bytes, missing };
}

function asAddress(value: bigint): Address {
  return Number(BigInt.asUintN(32, value));
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i] as number);
  return value;
}
