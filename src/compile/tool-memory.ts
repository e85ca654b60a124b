/**
 * A tool's memory, and how WASI lays out in it what its functions give: numbers, lists of strings, states of files.
 *
 * Spec: https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md
 */

/** What every function here gives, as it is what the host's functions give to the tool. */
export const SUCCESS = 0;

export const FileType = { characterDevice: 2, directory: 3, regularFile: 4 } as const;
export type FileType = (typeof FileType)[keyof typeof FileType];

const ALL_RIGHTS = 0x1fffffffn;

const encoder = new TextEncoder();

export class ToolMemory {
  #memory: WebAssembly.Memory | undefined;
  #view = new DataView(new ArrayBuffer(0));
  #bytes = new Uint8Array(0);

  attach(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  /** memory.grow detaches the old buffer: to be asked for anew by each function that the tool calls. */
  bytes(): Uint8Array {
    this.#refresh();
    return this.#bytes;
  }

  set32(at: number, value: number): number {
    this.#refresh().setUint32(at, value, true);
    return SUCCESS;
  }

  set64(at: number, value: bigint): number {
    this.#refresh().setBigUint64(at, value, true);
    return SUCCESS;
  }

  /** How many strings, and the bytes that `setStrings` will take for them. */
  setSizes(strings: readonly string[], count: number, size: number): number {
    this.set32(count, strings.length);
    return this.set32(
      size,
      strings.reduce((sum, text) => sum + encoder.encode(text).length + 1, 0),
    );
  }

  setStrings(strings: readonly string[], pointers: number, buffer: number): number {
    const bytes = this.bytes();
    for (const text of strings) {
      const encoded = encoder.encode(text);
      this.set32(pointers, buffer);
      bytes.set(encoded, buffer);
      bytes[buffer + encoded.length] = 0;
      pointers += 4;
      buffer += encoded.length + 1;
    }
    return SUCCESS;
  }

  /** An `fdstat`. */
  setDescriptorStatus(at: number, type: FileType): number {
    this.bytes().fill(0, at, at + 24);
    this.#view.setUint8(at, type);
    this.#view.setBigUint64(at + 8, ALL_RIGHTS, true);
    this.#view.setBigUint64(at + 16, ALL_RIGHTS, true);
    return SUCCESS;
  }

  /** A `filestat`; without an entry, of something that isn't in the file tree. */
  setFileStatus(at: number, type: FileType, entry?: { readonly inode: number; readonly size?: number }): number {
    this.bytes().fill(0, at, at + 64);
    this.#view.setUint8(at + 16, type);
    if (!entry) return SUCCESS;
    this.#view.setBigUint64(at, 1n, true);
    this.#view.setBigUint64(at + 8, BigInt(entry.inode), true);
    this.#view.setBigUint64(at + 24, 1n, true);
    this.#view.setBigUint64(at + 32, BigInt(entry.size ?? 0), true);
    return SUCCESS;
  }

  /** One of the ranges that a read or a write is about. */
  vector(vectors: number, index: number): { readonly at: number; readonly length: number } {
    const view = this.#refresh();
    return { at: view.getUint32(vectors + 8 * index, true), length: view.getUint32(vectors + 8 * index + 4, true) };
  }

  #refresh(): DataView {
    if (!this.#memory) throw new Error('the tool was started without its memory');
    if (this.#view.buffer !== this.#memory.buffer) {
      this.#view = new DataView(this.#memory.buffer);
      this.#bytes = new Uint8Array(this.#memory.buffer);
    }
    return this.#view;
  }
}

/** A `dirent` with its name; `next`: the cookie of the entry after it. */
export function directoryRecord(name: string, next: number, inode: number, type: FileType): Uint8Array {
  const encoded = encoder.encode(name);
  const record = new Uint8Array(24 + encoded.length);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(next), true);
  view.setBigUint64(8, BigInt(inode), true);
  view.setUint32(16, encoded.length, true);
  view.setUint8(20, type);
  record.set(encoded, 24);
  return record;
}
