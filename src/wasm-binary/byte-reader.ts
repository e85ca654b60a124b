import { WasmError } from './wasm-error.ts';

const utf8 = new TextDecoder('utf-8');

/** Reads the primitive encodings of the WebAssembly binary format (core specification, 5.2). Offsets are absolute. */
export class ByteReader {
  readonly bytes: Uint8Array;
  offset: number;
  readonly end: number;

  constructor(bytes: Uint8Array, offset = 0, end = bytes.length) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  get done(): boolean {
    return this.offset >= this.end;
  }

  fail(message: string, offset = this.offset): never {
    throw new WasmError(message, offset);
  }

  u8(): number {
    if (this.offset >= this.end) this.fail('unexpected end');
    return this.bytes[this.offset++]!;
  }

  /** Unsigned LEB128 of at most 32 bits. */
  u32(): number {
    const start = this.offset;
    let result = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.u8();
      result |= (byte & 0x7f) << shift;
      if (byte < 0x80) return result >>> 0;
    }
    return this.fail('integer representation too long', start);
  }

  /** Signed LEB128 of at most 33 bits, as a number. */
  s33(): number {
    const start = this.offset;
    let result = 0;
    let scale = 1;
    for (let i = 0; i < 5; i++) {
      const byte = this.u8();
      result += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) return byte & 0x40 ? result - scale : result;
    }
    return this.fail('integer representation too long', start);
  }

  /** Signed LEB128 of at most 32 bits. */
  s32(): number {
    return this.s33() | 0;
  }

  /** Signed LEB128 of at most 64 bits. */
  s64(): bigint {
    const start = this.offset;
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.u8();
      result |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asIntN(64, byte & 0x40 ? result - (1n << (shift + 7n)) : result);
    }
    return this.fail('integer representation too long', start);
  }

  /** Passes over a LEB128 integer of any width up to 64 bits. */
  skipLeb(): void {
    const start = this.offset;
    for (let i = 0; i < 10; i++) if (this.u8() < 0x80) return;
    this.fail('integer representation too long', start);
  }

  skip(count: number): void {
    if (count > this.end - this.offset) this.fail('unexpected end');
    this.offset += count;
  }

  /** The next `count` bytes, not copied. */
  take(count: number): Uint8Array {
    const start = this.offset;
    this.skip(count);
    return this.bytes.subarray(start, start + count);
  }

  name(): string {
    return utf8.decode(this.take(this.u32()));
  }

  /** A reader of the next `count` bytes, which this one passes over. */
  sub(count: number): ByteReader {
    const start = this.offset;
    this.skip(count);
    return new ByteReader(this.bytes, start, start + count);
  }

  /** Reads a count, then that many items; refuses counts that the remaining bytes can't hold. */
  vector<T>(item: (reader: ByteReader) => T): T[] {
    const start = this.offset;
    const count = this.u32();
    if (count > this.end - this.offset) this.fail('vector longer than its section', start);
    const items: T[] = [];
    for (let i = 0; i < count; i++) items.push(item(this));
    return items;
  }
}
