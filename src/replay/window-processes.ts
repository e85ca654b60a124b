/** The processes that are alive somewhere in a window, and what they share. */
import { SystemEvent } from '../trace/records.ts';
import type { MemoryRun, RecordedWindow, SiteTable, Snapshot, SnapshotFrame } from '../trace/recording.ts';
import type { Address, ByteCount, ProcessId, ThreadId } from '../util/units.ts';
import { isPrivate, sharedAt, withMapping, withoutRange, type Mapping } from './mappings.ts';
import { ProcessState, type ProcessParts, type SavedProcess } from './process-state.ts';
import { normaliseHeaders } from './shadow-rules.ts';
import { SharedSegments } from './shared-segments.ts';
import { startFrames } from './start-frames.ts';
import type { Survey } from './timeline.ts';

/** A damaged file may name any number. */
const MOST_SEGMENT_BYTES = 2 ** 30;

export class WindowProcesses {
  readonly segments: SharedSegments;
  readonly #alive = new Map<ProcessId, ProcessState>();
  /** Those that keyframes hold, alive here or not. */
  readonly #kept = new Map<ProcessId, ProcessState>();
  /** Ended before a keyframe came: another process can use their pages. */
  readonly #spare: ProcessState[] = [];
  readonly #parts: ProcessParts;
  readonly #survey: Survey;
  /** How much of each segment is mapped somewhere. */
  readonly #mapped = new Map<number, ByteCount>();

  constructor(window: RecordedWindow, sites: SiteTable, survey: Survey) {
    this.#survey = survey;
    this.segments = new SharedSegments((segment) => this.#sizeOf(segment));
    const limit: ByteCount = Number(window.snapshot.layout.limit);
    this.#parts = { limit, sites, allocations: survey.allocations, segments: this.segments };
    for (const snapshot of [window.snapshot, ...(window.others ?? [])]) this.#start(snapshot, window);
    this.#fillSegments(window);
  }

  /** Ascending. */
  get alive(): readonly ProcessState[] {
    return [...this.#alive.values()].sort((a, b) => a.process - b.process);
  }

  get changedPages(): number {
    let pages = this.segments.changedPages;
    for (const { memory, shadow } of this.#alive.values()) pages += memory.changedPages + shadow.changedPages;
    return pages;
  }

  get(process: ProcessId): ProcessState | undefined {
    return this.#alive.get(process);
  }

  /** A thread goes on. A process that isn't alive (damage, or the last words about one that ended) has no memory. */
  run(process: ProcessId, thread: ThreadId): ProcessState {
    const state = this.#alive.get(process) ?? new ProcessState(process, { ...this.#parts, limit: 0 });
    state.thread = thread;
    return state;
  }

  /** A `system` record of a process. */
  follow(doer: ProcessState, event: number, a: number, b: number, c: number): void {
    switch (event as SystemEvent) {
      case SystemEvent.processCreated:
        this.#fork(doer, a);
        break;
      case SystemEvent.exited:
        if (this.#alive.delete(doer.process) && !this.#kept.has(doer.process)) this.#spare.push(doer);
        break;
      case SystemEvent.threadCreated:
        doer.framesOf(a);
        break;
      case SystemEvent.segmentAttached:
        this.#attach(doer, a, b, c);
        break;
      case SystemEvent.segmentDetached:
        // What it saw there is what its own memory holds now, though it can't be reached.
        doer.memory.set(b, doer.bytes(b, clamped(doer, b, c)));
        doer.mappings = withoutRange(doer.mappings, b, c);
        break;
      default:
    }
  }

  keep(keyframe: number): void {
    for (const state of this.#alive.values()) {
      state.keep(keyframe);
      this.#kept.set(state.process, state);
    }
    this.segments.keep(keyframe);
  }

  save(): readonly SavedProcess[] {
    return Array.from(this.#alive.values(), (state) => state.save());
  }

  load(keyframe: number, saved: readonly SavedProcess[]): void {
    for (const state of this.#alive.values()) if (!this.#kept.has(state.process)) this.#spare.push(state);
    this.#alive.clear();
    for (const each of saved) {
      const state = this.#kept.get(each.process)!;
      state.load(keyframe, each);
      this.#alive.set(each.process, state);
    }
    this.segments.load(keyframe);
  }

  #start(snapshot: Snapshot, window: RecordedWindow): void {
    const { process, memory, shadow, threads = [], segments = [] } = snapshot;
    if (this.#alive.has(process)) return;
    const state = new ProcessState(process, this.#parts);
    this.#alive.set(process, state);
    state.memory.write(memory);
    state.shadow.write(shadow);
    normaliseHeaders(state.shadow, shadow, snapshot.layout.heapBase);
    for (const { segment, address, size, offset = 0 } of segments) this.#map(state, segment, address, size, offset);
    for (const { thread, frames } of [{ thread: 0, frames: snapshot.frames }, ...threads]) {
      const begun = startFrames({ process, thread, frames }, window.chunks);
      const stack = state.framesOf(thread);
      for (const frame of begun) enter(stack, frame);
      state.rules.start(begun);
    }
  }

  /** All that have a segment mapped have the same bytes, but where `segments` of the window says what they are. */
  #fillSegments({ snapshot, others = [], segments = [], chunks }: RecordedWindow): void {
    const filled = new Map<number, ProcessId>();
    const running = chunks[0]?.process ?? snapshot.process;
    const isRunning = ({ process }: Snapshot): number => (process === running ? 0 : 1);
    // The one that runs has the newest.
    for (const { process, memory } of [snapshot, ...others].sort((a, b) => isRunning(a) - isRunning(b))) {
      for (const mapping of this.#alive.get(process)?.mappings ?? []) {
        if (!mapping.isShared || (filled.get(mapping.segment) ?? process) !== process) continue;
        filled.set(mapping.segment, process);
        this.#fill(mapping, memory);
      }
    }
    for (const { segment, bytes } of segments) {
      this.segments.clear(segment);
      this.segments.set(segment, 0, bytes);
    }
  }

  /** What a process's memory has where a segment is mapped is what is in the segment. */
  #fill({ segment, address, size, offset }: Mapping, memory: readonly MemoryRun[]): void {
    for (const run of memory) {
      const start = Math.max(address, run.address);
      const end = Math.min(address + size, run.address + run.bytes.length);
      if (end > start)
        this.segments.set(
          segment,
          offset + start - address,
          run.bytes.subarray(start - run.address, end - run.address),
        );
    }
  }

  #fork(parent: ProcessState, child: ProcessId): void {
    if (this.#alive.has(child) || parent.memory.limit === 0) return;
    const state = this.#kept.get(child) ?? this.#spare.pop() ?? new ProcessState(child, this.#parts);
    state.process = child;
    state.copyFrom(parent);
    this.#alive.set(child, state);
  }

  /** The process's own memory has the bytes already: they are the segment's. */
  #attach(state: ProcessState, segment: number, address: Address, size: ByteCount): void {
    this.#map(state, segment, address, size, 0);
    const n = clamped(state, address, size);
    if (sharedAt(state.mappings, address)?.segment === segment)
      this.segments.set(segment, 0, state.memory.bytes(address, n));
  }

  #map(state: ProcessState, segment: number, address: Address, size: ByteCount, offset: ByteCount): void {
    const isShared = !isPrivate(this.#survey.system.segment(segment)?.kind);
    state.mappings = withMapping(state.mappings, { segment, address, size, offset, isShared });
    this.#mapped.set(segment, Math.max(this.#mapped.get(segment) ?? 0, offset + size));
  }

  #sizeOf(segment: number): ByteCount {
    const known = this.#survey.system.segment(segment)?.bytes ?? 0;
    return Math.min(MOST_SEGMENT_BYTES, Math.max(known, this.#mapped.get(segment) ?? 0));
  }
}

/** So much of a range as there is memory. */
const clamped = ({ memory }: ProcessState, address: Address, size: ByteCount): ByteCount =>
  Math.max(0, Math.min(size, memory.limit - address));

function enter(stack: ReturnType<ProcessState['framesOf']>, frame: SnapshotFrame): void {
  stack.enter(frame.functionIndex, frame.frameBase, frame.callSite);
  stack.begin(frame.statement);
}
