/** Asks the compiler for its opinion of what is typed, when the typing pauses. */
import type { Diagnostics } from './diagnostics.svelte.ts';
import type { EngineWork } from './engine-work.svelte.ts';
import type { Project } from './project.svelte.ts';

const CHECK_DELAY_MS = 400;

export class TypingCheck {
  readonly #work: EngineWork;
  readonly #project: Project;
  readonly #diagnostics: Diagnostics;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(work: EngineWork, project: Project, diagnostics: Diagnostics) {
    this.#work = work;
    this.#project = project;
    this.#diagnostics = diagnostics;
  }

  /** To be called after every edit. */
  edited(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#check(), CHECK_DELAY_MS);
  }

  /** Not needed any more: a run compiles anyway. */
  forget(): void {
    clearTimeout(this.#timer);
  }

  async #check(): Promise<void> {
    if (this.#work.activity.busy) {
      this.edited();
      return;
    }
    const revision = this.#project.revision;
    try {
      const found = await this.#work.engine.check(this.#project.compileRequest());
      if (revision === this.#project.revision) this.#diagnostics.all = found;
    } catch {
      // The next Run says what is wrong with the engine; typing goes on.
    }
  }
}
