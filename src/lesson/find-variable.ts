/** What an author calls a variable, or a part of one -> where it is and what it holds at a moment. */
import type { Variable } from '../dwarf/debug-info.ts';
import { readVariable, type VariableValue } from '../dwarf/read-variable.ts';
import { variablesInScope } from '../dwarf/variables-in-scope.ts';
import type { Moment } from '../replay/timeline.ts';
import type { LessonRun } from './lesson-run.ts';
import { parseVariablePath, partOf } from './variable-path.ts';

export interface FoundVariable extends VariableValue {
  /** As the program calls it. */
  readonly label: string;
}

/**
 * In the innermost call of the function, where a recursion has several; the innermost scope's, where names hide others. A
 * name alone is a global's. Undefined where there is none at that moment.
 */
export function findVariable(path: string, moment: Moment, run: LessonRun): FoundVariable | undefined {
  const { first, steps } = parseVariablePath(path);
  const [second, ...rest] = steps;
  const ofFunction = second?.kind === 'member' ? variableOf(first, second.name, moment, run) : undefined;
  const whole = ofFunction ?? globalNamed(first, undefined, moment, run);
  const part = whole && partOf(run.debug, whole, ofFunction ? rest : steps);
  const prefix = `${first}.`;
  return part && { ...part, label: ofFunction ? path.replace(prefix, '') : path };
}

/** A local variable, or a static one, of a function. */
function variableOf(owner: string, name: string, moment: Moment, run: LessonRun): VariableValue | undefined {
  const { debug, window } = run;
  const frame = window && moment.frames.findLast((one) => one.name === owner);
  const code = frame ? window.codeOf(frame.site) : 0;
  const local = frame && variablesInScope(debug, code).find((one) => one.name === name && !one.shadowed);
  if (frame && local && !local.isStatic) return read(local, moment, run, code, frame.frameBase);
  return globalNamed(name, owner, moment, run);
}

function globalNamed(
  name: string,
  inFunction: string | undefined,
  moment: Moment,
  run: LessonRun,
): VariableValue | undefined {
  const global = run.debug.globals.find((one) => one.name === name && one.inFunction === inFunction);
  return global && read(global, moment, run, 0, undefined);
}

function read(
  variable: Variable,
  moment: Moment,
  { debug }: LessonRun,
  codeOffset: number,
  frameBase: number | undefined,
): VariableValue {
  const readMemory = (address: number, n: number): Uint8Array => moment.bytes(address, n);
  return readVariable(debug, variable, { frameBase, codeOffset, readMemory });
}
