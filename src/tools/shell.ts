/**
 * The console's command line: a few commands over the files that a run left behind. They print what their namesakes on Linux
 * print, so nothing here is translated.
 */
import { splitArguments } from '../util/split-arguments.ts';
import { addressesIn, mtraceReport } from './mtrace.ts';
import { listFolder, normalise, type FolderEntry } from './paths.ts';

export interface ShellWorld {
  /** The in-memory file system: path (relative to '/') to contents. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** The linked program, under the name it was started by. */
  readonly program: { readonly name: string; readonly wasm: Uint8Array } | undefined;
  /** Runs LLVM's tool of that name over `files`. */
  addr2line(args: readonly string[], files: Readonly<Record<string, Uint8Array>>): Promise<ToolOutput>;
}

export interface ToolOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

export interface ShellResult {
  readonly stdout: string;
  readonly stderr: string;
  /** As a shell would have it in $?. */
  readonly exit: number;
}

type Command = (args: readonly string[], world: ShellWorld) => ShellResult | Promise<ShellResult>;

interface ShellCommand {
  readonly usage: string;
  readonly run: Command;
}

const COMMANDS: Readonly<Record<string, ShellCommand>> = {
  ls: { usage: 'ls [-l] [PATH...]', run: ls },
  cat: { usage: 'cat FILE...', run: cat },
  addr2line: { usage: 'addr2line [-f] [-C] [-i] -e PROGRAM -a ADDRESS...', run: addr2line },
  mtrace: { usage: 'mtrace [PROGRAM] LOG', run: mtrace },
  echo: { usage: 'echo [TEXT...]', run: (args) => printed(`${args.join(' ')}\n`) },
  help: { usage: 'help', run: help },
};

/** Does what a person typed. Never rejects for what they got wrong: that is said on standard error, as a shell says it. */
export async function runShellCommand(line: string, world: ShellWorld): Promise<ShellResult> {
  const [name, ...args] = splitArguments(line);
  if (name === undefined) return printed('');
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) return { stdout: '', stderr: `${name}: command not found (try: help)\n`, exit: 127 };
  return command.run(args, world);
}

function printed(stdout: string): ShellResult {
  return { stdout, stderr: '', exit: 0 };
}

function help(): ShellResult {
  return printed(
    Object.values(COMMANDS)
      .map(({ usage }) => `${usage}\n`)
      .join(''),
  );
}

function ls(args: readonly string[], { files }: ShellWorld): ShellResult {
  const isLong = args.some((arg) => /^-\w*l/.test(arg));
  const paths = args.filter((arg) => !arg.startsWith('-'));
  let [stdout, stderr] = ['', ''];
  for (const path of paths.length > 0 ? paths : ['.']) {
    const name = normalise(path);
    const file = Object.hasOwn(files, name) ? files[name] : undefined;
    const entries = file ? [{ name: path, bytes: file }] : listFolder(files, name);
    if (!entries) stderr += `ls: cannot access '${path}': No such file or directory\n`;
    else {
      if (paths.length > 1 && !file) stdout += `${stdout === '' ? '' : '\n'}${path}:\n`;
      stdout += entries.map((entry) => (isLong ? longLine(entry, entries) : entry.name) + '\n').join('');
    }
  }
  return { stdout, stderr, exit: stderr === '' ? 0 : 2 };
}

function longLine({ name, bytes }: FolderEntry, entries: readonly FolderEntry[]): string {
  const size = (entry: FolderEntry): string => String(entry.bytes?.length ?? 0);
  const width = Math.max(...entries.map((entry) => size(entry).length));
  return `${bytes ? '-rw-r--r--' : 'drwxr-xr-x'} ${size({ name, bytes }).padStart(width)} ${name}`;
}

function cat(args: readonly string[], { files }: ShellWorld): ShellResult {
  let [stdout, stderr] = ['', ''];
  for (const path of args) {
    const name = normalise(path);
    const bytes = Object.hasOwn(files, name) ? files[name] : undefined;
    if (bytes) stdout += new TextDecoder().decode(bytes);
    else {
      const why = listFolder(files, name) ? 'Is a directory' : 'No such file or directory';
      stderr += `cat: ${path}: ${why}\n`;
    }
  }
  return { stdout, stderr, exit: stderr === '' ? 0 : 1 };
}

/** LLVM's own, over the program and the files beside it. Without -e the program that ran is meant, as GNU's means a.out. */
async function addr2line(
  args: readonly string[],
  { files, program, addr2line: run }: ShellWorld,
): Promise<ShellResult> {
  if (!program) return { stdout: '', stderr: 'addr2line: nothing has been compiled yet\n', exit: 1 };
  const at = args.findIndex((arg) => arg === '-e' || arg.startsWith('-e'));
  const given = at < 0 ? undefined : args[at] === '-e' ? args[at + 1] : args[at]?.slice(2);
  const name = normalise(given ?? program.name);
  const all = at < 0 ? ['-e', name, ...args] : args.map((arg) => (arg === given ? name : arg));
  const { stdout, stderr, code } = await run(all, { ...files, [normalise(program.name)]: program.wasm });
  return { stdout, stderr, exit: code };
}

/** glibc's script: the lines come from LLVM's addr2line. */
async function mtrace(args: readonly string[], world: ShellWorld): Promise<ShellResult> {
  const path = args.at(-1);
  if (path === undefined || args.length > 2)
    return { stdout: '', stderr: 'Wrong number of arguments, run mtrace --help for help.\n', exit: 255 };
  const name = normalise(path);
  const bytes = Object.hasOwn(world.files, name) ? world.files[name] : undefined;
  if (!bytes) return { stdout: '', stderr: 'Cannot open mtrace data file\n', exit: 2 };
  const log = new TextDecoder().decode(bytes);
  return { stderr: '', ...mtraceReport(log, await linesOf(addressesIn(log), world)) };
}

async function linesOf(addresses: readonly string[], world: ShellWorld): Promise<Map<string, string>> {
  if (addresses.length === 0 || !world.program) return new Map();
  const { stdout } = await addr2line(addresses, world);
  const lines = stdout.trimEnd().split('\n');
  return new Map(
    addresses.flatMap((address, i) => {
      const line = lines[i] ?? '';
      return line === '' || line.startsWith('??') ? [] : [[address, line] as const];
    }),
  );
}
