/** The command line. `heapscope --help` says what it takes. */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { LocaleName } from '../i18n/format.ts';
import packageJson from '../../package.json';
import { BAD_INPUT } from './exit-code.ts';
import { reportCommand } from './report-command.ts';
import { runCommand } from './run-command.ts';
import { languageOf } from './terminal.ts';
import { cutArguments, splitWords } from './words.ts';

interface RunFlags {
  readonly stdin?: string;
  readonly record?: string;
  readonly json?: boolean;
  readonly errorExitcode?: number;
  readonly seed: number;
  readonly timeLimit?: number;
  readonly memoryLimit?: number;
  readonly outputLimit?: number;
  readonly env: Readonly<Record<string, string>>;
  readonly file: readonly string[];
  readonly lang: LocaleName;
}

const { command: words, program: programArguments } = cutArguments(process.argv.slice(2));
let exitCode = 0;

const lang = (): Option =>
  new Option('--lang <language>', 'language of the report').choices(['en', 'zh']).default(languageOf(process.env));
const errorExitcode = (): Option =>
  new Option('--error-exitcode <number>', 'exit code when there is a finding').argParser(numberUpTo(255));

const program = new Command('heapscope')
  .description('Shows what a C program does with memory.')
  .version(packageJson.version, '--version')
  .helpOption('--help')
  .helpCommand(false)
  .exitOverride();

program
  .command('run')
  .description('Compiles C files, runs the program, and reports leaks and misuse of memory on stderr.')
  .usage('FILES... [clang flags] [options] [-- ARGUMENTS...]')
  .argument('<words...>', 'C files, and flags for clang as -DNAME=1, -Iinclude, -std=c99, -O1')
  .helpOption('--help')
  .option('--stdin <file>', "the program's standard input; without it, the command's own")
  .option('--record <file>', 'keep the recording of the run')
  .option('--json', 'print one JSON object on stdout instead of the output and the report')
  .addOption(errorExitcode())
  .option('--env <name=value>', 'an environment variable of the program (can be repeated)', addVariable, {})
  .option('--file <path>', 'a file that the program finds in its own file system (can be repeated)', addWord, [])
  .option('--seed <number>', "seed of the program's random numbers", numberUpTo(2 ** 32 - 1), 1)
  .option('--time-limit <seconds>', 'end the program after this long (default: 60)', numberUpTo(1e6))
  .option('--memory-limit <MiB>', 'memory that the program can have (default: 384)', numberUpTo(384))
  .option('--output-limit <MiB>', 'what the program may print (default: 16)', numberUpTo(1024))
  .addOption(lang())
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
      seed: flags.seed,
      limits: {
        ...(flags.timeLimit !== undefined && { seconds: flags.timeLimit }),
        ...(flags.memoryLimit !== undefined && { memoryBytes: flags.memoryLimit * 2 ** 20 }),
        ...(flags.outputLimit !== undefined && { outputBytes: flags.outputLimit * 2 ** 20 }),
      },
      environment: flags.env,
      inputFiles: flags.file,
      language: flags.lang,
    });
  });

program
  .command('report')
  .description('Prints the report of a recording.')
  .argument('<recording>', 'a file that `heapscope run --record` wrote')
  .helpOption('--help')
  .option('--json', 'print one JSON object')
  .addOption(errorExitcode())
  .addOption(lang())
  .exitOverride()
  .action((file: string, flags: Pick<RunFlags, 'json' | 'errorExitcode' | 'lang'>) => {
    exitCode = reportCommand({
      file,
      json: flags.json ?? false,
      ...(flags.errorExitcode !== undefined && { errorExitcode: flags.errorExitcode }),
      language: flags.lang,
    });
  });

function numberUpTo(most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() === '' || !Number.isInteger(number) || number < 0 || number > most)
      throw new InvalidArgumentError(`Not a whole number from 0 to ${most}.`);
    return number;
  };
}

function addVariable(text: string, variables: Record<string, string>): Record<string, string> {
  const at = text.indexOf('=');
  if (at <= 0) throw new InvalidArgumentError('Write it as NAME=VALUE.');
  return { ...variables, [text.slice(0, at)]: text.slice(at + 1) };
}

function addWord(text: string, words: readonly string[]): readonly string[] {
  return [...words, text];
}

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
