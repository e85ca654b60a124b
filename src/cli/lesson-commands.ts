/** The words `lesson` and `grade` of the command line. */
import { availableParallelism } from 'node:os';
import { Option, type Command } from 'commander';
import { LOCALES, type LocaleName } from '../i18n/format.ts';
import { commandWords } from './command-messages.ts';
import { numberBetween } from './flag-values.ts';
import { gradeCommand, type GradeOptions } from './grade-command.ts';
import { lessonCheck } from './lesson-check.ts';
import { lessonNew } from './lesson-new.ts';
import { languageOf } from './terminal.ts';

const MOST_MEMORY_MIB = 384;

interface Flags {
  readonly lang: LocaleName;
  readonly jobs: number;
}

interface GradeFlags extends Flags {
  readonly checks: string;
  readonly format: GradeOptions['format'];
  readonly timeout: number;
  readonly maxSteps: number;
  readonly memory: number;
}

/** `done` is called with the exit code. */
export function addLessonCommands(program: Command, done: (code: number) => void): void {
  const t = commandWords();
  const lesson = program
    .command('lesson')
    .description(t.lesson.about)
    .helpOption('--help', commandWords().help)
    .helpCommand(false)
    .exitOverride();
  withLanguage(lesson.command('new'))
    .description(t.lesson.make)
    .argument('<name>', t.lesson.name)
    .action((name: string, { lang }: Flags) => done(lessonNew(name, lang)));
  withJobs(withLanguage(lesson.command('check')))
    .description(t.lesson.check)
    .argument('[folders...]', t.lesson.folders)
    .action(async (folders: string[], { jobs, lang }: Flags) =>
      done(await lessonCheck({ folders, jobs, language: lang })),
    );
  withJobs(withLanguage(program.command('grade')))
    .description(t.grade.about)
    .argument('<submissions...>', t.grade.submissions)
    .requiredOption('--checks <file>', t.grade.checks)
    .addOption(new Option('--format <format>', t.grade.format).choices(['json', 'csv', 'junit']).default('json'))
    .option('--timeout <seconds>', t.grade.timeout, numberBetween(1, 1e5), 60)
    .option('--max-steps <number>', t.grade.maxSteps, numberBetween(1, 1e10), 50_000_000)
    .option('--memory <MiB>', t.grade.memory, numberBetween(1, MOST_MEMORY_MIB), MOST_MEMORY_MIB)
    .action(async (submissions: string[], { lang, timeout, maxSteps, memory, ...flags }: GradeFlags) =>
      done(
        await gradeCommand({
          ...{ submissions, language: lang, seconds: timeout, steps: maxSteps, memoryBytes: memory * 2 ** 20 },
          ...{ checks: flags.checks, format: flags.format, jobs: flags.jobs },
        }),
      ),
    );
}

function withLanguage(command: Command): Command {
  return command
    .helpOption('--help', commandWords().help)
    .exitOverride()
    .addOption(
      new Option('--lang <language>', commandWords().report.lang).choices(LOCALES).default(languageOf(process.env)),
    );
}

function withJobs(command: Command): Command {
  return command.option('--jobs <number>', commandWords().lesson.jobs, numberBetween(1, 256), availableParallelism());
}
