/** Semaphores of native programs: POSIX ones by where they lie or by name, System V ones by set and number. */
import { SystemEvent } from '../trace/records.ts';
import type { RecordBuilder } from '../trace/record-builder.ts';
import type { Address, StackId, StepIndex } from '../util/units.ts';
import type { NativeProcess } from './native-processes.ts';

export interface Semaphore {
  readonly id: number;
  /** -1: not known, or not there yet. */
  value: number;
}

/** One operation of semop(). */
export interface SemaphoreOperation {
  readonly semaphore: Semaphore;
  readonly added: number;
  /** Afterwards; -1: not known. */
  readonly value: number;
}

const UNKNOWN = -1;
const OPERATION_WORDS = 4;

export class Semaphores {
  readonly #all = new Map<string, Semaphore>();
  readonly #builder: RecordBuilder;
  readonly #newId: () => number;

  constructor(builder: RecordBuilder, newId: () => number) {
    this.#builder = builder;
    this.#newId = newId;
  }

  /** The one at an address: in a segment it is that of all who share the segment. */
  at(process: NativeProcess, address: Address): Semaphore {
    const name = process.semaphoreNames.get(address);
    if (name !== undefined) return this.#get(`name ${name}`);
    for (const [start, { segment, size }] of process.mappings)
      if (address >= start && address < start + size) return this.#get(`segment ${segment} ${address - start}`);
    return this.#get(`process ${process.index} ${address}`);
  }

  ofSet(set: number, number: number): Semaphore {
    return this.#get(`set ${set} ${number}`);
  }

  /** sem_open() gave `address`. */
  opened(process: NativeProcess, name: string, address: Address): Semaphore {
    process.semaphoreNames.set(address, name);
    return this.at(process, address);
  }

  /** A name that is used again is another semaphore's. */
  unlinked(name: string): void {
    this.#all.delete(`name ${name}`);
  }

  /** `words`: those of a semop after the set. */
  operations(set: number, words: readonly number[]): SemaphoreOperation[] {
    return Array.from({ length: Math.floor(words.length / OPERATION_WORDS) }, (_, index) => {
      const [number = 0, added = 0, , value = UNKNOWN] = words.slice(index * OPERATION_WORDS);
      return { semaphore: this.ofSet(set, number), added, value };
    });
  }

  set(semaphore: Semaphore, value: number, stack: StackId, step: StepIndex): void {
    if (value < 0 || value === semaphore.value) return;
    this.#builder.system(SystemEvent.semaphoreChanged, { a: semaphore.id, b: value, c: semaphore.value, stack, step });
    semaphore.value = value;
  }

  #get(key: string): Semaphore {
    let known = this.#all.get(key);
    if (!known) this.#all.set(key, (known = { id: this.#newId(), value: UNKNOWN }));
    return known;
  }
}
