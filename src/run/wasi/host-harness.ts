/** Calls a host as a program would, for tests: arguments are laid out in a scratch part of a real wasm memory. */
import { ROOT_DESCRIPTOR } from './descriptor-table.ts';
import { createWasiHost } from './host.ts';
import type { WasiHost, WasiHostOptions } from './host.ts';
import type { HostEffects } from './process.ts';

const SCRATCH = 0x8000;

export class Caller {
  readonly memory = new WebAssembly.Memory({ initial: 2 });

  constructor(readonly host: WasiHost) {
    host.setMemory(this.memory);
  }

  static of(options: Partial<WasiHostOptions> = {}): Caller {
    return new Caller(
      createWasiHost({
        arguments: ['program'],
        environment: {},
        stdin: { bytes: new Uint8Array(0), closed: true },
        files: {},
        seed: 1,
        clockStart: 1_000_000_000n,
        outputBytes: 1000,
        ...options,
      }),
    );
  }

  fork(effects: HostEffects = {}): Caller {
    return new Caller(this.host.fork(effects));
  }

  clone(effects: HostEffects = {}): Caller {
    return new Caller(this.host.clone(effects));
  }

  /** The errno. */
  call(name: string, ...values: (number | bigint)[]): number {
    const imported = this.host.imports[name];
    if (typeof imported !== 'function') throw new Error(`no call '${name}'`);
    return Number(imported(...values));
  }

  view(): DataView {
    return new DataView(this.memory.buffer);
  }

  put(address: number, bytes: Uint8Array): void {
    new Uint8Array(this.memory.buffer).set(bytes, address);
  }

  bytes(address: number, n: number): Uint8Array {
    return new Uint8Array(this.memory.buffer).slice(address, address + n);
  }

  /** A path as the two arguments that a call takes; up to two per call, at different `slot`s. */
  path(text: string, slot = 0): [number, number] {
    const bytes = new TextEncoder().encode(text);
    const address = SCRATCH + 0x1000 + slot * 0x800;
    this.put(address, bytes);
    return [address, bytes.length];
  }

  /** The new descriptor, or minus the errno. */
  open(path: string, oflags = 0, fdflags = 0, rights = (1n << 30n) - 1n): number {
    const errno = this.call(
      'path_open',
      ROOT_DESCRIPTOR,
      0,
      ...this.path(path),
      oflags,
      rights,
      rights,
      fdflags,
      SCRATCH,
    );
    return errno === 0 ? this.view().getUint32(SCRATCH, true) : -errno;
  }

  #iovec(address: number, n: number): void {
    this.view().setUint32(SCRATCH + 8, address, true);
    this.view().setUint32(SCRATCH + 12, n, true);
  }

  /** Bytes written, or minus the errno. */
  write(fd: number, text: string): number {
    const bytes = new TextEncoder().encode(text);
    this.put(SCRATCH + 0x2000, bytes);
    this.#iovec(SCRATCH + 0x2000, bytes.length);
    const errno = this.call('fd_write', fd, SCRATCH + 8, 1, SCRATCH);
    return errno === 0 ? this.view().getUint32(SCRATCH, true) : -errno;
  }

  /** The text read, or minus the errno. */
  read(fd: number, n = 100): string | number {
    this.#iovec(SCRATCH + 0x2000, n);
    const errno = this.call('fd_read', fd, SCRATCH + 8, 1, SCRATCH);
    if (errno !== 0) return -errno;
    return new TextDecoder().decode(this.bytes(SCRATCH + 0x2000, this.view().getUint32(SCRATCH, true)));
  }

  /** The new offset, or minus the errno. */
  seek(fd: number, offset: number, whence: number): number {
    const errno = this.call('fd_seek', fd, BigInt(offset), whence, SCRATCH);
    return errno === 0 ? Number(this.view().getBigUint64(SCRATCH, true)) : -errno;
  }

  /** Size and kind by name, or minus the errno. */
  stat(path: string): { size: number; filetype: number; links: number } | number {
    const errno = this.call('path_filestat_get', ROOT_DESCRIPTOR, 0, ...this.path(path), SCRATCH);
    if (errno !== 0) return -errno;
    const view = this.view();
    return {
      size: Number(view.getBigUint64(SCRATCH + 32, true)),
      filetype: view.getUint8(SCRATCH + 16),
      links: Number(view.getBigUint64(SCRATCH + 24, true)),
    };
  }

  /** Nanoseconds of a clock. */
  time(clockId: number): bigint {
    this.call('clock_time_get', clockId, 0n, SCRATCH);
    return this.view().getBigUint64(SCRATCH, true);
  }

  /** Contents of a file now, as text. */
  file(path: string): string | undefined {
    const bytes = this.host.files()[path];
    return bytes && new TextDecoder().decode(bytes);
  }
}

export function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
