import { CLOCK_START, type RunInputs } from '../run/request.ts';
import { concatenate } from '../util/concatenate.ts';
import type { Project } from './project.svelte.ts';
import { environmentOf } from './run-options.ts';

const SEED = 1;

/** What a run of the project is given: the same each time, but for the answers so far (each with its line end). */
export function runInputs(project: Project, answers: readonly Uint8Array[], inputClosed: boolean): RunInputs {
  return {
    arguments: [programName(project), ...project.argumentList()],
    environment: environmentOf(project.options),
    stdin: {
      bytes: concatenate([new TextEncoder().encode(project.stdin), ...answers]),
      closed: inputClosed || !project.interactive,
    },
    files: {},
    seed: SEED,
    clockStart: CLOCK_START,
  };
}

/** argv[0]: the program is called as its first source file. */
export function programName(project: Project): string {
  return project.files.find((file) => file.path.endsWith('.c'))?.path.replace(/\.c$/, '') ?? 'a.out';
}
