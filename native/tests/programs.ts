/** Programs for tests: compiled once, from `programs/`. */
import { mkdirSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawnSync } from '../../tests/bounded-spawn.ts';

const sources = fileURLToPath(new URL('programs', import.meta.url));
const folder = fileURLToPath(new URL('../../build/native/programs', import.meta.url));

/** Why tests of native programs can't run here, if they can't. */
export const obstacle: string | undefined = findObstacle();

function findObstacle(): string | undefined {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'needs Linux on x86-64';
  return isInstalled('gcc') ? undefined : 'needs gcc';
}

export function isInstalled(program: string): boolean {
  return spawnSync('sh', ['-c', 'command -v "$1"', 'sh', program], { stdio: 'ignore' }).status === 0;
}

/** Whether a program here can reach another by 127.0.0.1: in a network namespace of its own it may not. */
export function hasLoopback(): Promise<boolean> {
  return new Promise((go) => {
    const server = createServer();
    const end = (is: boolean): void => {
      server.close();
      go(is);
    };
    server.once('error', () => end(false));
    server.listen(0, '127.0.0.1', () => {
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1', () => (socket.destroy(), end(true)));
      socket.once('error', () => end(false));
    });
  });
}

const made: string[] = [];

/** Whether gcc can link programs with a sanitizer, and they run: not every machine has its library, or lays out memory as it wants. */
export function hasSanitizer(name: 'thread' | 'leak'): boolean {
  const executable = path.join(folder, `sanitizer-${name}-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  const args = [`-fsanitize=${name}`, '-x', 'c', '-o', executable, '-'];
  const built = spawnSync('gcc', args, { input: 'int main(void) { return 0; }', stdio: ['pipe', 'ignore', 'ignore'] });
  const ran = built.status === 0 && spawnSync(executable, [], { stdio: 'ignore' }).status === 0;
  rmSync(executable, { force: true });
  return ran;
}

/** For the end of a test file. */
export function removePrograms(): void {
  for (const file of made.splice(0)) rmSync(file, { force: true });
}

/**
 * Compiles `programs/NAME.c`, or the file that an absolute path names without its ending; gives the executable. `variant` tells executables of other flags apart; `more` are further
 * sources.
 */
export function compileProgram(
  name: string,
  flags: readonly string[] = ['-O0'],
  variant = '',
  more: readonly string[] = [],
): string {
  mkdirSync(folder, { recursive: true });
  const executable = path.join(folder, `${path.basename(name)}${variant}-${process.pid}`);
  const args = [
    '-g',
    '-fno-builtin',
    ...flags,
    '-o',
    executable,
    path.resolve(sources, `${name}.c`),
    ...more,
    '-pthread',
    '-ldl',
  ];
  const { status, stderr } = spawnSync('gcc', args);
  if (status !== 0) throw new Error(stderr);
  made.push(executable);
  return executable;
}
