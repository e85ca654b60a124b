/** The reader's own program of a lesson: edited, run, judged, kept. The compiler comes with its first run. */
import type { CheckFailure, Judgement } from '../../lesson/check-result.ts';
import { START, type LessonProgram } from '../../lesson/model.ts';
import { DEFAULT_LIMITS } from '../../run/request.ts';
import { joinArguments } from '../../util/split-arguments.ts';
import type { Engine } from '../engine.ts';
import type { Preferences } from '../preferences.svelte.ts';
import { LazyAnalyst } from '../lazy-analyst.ts';
import type { ProjectData } from '../project.svelte.ts';
import { DEFAULT_OPTIONS } from '../run-options.ts';
import { Session } from '../session.svelte.ts';
import type { BuiltLesson } from './built-lesson.ts';
import type { Progress } from './lesson-progress.svelte.ts';

export class Exercise {
  readonly session: Session;
  /** Whether the reader has come to write. */
  isBegun = $state(false);
  isChecking = $state(false);
  /** Of the program as it was when it was checked last. */
  judgement = $state.raw<Judgement | undefined>();
  /** Why the last check could not be made. */
  trouble = $state<string | undefined>();
  readonly #engine: Engine;
  readonly #progress: Progress;
  #built: BuiltLesson | undefined;

  constructor(engine: Engine, preferences: Preferences, progress: Progress) {
    this.#engine = engine;
    this.session = new Session(engine, new LazyAnalyst(), preferences);
    this.session.projects.keeps = false;
    this.#progress = progress;
  }

  /** Takes a lesson; another language of the same one changes nothing. */
  open(built: BuiltLesson): void {
    const isSame = this.#built?.name === built.name;
    this.#built = built;
    if (isSame) return;
    const { code } = this.#progress.of(built.name);
    this.isBegun = code !== undefined;
    this.#begin(code);
  }

  /** To be called after every edit. */
  edited(): void {
    const { project } = this.session;
    if (!this.#built || !project.isEdited) return;
    const code = Object.fromEntries(project.files.map(({ path, text }) => [path, text]));
    this.#progress.update(this.#built.name, { code });
  }

  /** Runs the program, so that its picture is there, and has the engine judge it. */
  async check(): Promise<void> {
    const built = this.#built;
    const program = built?.settings.programs[START];
    if (!built || !program || this.isChecking) return;
    this.isChecking = true;
    this.trouble = undefined;
    this.judgement = undefined;
    try {
      const { project } = this.session;
      const files = project.files;
      await this.session.run();
      const { judge } = await import('../../lesson/judge.ts');
      const engine = {
        compile: (request: Parameters<Engine['compile']>[0]) => this.#engine.compile(request, () => undefined),
        run: (request: Parameters<Engine['run']>[0]) => this.#engine.run(request, {}).result,
      };
      const submission = {
        program: { ...program, files: files.map(({ path }) => path) },
        files: Object.fromEntries(files.map(({ path, text }) => [path, text])),
      };
      const judgement = await judge(submission, built.settings.checks, engine, DEFAULT_LIMITS);
      if (this.#built?.name !== built.name) return;
      this.judgement = judgement;
      const { attempts, passed } = this.#progress.of(built.name);
      const isPassed = judgement.kind === 'judged' && judgement.passed;
      this.#progress.update(built.name, { attempts: attempts + 1, passed: passed || isPassed });
    } catch (error) {
      this.trouble = error instanceof Error ? error.message : String(error);
    } finally {
      this.isChecking = false;
    }
  }

  /** Shows the moment at which a check failed, in the run in which it did. */
  async showWhy({ at }: CheckFailure): Promise<void> {
    if (!at) return;
    const { session } = this;
    const isShown = !session.shown.stale && session.playback.recorded && session.runs.trial === undefined;
    if (at.trial) await session.run(at.trial);
    else if (!isShown) await session.run();
    session.story.close();
    session.playback.goTo(at.step);
  }

  /** Back to what the lesson begins with. */
  reset(): void {
    if (!this.#built) return;
    this.#progress.update(this.#built.name, { code: undefined });
    this.#begin(undefined);
  }

  /** The solution's sources; none if the lesson has no exercise. */
  solution(): ProjectData['files'] {
    const { settings, files } = this.#built ?? {};
    return (settings?.solution ?? []).map((path) => ({ path, text: files?.[path] ?? '' }));
  }

  #begin(code: Readonly<Record<string, string>> | undefined): void {
    const program = this.#built?.settings.programs[START];
    if (!this.#built || !program) return;
    this.judgement = undefined;
    this.session.open(projectOf(program, code ?? this.#built.files, code && Object.keys(code)));
  }
}

/** `paths`: the files, where they are not the program's. */
function projectOf(
  program: LessonProgram,
  texts: Readonly<Record<string, string>>,
  paths: readonly string[] = program.files,
): ProjectData {
  const environment = Object.entries(program.env)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
  return {
    files: paths.map((path) => ({ path, text: texts[path] ?? '' })),
    flags: joinArguments(program.flags),
    argv: joinArguments(program.args),
    stdin: program.stdin,
    interactive: false,
    options: { ...DEFAULT_OPTIONS, environment },
  };
}
