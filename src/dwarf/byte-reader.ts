import { DwarfError } from './dwarf-error.ts';

const TWO_32 = 2 ** 32;

/**
 * Reads little-endian values one after the other, never past `end`: what isn't there is a `DwarfError` with its offset.
 * 64-bit values come as a number where that is exact, as a bigint otherwise.
 */
export class ByteReader {
  private readonly view: DataView;

  constructor(
    /** For messages. */
    readonly section: string,
    readonly bytes: Uint8Array,
    public offset = 0,
    readonly end = bytes.length,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (offset < 0 || end > bytes.length || offset > end) this.fail(`offset ${offset} is outside the section`);
  }

  fail(reason: string, offset = this.offset): never {
    throw new DwarfError(this.section, offset, reason);
  }

  get atEnd(): boolean {
    return this.offset >= this.end;
  }

  /** Moves on by n bytes and gives where they begin. */
  private take(n: number): number {
    const start = this.offset;
    if (!(n <= this.end - start)) this.fail(`${n} bytes expected, ${this.end - start} left`);
    this.offset = start + n;
    return start;
  }

  skip(n: number): void {
    this.take(n);
  }

  u8(): number {
    return this.view.getUint8(this.take(1));
  }

  i8(): number {
    return this.view.getInt8(this.take(1));
  }

  u16(): number {
    return this.view.getUint16(this.take(2), true);
  }

  u24(): number {
    const at = this.take(3);
    return this.view.getUint16(at, true) | (this.view.getUint8(at + 2) << 16);
  }

  u32(): number {
    return this.view.getUint32(this.take(4), true);
  }

  u64(): number | bigint {
    const at = this.take(8);
    const high = this.view.getUint32(at + 4, true);
    return high < 0x200000 ? high * TWO_32 + this.view.getUint32(at, true) : this.view.getBigUint64(at, true);
  }

  /** A section offset or an address of 1, 2, 4 or 8 bytes. */
  unsigned(size: number): number {
    if (size === 4) return this.u32();
    if (size === 1) return this.u8();
    if (size === 2) return this.u16();
    if (size !== 8) this.fail(`a value of ${size} bytes`);
    const value = this.u64();
    // Tombstones (all ones) are the only values this large; what they mark is skipped in any case.
    return typeof value === 'number' ? value : Number.MAX_SAFE_INTEGER;
  }

  uleb(): number {
    const value = this.ulebWide();
    return typeof value === 'number' ? value : this.fail('a number of more than 53 bits');
  }

  ulebWide(): number | bigint {
    const first = this.u8();
    if (first < 0x80) return first;
    let result = first & 0x7f;
    let scale = 0x80;
    for (let i = 1; i < 7; i++) {
      const byte = this.u8();
      result += (byte & 0x7f) * scale;
      if (byte < 0x80) return result;
      scale *= 0x80;
    }
    return narrow(this.lebTail(BigInt(result), 49n).value);
  }

  sleb(): number {
    const value = this.slebWide();
    return typeof value === 'number' ? value : this.fail('a number of more than 53 bits');
  }

  slebWide(): number | bigint {
    let result = 0;
    let scale = 1;
    for (let i = 0; i < 7; i++) {
      const byte = this.u8();
      result += (byte & 0x7f) * scale;
      scale *= 0x80;
      if (byte < 0x80) return byte & 0x40 ? result - scale : result;
    }
    const { value, bits, negative } = this.lebTail(BigInt(result), 49n);
    return narrow(negative ? value - (1n << bits) : value);
  }

  /** The rest of a LEB128 number after seven bytes. */
  private lebTail(low: bigint, shift: bigint): { value: bigint; bits: bigint; negative: boolean } {
    let value = low;
    let bits = shift;
    for (;;) {
      if (bits > 128n) this.fail('a LEB128 number of more than 128 bits');
      const byte = this.u8();
      value |= BigInt(byte & 0x7f) << bits;
      bits += 7n;
      if (byte < 0x80) return { value, bits, negative: (byte & 0x40) !== 0 };
    }
  }

  /** A view, not a copy. */
  block(n: number): Uint8Array {
    const at = this.take(n);
    return this.bytes.subarray(at, at + n);
  }

  /** A string that ends with a zero byte. */
  cString(): string {
    const start = this.offset;
    this.skipCString();
    return decodeText(this.bytes, start, this.offset - 1);
  }

  skipCString(): void {
    const zero = this.bytes.indexOf(0, this.offset);
    if (zero < 0 || zero >= this.end) this.fail('a string without an end');
    this.offset = zero + 1;
  }
}

function narrow(value: bigint): number | bigint {
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

const utf8 = new TextDecoder();

/** Names are short and nearly always ASCII, where a loop is several times faster than a TextDecoder. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte >= 0x80) return utf8.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}
