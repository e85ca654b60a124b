/**
 * What the program printed and read, as lines. Only a tail is kept: a program may print megabytes, and a person reads the
 * end of it. Lines are cut at `LONGEST_LINE` so that output without line ends stays cheap to draw.
 */
import type { StepIndex } from '../util/units.ts';

/** `command` and `answer` are of the console's own command line. */
export type ConsoleSource = 'stdout' | 'stderr' | 'input' | 'command' | 'answer';

export interface ConsolePiece {
  readonly source: ConsoleSource;
  readonly text: string;
  /** The step count when it was printed or read. */
  readonly step: StepIndex;
}

export type ConsoleLine = readonly ConsolePiece[];

export const MOST_LINES = 4000;
/** Characters: longer than any line that a person reads. */
export const LONGEST_LINE = 20_000;

export class ConsoleLog {
  lines = $state.raw<readonly ConsoleLine[]>([]);
  /** Bytes that were printed before the oldest line kept. */
  droppedBytes = $state(0);

  #kept: ConsolePiece[][] = [];
  #open: ConsolePiece[] = [];
  #openLength = 0;
  #dropped = 0;
  #decoders: Record<ConsoleSource, TextDecoder> = {
    stdout: new TextDecoder(),
    stderr: new TextDecoder(),
    input: new TextDecoder(),
    command: new TextDecoder(),
    answer: new TextDecoder(),
  };

  /** Adds bytes of UTF-8; a character may be split between calls. `publish` shows them. */
  append(source: ConsoleSource, bytes: Uint8Array, step: StepIndex): void {
    const text = this.#decoders[source].decode(bytes, { stream: true });
    let start = 0;
    while (start < text.length) {
      const newline = text.indexOf('\n', start);
      const end = Math.min(newline < 0 ? text.length : newline, start + LONGEST_LINE - this.#openLength);
      this.#addPiece(source, text.slice(start, end), step);
      start = end;
      if (end === newline) {
        start += 1;
        this.#closeLine();
      } else if (this.#openLength >= LONGEST_LINE) {
        this.#closeLine();
      }
    }
  }

  /** Whether the program's end has been written below its output. */
  isClosed = $state(false);

  /** Writes how the program ended, once, so that what comes later stands below. */
  close(ending: string): void {
    if (this.isClosed) return;
    this.startLine();
    if (ending !== '') this.append('answer', new TextEncoder().encode(`${ending}\n`), 0);
    this.isClosed = true;
  }

  /** Ends a line that was begun. */
  startLine(): void {
    if (this.#openLength > 0) this.#closeLine();
  }

  /** Makes what was appended visible: once per frame while a program prints, not once per write. */
  publish(): void {
    this.lines = this.#openLength > 0 ? [...this.#kept, [...this.#open]] : [...this.#kept];
    this.droppedBytes = this.#dropped;
  }

  #addPiece(source: ConsoleSource, text: string, step: StepIndex): void {
    if (text === '') return;
    const last = this.#open.at(-1);
    if (last?.source === source && last.step === step)
      this.#open[this.#open.length - 1] = { source, text: last.text + text, step };
    else this.#open.push({ source, text, step });
    this.#openLength += text.length;
  }

  #closeLine(): void {
    this.#kept.push(this.#open);
    this.#open = [];
    this.#openLength = 0;
    // Cut in large slices: shifting one line at a time would copy the array for each.
    if (this.#kept.length > MOST_LINES * 2) {
      for (const line of this.#kept.splice(0, this.#kept.length - MOST_LINES)) {
        this.#dropped += line.reduce((sum, piece) => sum + piece.text.length, 1);
      }
    }
  }
}
