import { wasi } from '@bjorn3/browser_wasi_shim';
import type { Address, ByteCount } from '../../util/units.ts';
import { CallError } from './ends.ts';

/** What the host reads program memory for. */
export type ReadPurpose = 'buffer' | 'path' | 'iovec' | 'subscription';

export interface MemoryEffects {
  /** Called before the host writes n bytes: the recorder takes the old ones. */
  onMemoryWrite?(address: Address, n: ByteCount): void;
  /** Called before the host reads n bytes on the program's behalf: the checker looks at their shadow. */
  onMemoryRead?(address: Address, n: ByteCount, what: ReadPurpose): void;
}

/**
 * The only way in which the host touches the program's memory. Addresses come from the program: those outside
 * [0, limit) give EFAULT, and a call checks all its ranges before it writes any, so that no call writes half.
 */
export class ProgramMemory {
  #memory: WebAssembly.Memory | undefined;
  #limit = 0;
  #buffer: ArrayBufferLike | undefined;
  #bytes = new Uint8Array(0);
  #view = new DataView(new ArrayBuffer(0));

  constructor(readonly effects: MemoryEffects) {}

  /** `limit`: addresses from here on aren't the program's, though the memory object may be larger (shadow lies there). */
  attach(memory: WebAssembly.Memory, limit: ByteCount = Infinity): void {
    this.#memory = memory;
    this.#limit = limit;
  }

  /** Throws EFAULT unless all n bytes are the program's. */
  check(address: Address, n: ByteCount): void {
    this.#refresh();
    if ((address >>> 0) + n > Math.min(this.#limit, this.#bytes.length)) throw new CallError(wasi.ERRNO_FAULT);
  }

  /** A view of n bytes, valid until the program runs on. */
  read(address: Address, n: ByteCount, what: ReadPurpose): Uint8Array {
    const start = address >>> 0;
    if (n === 0) return new Uint8Array(0);
    this.check(start, n);
    this.effects.onMemoryRead?.(start, n, what);
    return this.#bytes.subarray(start, start + n);
  }

  readText(address: Address, n: ByteCount): string {
    return new TextDecoder().decode(this.read(address, n, 'path').slice());
  }

  write(address: Address, bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    const start = this.#beforeWrite(address, bytes.length);
    this.#bytes.set(bytes, start);
  }

  writeU32(address: Address, value: number): void {
    const start = this.#beforeWrite(address, 4);
    this.#view.setUint32(start, value, true);
  }

  writeU64(address: Address, value: bigint): void {
    const start = this.#beforeWrite(address, 8);
    this.#view.setBigUint64(start, value, true);
  }

  #beforeWrite(address: Address, n: ByteCount): number {
    const start = address >>> 0;
    this.check(start, n);
    this.effects.onMemoryWrite?.(start, n);
    return start;
  }

  /** `memory.grow` detaches the old buffer. */
  #refresh(): void {
    if (this.#memory === undefined) throw new Error('a system call came before the memory was attached');
    const buffer = this.#memory.buffer;
    if (buffer === this.#buffer) return;
    this.#buffer = buffer;
    this.#bytes = new Uint8Array(buffer);
    this.#view = new DataView(buffer);
  }
}
