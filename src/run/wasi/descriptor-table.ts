import { wasi } from '@bjorn3/browser_wasi_shim';
import type { CloneContext, Description } from './descriptions.ts';
import { CallError } from './ends.ts';

const MAX_DESCRIPTORS = 1024;
/** Where libc finds "/" (wasm/libc/preopens.c): beyond what a program gets and closes, so that the first file it opens is 3. */
export const ROOT_DESCRIPTOR = MAX_DESCRIPTORS;

/** A process's descriptors: small numbers for open file descriptions. */
export class DescriptorTable {
  readonly #slots: (Description | undefined)[] = [];

  /** Opens at the lowest free number; EMFILE when there is none. */
  open(description: Description): number {
    let number = this.#slots.indexOf(undefined);
    if (number < 0) number = this.#slots.length;
    if (number >= MAX_DESCRIPTORS) throw new CallError(wasi.ERRNO_MFILE);
    this.#set(number, description);
    return number;
  }

  /** The directory to which paths are relative that are relative to none. */
  openRoot(description: Description): void {
    this.#put(ROOT_DESCRIPTOR, description);
  }

  /** EBADF if `number` isn't open. */
  get(number: number): Description {
    const description = this.#slots[number];
    if (description === undefined) throw new CallError(wasi.ERRNO_BADF);
    return description;
  }

  /** As `get`, and EBADF unless opened with these rights (reading, writing), as POSIX words it. */
  getWith(number: number, rights: number): Description {
    const description = this.get(number);
    if ((description.rights & BigInt(rights)) !== BigInt(rights)) throw new CallError(wasi.ERRNO_BADF);
    return description;
  }

  close(number: number): void {
    if (number >= MAX_DESCRIPTORS) throw new CallError(wasi.ERRNO_BADF);
    this.#close(number);
  }

  #close(number: number): void {
    const description = this.get(number);
    this.#slots[number] = undefined;
    if (--description.references === 0) description.fd_close();
  }

  /** POSIX `dup`: another number for the same description. */
  duplicate(number: number): number {
    return this.open(this.get(number));
  }

  /** POSIX `dup2`: `target` is closed first if it is open. */
  duplicateTo(number: number, target: number): void {
    const description = this.get(number);
    if (target >= MAX_DESCRIPTORS) throw new CallError(wasi.ERRNO_BADF);
    if (number === target) return;
    if (this.#slots[target] !== undefined) this.close(target);
    while (this.#slots.length < target) this.#slots.push(undefined);
    this.#set(target, description);
  }

  closeAll(): void {
    for (const [number] of this.entries()) this.#close(number);
  }

  *entries(): Iterable<[number, Description]> {
    for (const [number, description] of this.#slots.entries())
      if (description !== undefined) yield [number, description];
  }

  /** A child's table: its descriptors refer to the same descriptions, so they share their offsets. */
  fork(): DescriptorTable {
    const child = new DescriptorTable();
    for (const [number, description] of this.entries()) child.#put(number, description);
    return child;
  }

  /** A copy that shares nothing; descriptors that shared a description share its copy (also across tables, by `known`). */
  clone(context: CloneContext, known = new Map<Description, Description>()): DescriptorTable {
    const copy = new DescriptorTable();
    for (const [number, description] of this.entries()) {
      let made = known.get(description);
      if (made === undefined) known.set(description, (made = description.clone(context)));
      copy.#put(number, made);
    }
    return copy;
  }

  #put(number: number, description: Description): void {
    while (this.#slots.length < number) this.#slots.push(undefined);
    this.#set(number, description);
  }

  #set(number: number, description: Description): void {
    this.#slots[number] = description;
    description.references++;
  }
}
