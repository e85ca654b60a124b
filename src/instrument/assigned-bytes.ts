/** A set of frame bytes that have certainly been assigned (bytes beyond its size are ignored); `undefined` stands for "unreachable" (every byte counts as assigned). */
export class AssignedBytes {
  private constructor(private readonly words: Uint32Array) {}

  static none(size: number): AssignedBytes {
    return new AssignedBytes(new Uint32Array((size + 31) >> 5));
  }

  copy(): AssignedBytes {
    return new AssignedBytes(this.words.slice());
  }

  add(offset: number, count: number): void {
    for (let i = offset; i < offset + count; i++) this.words[i >> 5]! |= 1 << (i & 31);
  }

  hasAll(offset: number, count: number): boolean {
    for (let i = offset; i < offset + count; i++) if (!(this.words[i >> 5]! & (1 << (i & 31)))) return false;
    return true;
  }

  keepCommon(other: AssignedBytes): void {
    for (let i = 0; i < this.words.length; i++) this.words[i]! &= other.words[i]!;
  }
}

/** The state where two paths meet. */
export function meet(a: AssignedBytes | undefined, b: AssignedBytes | undefined): AssignedBytes | undefined {
  if (!a) return b?.copy();
  if (b) a.keepCommon(b);
  return a;
}
