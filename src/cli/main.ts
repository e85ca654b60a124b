/** The command line. `heapscope --help` says what it takes. */
import { Command, CommanderError, Option } from 'commander';
import { LOCALES, type LocaleName } from '../i18n/locale-name.ts';
import type { LeakKind } from '../replay/findings.ts';
import { ALL_LEAK_KINDS, type ReportPolicy } from '../report/selection.ts';
import type { Suppression } from '../report/suppressions.ts';
import type { Schedule } from '../run/kernel/policy.ts';
import { DEFAULT_CHECKS, REDZONE_BOUNDS } from '../trace/check-options.ts';
import packageJson from '../../package.json';
import { BAD_INPUT } from './exit-code.ts';
import {
  addFilterRule,
  addSuppressions,
  addVariable,
  addWord,
  failMalloc,
  schedule,
  leakKinds,
  numberBetween,
  numberUpTo,
  sizeUpTo,
  type FailMalloc,
} from './flag-values.ts';
import type { FilterRule } from '../native/stack-filter.ts';
import { nativeCommand } from './native/native-command.ts';
import { addLessonCommands } from './lesson-commands.ts';
import { reportCommand } from './report-command.ts';
import { runCommand } from './run-command.ts';
import { viewCommand } from './native/view-command.ts';
import { askedLanguage, speak } from './speak.ts';
import { languageOf } from './terminal.ts';
import { cutArguments, splitWords } from './words.ts';

interface ReportFlags {
  readonly json?: boolean;
  readonly errorExitcode?: number;
  readonly leakCheck: 'no' | 'summary' | 'full' | 'yes';
  readonly showLeakKinds: ReadonlySet<LeakKind>;
  readonly errorsForLeakKinds: ReadonlySet<LeakKind>;
  readonly suppress: readonly Suppression[];
  readonly lang: LocaleName;
}

interface RunFlags extends ReportFlags {
  readonly stdin?: string;
  readonly record?: string;
  readonly redzone: number;
  readonly quarantine: number;
  readonly failMalloc?: FailMalloc;
  readonly schedule?: Schedule;
  readonly explore?: number;
  readonly stopAtFirst?: boolean;
  readonly exitOnFirstError?: 'yes' | 'no' | true;
  readonly seed: number;
  readonly timeLimit?: number;
  readonly memoryLimit?: number;
  readonly outputLimit?: number;
  readonly recordingLimit?: number;
  readonly compileLimit: number;
  readonly env: Readonly<Record<string, string>>;
  readonly file: readonly string[];
}

interface NativeFlags extends ReportFlags {
  readonly record?: string;
  readonly continue?: boolean;
  readonly scan: boolean;
  readonly followExec?: boolean;
  readonly snapshotContents: number;
  readonly filter: readonly FilterRule[];
  readonly live?: boolean;
  readonly open: boolean;
}

const { command: words, program: programArguments } = cutArguments(process.argv.slice(2));
let exitCode = 0;
await speak(askedLanguage(words, process.env));

const MOST_MEMORY_MIB = 384;
/** Of one block. */
const MOST_CONTENTS = 65536;
/** What programs may take for granted, the same on every machine. */
const USUAL_ENVIRONMENT = { HOME: '/', PATH: '/usr/bin:/bin', PWD: '/', USER: 'user', LANG: 'C' };

/** What real programs leave behind on purpose is reachable: as memcheck does, their leaks are shown and that is counted. */
const LOST = 'definite,indirect,possible';

/** What the commands take: how findings are reported. */
function withReportOptions(command: Command, shown: ReadonlySet<LeakKind> = ALL_LEAK_KINDS, name = 'all'): Command {
  const kinds = 'all, none, or some of definite,indirect,possible,reachable';
  return command
    .option('--error-exitcode <number>', 'exit code when there is a finding', numberUpTo(255))
    .addOption(
      new Option('--leak-check <how>', 'no: leaks are not reported; summary: their sums only')
        .choices(['no', 'summary', 'full', 'yes'])
        .default('full'),
    )
    .addOption(leakKindsOption('--show-leak-kinds <kinds>', `leaks that are shown: ${kinds}`).default(shown, name))
    .addOption(
      leakKindsOption('--errors-for-leak-kinds <kinds>', 'leaks that decide about the exit code').default(shown, name),
    )
    .option(
      '--suppress <rule>',
      'leave out findings: kind[:function[:file]] with * and ?, or a file of such lines (can be repeated)',
      addSuppressions,
      [],
    )
    .addOption(
      new Option('--lang <language>', 'language of the report').choices(LOCALES).default(languageOf(process.env)),
    );
}

/** What `native` has as a default holds for its recordings too. */
function asNative(flags: ReportFlags, command: Command): ReportFlags {
  const kinds = (name: 'showLeakKinds' | 'errorsForLeakKinds'): ReadonlySet<LeakKind> =>
    command.getOptionValueSource(name) === 'default' ? leakKinds(LOST) : flags[name];
  return { ...flags, showLeakKinds: kinds('showLeakKinds'), errorsForLeakKinds: kinds('errorsForLeakKinds') };
}

const leakKindsOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(leakKinds);

function policyOf(flags: ReportFlags): ReportPolicy {
  return {
    leakCheck: flags.leakCheck === 'yes' ? 'full' : flags.leakCheck,
    shownLeaks: flags.showLeakKinds,
    leakErrors: flags.errorsForLeakKinds,
    suppressions: flags.suppress,
  };
}

const program = new Command('heapscope')
  .description('Shows what a C program does with memory.')
  .version(packageJson.version, '--version')
  .helpOption('--help')
  .helpCommand(false)
  .exitOverride();

withReportOptions(program.command('run'))
  .description('Compiles C files, runs the program, and reports leaks and misuse of memory on stderr.')
  .usage('FILES... [clang flags] [options] [-- ARGUMENTS...]')
  .argument('<words...>', 'C files, and flags for clang as -DNAME=1, -Iinclude, -std=c99, -O1')
  .helpOption('--help')
  .option('--stdin <file>', "the program's standard input; without it, the command's own")
  .option('--record <file>', 'keep the recording of the run')
  .option('--json', 'print one JSON object on stdout instead of the output and the report')
  .option(
    '--env <name=value>',
    'an environment variable of the program, beside HOME, PATH, PWD, USER and LANG (can be repeated)',
    addVariable,
    {},
  )
  .option('--file <path>', 'a file that the program finds in its own file system (can be repeated)', addWord, [])
  .option('--seed <number>', "seed of the program's random numbers", numberUpTo(2 ** 32 - 1), 1)
  .option('--schedule <policy>', 'who runs when: round-robin (default), random:SEED, or processes as A,B,A', schedule)
  .option('--explore <number>', 'try so many schedules, until one shows something new', numberBetween(1, 1e6))
  .option('--compile-limit <seconds>', 'give up compiling after this long', numberBetween(1, 1e6), 60)
  .option('--time-limit <seconds>', 'end the program after this long (default: 60)', numberUpTo(1e6))
  .option('--memory-limit <MiB>', 'memory that the program can have (default: 384)', numberUpTo(MOST_MEMORY_MIB))
  .option('--output-limit <MiB>', 'what the program may print (default: 16)', numberUpTo(1024))
  .option('--recording-limit <MiB>', 'end the program when so much was recorded (default: 512)', numberUpTo(8192))
  .option(
    '--redzone <bytes>',
    'around each block of the heap',
    numberBetween(REDZONE_BOUNDS.least, REDZONE_BOUNDS.most),
    DEFAULT_CHECKS.redzoneBytes,
  )
  .option(
    '--quarantine <size>',
    'freed memory that is kept from reuse, as 64K or 16M',
    sizeUpTo(MOST_MEMORY_MIB * 2 ** 20),
    DEFAULT_CHECKS.quarantineBytes,
  )
  .option('--fail-malloc <which>', 'make allocations fail: the Nth, every (one a run), or random:SEED', failMalloc)
  .option('--stop-at-first', 'end the program at the first finding')
  .addOption(new Option('--exit-on-first-error [yes]', 'the same').choices(['yes', 'no']).hideHelp())
  .allowUnknownOption()
  .exitOverride()
  .action(async (_: string[], flags: RunFlags, command: Command) => {
    exitCode = await runCommand({
      ...splitWords(command.args),
      arguments: programArguments,
      ...(flags.stdin !== undefined && { stdin: flags.stdin }),
      ...(flags.record !== undefined && { record: flags.record }),
      json: flags.json ?? false,
      ...(flags.errorExitcode !== undefined && { errorExitcode: flags.errorExitcode }),
      policy: policyOf(flags),
      ...(flags.schedule && { schedule: flags.schedule }),
      ...(flags.explore && { explore: flags.explore }),
      checks: { ...DEFAULT_CHECKS, redzoneBytes: flags.redzone, quarantineBytes: flags.quarantine },
      ...(flags.failMalloc && { failMalloc: flags.failMalloc }),
      stopAtFirst: flags.stopAtFirst ?? (flags.exitOnFirstError ?? 'no') !== 'no',
      seed: flags.seed,
      compileSeconds: flags.compileLimit,
      limits: {
        ...(flags.timeLimit !== undefined && { seconds: flags.timeLimit }),
        ...(flags.memoryLimit !== undefined && { memoryBytes: flags.memoryLimit * 2 ** 20 }),
        ...(flags.outputLimit !== undefined && { outputBytes: flags.outputLimit * 2 ** 20 }),
        ...(flags.recordingLimit !== undefined && { recordingBytes: flags.recordingLimit * 2 ** 20 }),
      },
      environment: { ...USUAL_ENVIRONMENT, ...flags.env },
      inputFiles: flags.file,
      language: flags.lang,
    });
  });

withReportOptions(program.command('native'), leakKinds(LOST), LOST)
  .description('Runs a Linux program as it is, and reports leaks and misuse of memory on stderr.')
  .usage('[options] -- PROGRAM [ARGUMENTS]')
  .argument('[words...]', 'the program and its arguments, where no option follows')
  .helpOption('--help')
  .option('--record <file>', 'keep the recording of the run')
  .option('--json', 'print one JSON object on stdout instead of the output and the report')
  .option(
    '--continue',
    'leave out a free() that is wrong and go on, instead of ending the program as the C library does',
  )
  .option('--no-scan', "don't look for pointers to blocks that are left at exit")
  .option(
    '--filter <rule>',
    'record only what is allocated below a function, source file or module of this name, with * and ?; with ! before it, ' +
      'what is not; with function:, file: or module: before the name, only by that (can be repeated)',
    addFilterRule,
    [],
  )
  .option(
    '--snapshot-contents <bytes>',
    'keep so many bytes of each block that is left at exit in the recording, as 64 or 4K',
    sizeUpTo(MOST_CONTENTS),
    0,
  )
  .option('--live', 'show the run in the page while it goes on: the program waits for it before its first allocation')
  .option('--no-open', "don't open a browser for --live: the address is printed")
  .option('--follow-exec', 'record the programs that the program starts as well')
  .exitOverride()
  .action(async (given: string[], flags: NativeFlags, command: Command) => {
    const [name, ...rest] = [...given, ...programArguments];
    if (name === undefined) command.error('error: which program? heapscope native [options] -- PROGRAM [ARGUMENTS]');
    exitCode = await nativeCommand({
      program: name,
      arguments: rest,
      ...(flags.record !== undefined && { record: flags.record }),
      json: flags.json ?? false,
      ...(flags.errorExitcode !== undefined && { errorExitcode: flags.errorExitcode }),
      policy: policyOf(flags),
      continue: flags.continue ?? false,
      scan: flags.scan,
      followExec: flags.followExec ?? false,
      contents: flags.snapshotContents,
      filter: flags.filter,
      live: flags.live ?? false,
      open: flags.open,
      language: flags.lang,
    });
  });

withReportOptions(program.command('report'))
  .description('Prints the report of a recording.')
  .argument('<recording>', 'a file that `--record` wrote')
  .helpOption('--help')
  .option('--json', 'print one JSON object')
  .exitOverride()
  .action((file: string, flags: ReportFlags, command: Command) => {
    exitCode = reportCommand({
      file,
      json: flags.json ?? false,
      ...(flags.errorExitcode !== undefined && { errorExitcode: flags.errorExitcode }),
      policyFor: (origin) => policyOf(origin === 'native' ? asNative(flags, command) : flags),
      language: flags.lang,
    });
  });

program
  .command('view')
  .description('Shows a recording in the page, on this machine alone, until it is interrupted.')
  .argument('<recording>', 'a file that `--record` wrote')
  .helpOption('--help')
  .option('--no-open', "don't open a browser: the address is printed")
  .addOption(new Option('--lang <language>', 'language of messages').choices(LOCALES).default(languageOf(process.env)))
  .exitOverride()
  .action(async (file: string, flags: { readonly open: boolean; readonly lang: LocaleName }) => {
    exitCode = await viewCommand({ file, open: flags.open, language: flags.lang });
  });

addLessonCommands(program, (code) => (exitCode = code));

// A reader that has seen enough (`| head`) closes the pipe: nothing is wrong.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

try {
  await program.parseAsync(words, { from: 'user' });
} catch (error) {
  if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? 0 : BAD_INPUT;
  else {
    process.stderr.write(`heapscope: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    exitCode = 70;
  }
}
process.exitCode = exitCode;
