/** What the engine is asked to do, one thing at a time. */
import type { CompileRequest, CompileResult } from '../compile/compile.ts';
import type { RunRequest, RunResult } from '../run/request.ts';
import type { StepIndex } from '../util/units.ts';
import { Activity } from './activity.svelte.ts';
import type { Engine, RunningProgram, RunWatcher } from './engine.ts';

/** Counts what the person began; work of an older turn that comes back late is dropped. */
export type Turn = number;

export class EngineWork {
  readonly engine: Engine;
  readonly activity = new Activity();
  #running: RunningProgram | undefined;
  #turn: Turn = 0;

  constructor(engine: Engine) {
    this.engine = engine;
  }

  /** Gives up what is being done for something new. */
  begin(): Turn {
    this.stop();
    this.#turn += 1;
    return this.#turn;
  }

  get turn(): Turn {
    return this.#turn;
  }

  isNow(turn: Turn): boolean {
    return turn === this.#turn;
  }

  get isRunning(): boolean {
    return this.#running !== undefined;
  }

  /** Undefined: something else was begun meanwhile. */
  async compile(turn: Turn, request: CompileRequest): Promise<CompileResult | undefined> {
    this.activity.stage = { kind: 'compiling' };
    const compiled = await this.engine.compile(request, (progress) => {
      if (!this.isNow(turn)) return;
      this.activity.stage =
        progress.doneBytes < progress.totalBytes ? { kind: 'loading', progress } : { kind: 'compiling' };
    });
    return this.isNow(turn) ? compiled : undefined;
  }

  /** Runs once, and counts the steps for the person to see. */
  async execute(turn: Turn, request: RunRequest, watcher: Omit<RunWatcher, 'steps'> = {}): Promise<RunResult> {
    const end = request.window?.end ?? request.until;
    const count = (steps: StepIndex): void => {
      if (!this.isNow(turn)) return;
      this.activity.stage = end === undefined ? { kind: 'running', steps } : { kind: 'recording', steps, of: end };
    };
    count(0);
    const running = this.engine.run(request, { ...watcher, steps: count });
    this.#running = running;
    try {
      return await running.result;
    } finally {
      if (this.#running === running) this.#running = undefined;
    }
  }

  /** Something that the engine has no part in, and that is given up as its work is: see `Session.prepare`. */
  async prepare<T>(work: (goesOn: (share: number) => boolean) => Promise<T>): Promise<T | 'cancelled'> {
    const turn = this.begin();
    const goesOn = (share: number): boolean => {
      if (this.isNow(turn)) this.activity.stage = { kind: 'opening', share };
      return this.isNow(turn);
    };
    try {
      const done = await work(goesOn);
      return this.isNow(turn) ? done : 'cancelled';
    } finally {
      if (this.isNow(turn)) this.activity.stage = { kind: 'idle' };
    }
  }

  /** Ends whatever is being done. A running program keeps what it has recorded. */
  stop(): void {
    if (this.#running) {
      this.#running.stop();
      return;
    }
    const { kind } = this.activity.stage;
    if (kind === 'compiling' || kind === 'loading' || kind === 'opening') {
      this.#turn += 1;
      if (kind !== 'opening') this.engine.cancelCompile();
      this.activity.stage = { kind: 'idle' };
    }
  }
}
