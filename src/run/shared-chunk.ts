import { KIND_BITS, RecordKind } from '../trace/records.ts';
import type { RecorderSink } from './recorder.ts';

interface Task {
  readonly process: number;
  readonly thread: number;
}

const CHUNK_WORDS = 1 << 16;
const PROCESS_WORDS = 2;

/** Gathers the records of tasks that take turns, with a `process` record where another goes on: a turn may have a few words only. */
export class SharedChunk {
  private words = new Uint32Array(CHUNK_WORDS);
  private length = 0;
  /** At the chunk's start. */
  private process: number;
  private writer: Task;

  constructor(
    first: Task,
    private readonly sink: RecorderSink,
  ) {
    this.writer = first;
    this.process = first.process;
  }

  add(task: Task, records: Uint32Array): void {
    if (this.length + records.length + PROCESS_WORDS > this.words.length) this.flush();
    if (this.length === 0) this.begin(task, records.length + PROCESS_WORDS);
    if (task.process !== this.writer.process || task.thread !== this.writer.thread) this.put(task);
    this.writer = task;
    this.words.set(records, this.length);
    this.length += records.length;
  }

  flush(): void {
    if (this.length === 0) return;
    const { process, words, length } = this;
    this.length = 0;
    this.sink.chunk({ process, words, length });
  }

  private begin(task: Task, words: number): void {
    if (words > this.words.length) this.words = new Uint32Array(words);
    this.process = task.process;
    this.writer = { process: task.process, thread: 0 };
  }

  private put({ process, thread }: Task): void {
    this.words[this.length] = (process << KIND_BITS) | RecordKind.process;
    this.words[this.length + 1] = thread;
    this.length += PROCESS_WORDS;
  }
}
