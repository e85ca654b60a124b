/**
 * Who wrote what is found in shared memory. A thread that looks knows only that bytes are others than before: if it was in a call
 * meanwhile, another wrote them; if it ran, and no other did, it has written them itself. Where several ran, it was whoever is known
 * to write to that segment, or else who found it.
 */
import type { ThreadId } from '../util/units.ts';
import type { NativeProcess } from './native-processes.ts';

export interface SegmentWriter {
  readonly process: NativeProcess;
  readonly thread: ThreadId;
}

export class SegmentWriters {
  /** By segment, process and thread. */
  readonly #known = new Set<string>();

  /** `processes`: all there are. */
  of(segment: number, finder: SegmentWriter, processes: readonly NativeProcess[]): SegmentWriter {
    const others = processes
      .filter((process) => !process.hasEnded && process.maps(segment))
      .flatMap((process) => [...process.living].map((thread) => ({ process, thread })))
      .filter(({ process, thread }) => process !== finder.process || thread !== finder.thread);
    const running = others.filter(isRunning);
    const candidates = isRunning(finder) ? [finder, ...running] : running.length > 0 ? running : others;
    const [first = finder, second] = candidates;
    if (second === undefined) {
      this.#known.add(keyOf(segment, first));
      return first;
    }
    return candidates.find((each) => this.#known.has(keyOf(segment, each))) ?? first;
  }
}

const isRunning = ({ process, thread }: SegmentWriter): boolean => !process.waiting.has(thread);

const keyOf = (segment: number, { process, thread }: SegmentWriter): string => `${segment} ${process.index} ${thread}`;
