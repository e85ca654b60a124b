const utf8 = new TextEncoder();

/** Writes the primitive encodings of the WebAssembly binary format (core specification, 5.2) into a growing buffer. */
export class ByteWriter {
  private buffer: Uint8Array;
  length = 0;

  constructor(capacity = 256) {
    this.buffer = new Uint8Array(capacity);
  }

  /** What was written, not copied: valid until the next write. */
  get bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private reserve(count: number): void {
    if (this.length + count <= this.buffer.length) return;
    const grown = new Uint8Array(Math.max(this.buffer.length * 2, this.length + count));
    grown.set(this.buffer.subarray(0, this.length));
    this.buffer = grown;
  }

  u8(value: number): void {
    if (this.length === this.buffer.length) this.reserve(1);
    this.buffer[this.length++] = value;
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Bytes [start, end) of a larger array. */
  copy(source: Uint8Array, start: number, end: number): void {
    this.reserve(end - start);
    for (let i = start; i < end; i++) this.buffer[this.length++] = source[i]!;
  }

  u32(value: number): void {
    this.reserve(5);
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.buffer[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.buffer[this.length++] = rest;
  }

  s32(value: number): void {
    this.reserve(5);
    let rest = value | 0;
    for (;;) {
      const byte = rest & 0x7f;
      rest >>= 7;
      if ((rest === 0 && !(byte & 0x40)) || (rest === -1 && byte & 0x40)) {
        this.buffer[this.length++] = byte;
        return;
      }
      this.buffer[this.length++] = byte | 0x80;
    }
  }

  s64(value: bigint): void {
    // Nearly all are these two, and arithmetic on bigints takes its time.
    if (value === 0n || value === -1n) return this.u8(value === 0n ? 0 : 0x7f);
    let rest = BigInt.asIntN(64, value);
    for (;;) {
      const byte = Number(rest & 0x7fn);
      rest >>= 7n;
      if ((rest === 0n && !(byte & 0x40)) || (rest === -1n && byte & 0x40)) return this.u8(byte);
      this.u8(byte | 0x80);
    }
  }

  name(text: string): void {
    const bytes = utf8.encode(text);
    this.u32(bytes.length);
    this.raw(bytes);
  }

  /** Empties the buffer for reuse. */
  clear(): void {
    this.length = 0;
  }
}
