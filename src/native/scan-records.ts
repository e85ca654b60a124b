/** Leak scans of native programs -> their findings, and what blocks held. */
import { FindingKind } from '../trace/records.ts';
import type { RecordBuilder } from '../trace/record-builder.ts';
import type { AllocationId, ProcessId, StepIndex, ThreadId } from '../util/units.ts';
import type { ContentsEvent, LeakEvent, ScanEvent, ScannedEvent } from './events.ts';
import type { NativeProcess } from './native-processes.ts';
import { LeakKind } from './stream.ts';

/** The numbers of leak findings, by those of the stream. */
const LEAK_FLAGS: Readonly<Record<LeakKind, number>> = {
  [LeakKind.definite]: 1,
  [LeakKind.indirect]: 2,
  [LeakKind.possible]: 3,
  [LeakKind.reachable]: 4,
};

export class ScanRecords {
  /** Blocks that libc allocated for itself: no leaks of the program's. */
  readonly libcs = new Set<AllocationId>();
  readonly #builder: RecordBuilder;
  readonly #switchTo: (process: ProcessId, thread: ThreadId) => void;

  /** `switchTo` says whose records follow. */
  constructor(builder: RecordBuilder, switchTo: (process: ProcessId, thread: ThreadId) => void) {
    this.#builder = builder;
    this.#switchTo = switchTo;
  }

  take(process: NativeProcess, event: LeakEvent | ScanEvent | ScannedEvent | ContentsEvent, step: StepIndex): void {
    switch (event.type) {
      case 'scan':
        return process.scanned.clear();
      case 'leak':
        process.scanned.set(event.address, event.kind);
        return;
      case 'scanned':
        return this.#scanned(process, event, step);
      case 'contents':
        return this.#contents(process, event, step);
    }
  }

  #scanned(process: NativeProcess, { task }: ScannedEvent, step: StepIndex): void {
    this.#switchTo(process.index, task.thread);
    this.#builder.leakScan();
    process.blocks.each((block, address) => {
      // A child's copy of its parent's block is no leak of the child's.
      if (block <= process.inherited || this.libcs.has(block)) return;
      const flags = LEAK_FLAGS[process.scanned.get(address) ?? LeakKind.reachable];
      this.#builder.finding(FindingKind.leak, { ...{ address: 0, size: 0, stack: 0, site: 0 }, flags, block, step });
    });
    process.scanned.clear();
  }

  #contents(process: NativeProcess, { task, address, bytes }: ContentsEvent, step: StepIndex): void {
    const id = process.blocks.get(address);
    // What a child has a copy of is its parent's to tell.
    if (id <= process.inherited) return;
    this.#switchTo(process.index, task.thread);
    this.#builder.blockContents(id, step, bytes);
  }
}
