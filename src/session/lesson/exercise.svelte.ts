/** The reader's own program of a lesson: edited, run, judged, kept. The compiler comes with its first run. */
import { START, type LessonProgram } from '../../lesson/model.ts';
import { joinArguments } from '../../util/split-arguments.ts';
import type { Engine } from '../engine.ts';
import type { Preferences } from '../preferences.svelte.ts';
import { ProgramAnalyst } from '../program-analyst.ts';
import type { ProjectData } from '../project.svelte.ts';
import { DEFAULT_OPTIONS } from '../run-options.ts';
import { Session } from '../session.svelte.ts';
import type { BuiltLesson } from './built-lesson.ts';
import type { Progress } from './lesson-progress.svelte.ts';

export class Exercise {
  readonly session: Session;
  /** Whether the reader has come to write. */
  isBegun = $state(false);
  readonly #progress: Progress;
  #built: BuiltLesson | undefined;

  constructor(engine: Engine, preferences: Preferences, progress: Progress) {
    this.session = new Session(engine, new ProgramAnalyst(), preferences);
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
