/** Numbers in 64 bits are read as doubles: addresses are exact, a size near 2^64 is not. */
export class FieldReader {
  private bytes: Uint8Array = new Uint8Array(0);
  private at = 0;

  /** Appends bytes, of which the last record may be cut off. */
  push(bytes: Uint8Array): void {
    if (this.at === this.bytes.length) {
      this.bytes = bytes;
    } else {
      const rest = this.bytes.subarray(this.at);
      this.bytes = new Uint8Array(rest.length + bytes.length);
      this.bytes.set(rest);
      this.bytes.set(bytes, rest.length);
    }
    this.at = 0;
  }

  get position(): number {
    return this.at;
  }

  /** Goes back to a `position` since the last push. */
  rewind(position: number): void {
    this.at = position;
  }

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw new CutOff();
    this.at += 1;
    return byte;
  }

  unsigned(): number {
    let byte = this.byte();
    if (byte < 0x80) return byte;
    let low = byte & 0x7f;
    for (let shift = 7; shift < 28; shift += 7) {
      byte = this.byte();
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return low;
    }
    let value = low;
    for (let factor = 2 ** 28; ; factor *= 128) {
      byte = this.byte();
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
  }

  signed(): number {
    const value = this.unsigned();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  /** A view of the bytes pushed. */
  data(): Uint8Array {
    const length = this.unsigned();
    if (this.left < length) throw new CutOff();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text(): string {
    return decoder.decode(this.data());
  }

  list(): number[] {
    const count = this.unsigned();
    return Array.from({ length: count }, () => this.signed());
  }
}

/** The bytes end in the middle of a record. */
export class CutOff extends Error {}

const decoder = new TextDecoder();
