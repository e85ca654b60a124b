import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Contender } from './contest.ts';
import { sourceOf } from './build.ts';
import { ASAN, MEMCHECK, NATIVE } from './native.ts';
import { isInstalled, timeProcess } from './process.ts';

/** Linked into a program, says at its end what the process's memory was at most, in Linux's words. */
export const TELL = `
#include <stdio.h>
#include <string.h>
__attribute__((destructor)) static void tell(void) {
  char line[256];
  FILE *status = fopen("/proc/self/status", "r");
  while (status && fgets(line, sizeof line, status))
    if (strncmp(line, "VmHWM:", 6) == 0) fputs(line, stderr);
}`;

/**
 * Native rivals whose cost is peak memory: `measure` gets what runs one with an argument and gives megabytes. Uses `folder`
 * for its files.
 */
export function nativePeaks(name: string, folder: string, measure: (peakOf: (argument: number) => number) => number) {
  const tools = ['gcc', 'valgrind'].filter((tool) => !isInstalled(tool));
  if (process.platform !== 'linux' || tools.length > 0)
    return {
      contenders: [],
      notes: [`Native rivals are left out: this needs Linux${tools.map((t) => ` and ${t}`).join('')}.`],
    };
  const tell = path.join(folder, 'tell.c');
  writeFileSync(tell, TELL);
  const compile = (file: string, ...flags: string[]) => {
    const executable = path.join(folder, file);
    timeProcess('gcc', ['-O0', '-g', ...flags, '-o', executable, sourceOf(name), tell]);
    return executable;
  };
  const plain = compile('native');
  const contender = (title: string, ...command: string[]): Contender => ({
    name: title,
    against: NATIVE,
    run: () => measure((argument) => peakMegabytes([...command, `${argument}`])),
  });
  const contenders = [
    contender(NATIVE, plain),
    contender(ASAN, compile('native-asan', '-fsanitize=address')),
    contender(MEMCHECK, 'valgrind', '-q', plain),
  ];
  return { contenders, notes: [] };
}

function peakMegabytes([command, ...args]: readonly string[]): number {
  const { stderr } = spawnSync(command!, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 600_000,
  });
  const kibibytes = /^VmHWM:\s+(\d+) kB/m.exec(stderr)?.[1];
  if (kibibytes === undefined)
    throw new Error(`${command} ${args.join(' ')} did not say its peak: ${stderr.slice(0, 500)}`);
  return (Number(kibibytes) * 1024) / 1e6;
}
