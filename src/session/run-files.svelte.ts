/** The files that the program had in its in-memory file system: when the run ended, or at a step of it. */
import type { StepIndex } from '../util/units.ts';

export type FileContents = Readonly<Record<string, Uint8Array>>;

export class RunFiles {
  /** Path (relative to '/') to contents. */
  all = $state.raw<FileContents>({});
  /** The step they are shown as of; undefined: the end of the run. */
  asOf = $state<StepIndex | undefined>();

  #atEnd: FileContents = {};

  /** After a run. */
  ended(files: FileContents): void {
    this.#atEnd = files;
    this.showEnd();
  }

  showEnd(): void {
    this.all = this.#atEnd;
    this.asOf = undefined;
  }

  showStep(files: FileContents, step: StepIndex): void {
    this.all = files;
    this.asOf = step;
  }

  get atEnd(): FileContents {
    return this.#atEnd;
  }
}
