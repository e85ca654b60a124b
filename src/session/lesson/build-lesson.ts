/** A lesson's folder -> what the page fetches of it: its text in each language with every moment found, its answers, its recordings. */
import type { LocalCompiler } from '../../compile/compiler.ts';
import { ENGLISH, type InLanguages, type LocaleName } from '../../i18n/locale-name.ts';
import type { CellAnswer } from '../../lesson/answer.ts';
import { answersOf, type NoAnswer } from '../../lesson/answers.ts';
import { textFile } from '../../lesson/lesson-files.ts';
import { mainFile } from '../../lesson/lesson-run.ts';
import { lessonMessages, problemText } from '../../lesson/messages.ts';
import type { Block, Lesson, LessonProgram, LessonText, Predict } from '../../lesson/model.ts';
import { parseLesson } from '../../lesson/parse-lesson.ts';
import { resolvePlace, resolveShow, type Resolved, type ResolvedShow } from '../../lesson/resolve.ts';
import type { StepIndex } from '../../util/units.ts';
import { analyseRecording } from '../analyse-recording.ts';
import { makeReady, packReady } from '../make-ready.ts';
import { ProgramAnalyst } from '../program-analyst.ts';
import { recordProgram, type RecordableProgram } from '../record-program.ts';
import type { Recorded } from '../recorded.ts';
import { tasksOf, type BuiltLesson, type ListedLesson } from './built-lesson.ts';

export interface LessonBuild {
  readonly kind: 'built';
  readonly listed: ListedLesson;
  readonly lessons: ReadonlyMap<LocaleName, BuiltLesson>;
  /** Files by the name of the program. */
  readonly recordings: ReadonlyMap<string, Uint8Array>;
}

/** Lines as compilers write them, each with its file. */
export interface RefusedLesson {
  readonly kind: 'refused';
  readonly problems: readonly string[];
}

interface RecordedProgram {
  readonly run: Recorded;
  readonly bytes: Uint8Array;
  readonly main: string;
}

type Outcome<Result> = Result | { readonly problem: string };

/** Keeps what it has recorded: a lesson whose text alone has changed is built without running anything. */
export class LessonBuilder {
  readonly #compiler: LocalCompiler;
  readonly #recorded = new Map<string, Promise<Outcome<RecordedProgram>>>();

  constructor(compiler: LocalCompiler) {
    this.#compiler = compiler;
  }

  /** `files`: contents by path in the lesson's folder. */
  async build(name: string, files: Readonly<Record<string, string>>): Promise<LessonBuild | RefusedLesson> {
    const parsed = parseLesson(name, files);
    if (parsed.kind === 'refused') {
      const messages = lessonMessages(ENGLISH);
      return { kind: 'refused', problems: parsed.problems.map((problem) => problemText(problem, messages)) };
    }
    const { lesson } = parsed;
    const programs = new Map<string, RecordedProgram>();
    for (const [program, settings] of Object.entries(lesson.settings.programs)) {
      const made = await this.#record(recordable(settings, lesson.files));
      if ('problem' in made) return { kind: 'refused', problems: [`${settings.files[0]}: ${made.problem}`] };
      programs.set(program, made);
    }
    return assemble(lesson, programs);
  }

  #record(program: RecordableProgram): Promise<Outcome<RecordedProgram>> {
    const key = JSON.stringify(program);
    let made = this.#recorded.get(key);
    if (!made) this.#recorded.set(key, (made = record(this.#compiler, program)));
    return made;
  }
}

async function record(compiler: LocalCompiler, program: RecordableProgram): Promise<Outcome<RecordedProgram>> {
  const made = await recordProgram(compiler, program);
  if (made.kind === 'not-compiled') return { problem: made.message };
  if (made.kind === 'too-long') return { problem: 'the run is too long to be shown in a lesson' };
  const run = await analyseRecording(new ProgramAnalyst(), made.recording);
  return {
    run,
    bytes: packReady(makeReady(made.recording, run)),
    main: mainFile({ files: program.files.map(({ path }) => path) }),
  };
}

function recordable(program: LessonProgram, texts: Readonly<Record<string, string>>): RecordableProgram {
  return {
    files: program.files.map((path) => ({ path, text: texts[path] ?? '' })),
    flags: program.flags,
    arguments: program.args,
    stdin: program.stdin,
    environment: program.env,
  };
}

function assemble(lesson: Lesson, programs: ReadonlyMap<string, RecordedProgram>): LessonBuild | RefusedLesson {
  const { name, settings, texts, files } = lesson;
  // All languages have the same directives in the same order: what is found for one holds for the others.
  const problems: string[] = [];
  const build = (language: LocaleName, text: LessonText): BuiltLesson => {
    const found = new MomentFinder(programs, textFile(language)).find(text);
    problems.push(...found.problems);
    return { name, settings, language, text, files, shows: found.shows, answers: found.answers };
  };
  const lessons = new Map(Object.entries(texts).map(([language, text]) => [language, build(language, text)]));
  if (problems.length > 0) return { kind: 'refused', problems };
  const inEach = (pick: (text: LessonText) => string): InLanguages<string> => ({
    ...Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, pick(text)])),
    en: pick(texts.en),
  });
  return {
    kind: 'built',
    listed: {
      name,
      minutes: settings.minutes,
      title: inEach((text) => text.title),
      about: inEach((text) => text.about),
      tasks: tasksOf(texts.en),
    },
    lessons,
    recordings: new Map([...programs].map(([program, { bytes }]) => [program, bytes])),
  };
}

interface FoundMoments {
  readonly shows: readonly (ResolvedShow | null)[];
  readonly answers: Readonly<Record<string, readonly CellAnswer[]>>;
  readonly problems: readonly string[];
}

/** Finds what a text shows and asks in the recordings. */
class MomentFinder {
  readonly #programs: ReadonlyMap<string, RecordedProgram>;
  readonly #file: string;
  readonly #problems: string[] = [];
  readonly #answers: Record<string, readonly CellAnswer[]> = {};
  /** Where the picture of each program is, as far as the text has been read. */
  readonly #before = new Map<string, StepIndex>();

  constructor(programs: ReadonlyMap<string, RecordedProgram>, file: string) {
    this.#programs = programs;
    this.#file = file;
  }

  find({ blocks }: LessonText): FoundMoments {
    const shows = blocks.map((block) => this.#find(block));
    return { shows, answers: this.#answers, problems: this.#problems };
  }

  #find(block: Block): ResolvedShow | null {
    if (block.kind !== 'show' && block.kind !== 'predict') return null;
    const asked = block.kind === 'show' ? block.show : block;
    const program = this.#programs.get(asked.program);
    if (!program) return null;
    const { run, main } = program;
    const found =
      block.kind === 'show'
        ? resolveShow(block.show, run, main, this.#before.get(asked.program) ?? 0)
        : this.#ask(block, program);
    if (found.kind === 'unresolved') {
      this.#problem(block.line, found.why);
      return null;
    }
    if (found.value.step !== undefined) this.#before.set(asked.program, found.value.step);
    return found.value;
  }

  #ask(predict: Predict, { run, main }: RecordedProgram): Resolved<ResolvedShow> {
    const answers = answersOf(predict, run, main);
    if (answers.kind === 'unresolved') return answers;
    for (const answered of answers.value)
      if (answered.kind === 'unanswered') this.#problem(answered.cell.line, answered.why);
    this.#answers[predict.id] = answers.value.flatMap((answered) =>
      answered.kind === 'answered' ? [answered.answer] : [],
    );
    const place = resolvePlace(predict.at, run, main);
    return place.kind === 'unresolved'
      ? place
      : { kind: 'resolved', value: { program: predict.program, step: place.value } };
  }

  #problem(line: number, why: NoAnswer): void {
    const problem = { file: this.#file, line, field: '', what: { kind: 'unresolved', why } } as const;
    this.#problems.push(problemText(problem, lessonMessages(ENGLISH)));
  }
}
