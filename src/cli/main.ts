/** The command line. `heapscope --help` says what it takes. */
import { CommanderError, Option, type Command } from 'commander';
import { LOCALES, type LocaleName } from '../i18n/locale-name.ts';
import { LOST_KINDS, type LeakKind } from '../replay/findings.ts';
import { ALL_LEAK_KINDS, type ReportPolicy } from '../report/selection.ts';
import type { Suppression } from '../report/suppressions.ts';
import type { Schedule } from '../run/kernel/policy.ts';
import { DEFAULT_CHECKS, REDZONE_BOUNDS } from '../trace/check-options.ts';
import packageJson from '../../package.json';
import { commandWords } from './command-messages.ts';
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
import { spokenCommand } from './spoken-command.ts';
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
const t = commandWords();

const MOST_MEMORY_MIB = 384;
/** Of one block. */
const MOST_CONTENTS = 65536;
/** What programs may take for granted, the same on every machine. */
const USUAL_ENVIRONMENT = { HOME: '/', PATH: '/usr/bin:/bin', PWD: '/', USER: 'user', LANG: 'C' };

/** How `LOST_KINDS` are asked for. */
const LOST = 'definite,indirect,possible';

/** What the commands take: how findings are reported. */
function withReportOptions(command: Command, shown: ReadonlySet<LeakKind> = ALL_LEAK_KINDS, name = 'all'): Command {
  return command
    .option('--error-exitcode <number>', t.report.errorExitcode, numberUpTo(255))
    .addOption(
      new Option('--leak-check <how>', t.report.leakCheck).choices(['no', 'summary', 'full', 'yes']).default('full'),
    )
    .addOption(leakKindsOption('--show-leak-kinds <kinds>', t.report.showLeakKinds).default(shown, name))
    .addOption(leakKindsOption('--errors-for-leak-kinds <kinds>', t.report.errorsForLeakKinds).default(shown, name))
    .option('--suppress <rule>', t.report.suppress, addSuppressions, [])
    .addOption(new Option('--lang <language>', t.report.lang).choices(LOCALES).default(languageOf(process.env)));
}

/** What `native` has as a default holds for its recordings too. */
function asNative(flags: ReportFlags, command: Command): ReportFlags {
  const kinds = (name: 'showLeakKinds' | 'errorsForLeakKinds'): ReadonlySet<LeakKind> =>
    command.getOptionValueSource(name) === 'default' ? LOST_KINDS : flags[name];
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

const program = spokenCommand('heapscope')
  .description(t.about)
  .version(packageJson.version, '--version', t.version)
  .helpOption('--help', t.help)
  .helpCommand(false)
  .exitOverride();

withReportOptions(program.command('run'))
  .description(t.run.about)
  .usage(t.run.usage)
  .argument('<words...>', t.run.words)
  .helpOption('--help', t.help)
  .option('--stdin <file>', t.run.stdin)
  .option('--record <file>', t.run.record)
  .option('--json', t.run.json)
  .option('--env <name=value>', t.run.env, addVariable, {})
  .option('--file <path>', t.run.file, addWord, [])
  .option('--seed <number>', t.run.seed, numberUpTo(2 ** 32 - 1), 1)
  .option('--schedule <policy>', t.run.schedule, schedule)
  .option('--explore <number>', t.run.explore, numberBetween(1, 1e6))
  .option('--compile-limit <seconds>', t.run.compileLimit, numberBetween(1, 1e6), 60)
  .option('--time-limit <seconds>', t.run.timeLimit, numberUpTo(1e6))
  .option('--memory-limit <MiB>', t.run.memoryLimit, numberUpTo(MOST_MEMORY_MIB))
  .option('--output-limit <MiB>', t.run.outputLimit, numberUpTo(1024))
  .option('--recording-limit <MiB>', t.run.recordingLimit, numberUpTo(8192))
  .option(
    '--redzone <bytes>',
    t.run.redzone,
    numberBetween(REDZONE_BOUNDS.least, REDZONE_BOUNDS.most),
    DEFAULT_CHECKS.redzoneBytes,
  )
  .option('--quarantine <size>', t.run.quarantine, sizeUpTo(MOST_MEMORY_MIB * 2 ** 20), DEFAULT_CHECKS.quarantineBytes)
  .option('--fail-malloc <which>', t.run.failMalloc, failMalloc)
  .option('--stop-at-first', t.run.stopAtFirst)
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

withReportOptions(program.command('native'), LOST_KINDS, LOST)
  .description(t.native.about)
  .usage(t.native.usage)
  .argument('[words...]', t.native.words)
  .helpOption('--help', t.help)
  .option('--record <file>', t.run.record)
  .option('--json', t.run.json)
  .option('--continue', t.native.continue)
  .option('--no-scan', t.native.noScan)
  .option('--filter <rule>', t.native.filter, addFilterRule, [])
  .option('--snapshot-contents <bytes>', t.native.contents, sizeUpTo(MOST_CONTENTS), 0)
  .option('--live', t.native.live)
  .option('--no-open', t.native.noOpenLive)
  .option('--follow-exec', t.native.followExec)
  .exitOverride()
  .action(async (given: string[], flags: NativeFlags, command: Command) => {
    const [name, ...rest] = [...given, ...programArguments];
    if (name === undefined) command.error(`error: ${t.native.which}`);
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
  .description(t.report.about)
  .argument('<recording>', t.report.recording)
  .helpOption('--help', t.help)
  .option('--json', t.report.json)
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
  .description(t.view.about)
  .argument('<recording>', t.report.recording)
  .helpOption('--help', t.help)
  .option('--no-open', t.view.noOpen)
  .addOption(new Option('--lang <language>', t.report.lang).choices(LOCALES).default(languageOf(process.env)))
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
