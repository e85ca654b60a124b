/** The words `lesson` and `grade` of the command line. */
import { availableParallelism } from 'node:os';
import { Option, type Command } from 'commander';
import { LOCALES, type LocaleName } from '../i18n/format.ts';
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
  const lesson = program
    .command('lesson')
    .description('Makes lessons, and checks them.')
    .helpOption('--help')
    .helpCommand(false)
    .exitOverride();
  withLanguage(lesson.command('new'))
    .description('Makes a lesson that passes its own checks, to write on from.')
    .argument('<name>', 'its folder, as 21-my-lesson; it goes into lessons/ where there is such a folder')
    .action((name: string, { lang }: Flags) => done(lessonNew(name, lang)));
  withJobs(withLanguage(lesson.command('check')))
    .description('Checks that the start fails, the solution passes, all that is shown exists, and all languages agree.')
    .argument('[folders...]', 'lessons, or folders of lessons (default: lessons)')
    .action(async (folders: string[], { jobs, lang }: Flags) =>
      done(await lessonCheck({ folders, jobs, language: lang })),
    );
  withJobs(withLanguage(program.command('grade')))
    .description('Judges programs by what they do, and prints a grade for each.')
    .argument('<submissions...>', 'a folder, or a C file, for each')
    .requiredOption('--checks <file>', 'a lesson.yaml, or a file with its fields programs and checks')
    .addOption(new Option('--format <format>', 'of the grades').choices(['json', 'csv', 'junit']).default('json'))
    .option('--timeout <seconds>', 'for all of one submission', numberBetween(1, 1e5), 60)
    .option('--max-steps <number>', 'statements that one run may take', numberBetween(1, 1e10), 50_000_000)
    .option('--memory <MiB>', 'memory that the program can have', numberBetween(1, MOST_MEMORY_MIB), MOST_MEMORY_MIB)
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
    .helpOption('--help')
    .exitOverride()
    .addOption(
      new Option('--lang <language>', 'language of the messages').choices(LOCALES).default(languageOf(process.env)),
    );
}

function withJobs(command: Command): Command {
  return command.option('--jobs <number>', 'so many at a time', numberBetween(1, 256), availableParallelism());
}
