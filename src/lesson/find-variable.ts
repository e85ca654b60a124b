/** FUNCTION.NAME or NAME -> the variable at a moment. */
import type { Variable } from '../dwarf/debug-info.ts';
import { readVariable, type VariableValue } from '../dwarf/read-variable.ts';
import { variablesInScope } from '../dwarf/variables-in-scope.ts';
import type { Moment } from '../replay/timeline.ts';
import type { LessonRun } from './lesson-run.ts';

export interface FoundVariable extends VariableValue {
  /** As the picture calls it. */
  readonly label: string;
}

/**
 * In the innermost call of the function, where a recursion has several; the innermost scope's, where names hide others. A
 * name alone is a global's. Undefined where there is none at that moment.
 */
export function findVariable(name: string, moment: Moment, { debug, window }: LessonRun): FoundVariable | undefined {
  const [first = '', second] = name.split('.');
  const readMemory = (address: number, n: number): Uint8Array => moment.bytes(address, n);
  const read = (variable: Variable, codeOffset: number, frameBase: number | undefined): FoundVariable => ({
    ...readVariable(debug, variable, { frameBase, codeOffset, readMemory }),
    label: variable.name,
  });
  if (second !== undefined && window) {
    const frame = moment.frames.findLast((one) => one.name === first);
    const code = frame ? window.codeOf(frame.site) : 0;
    const local = frame && variablesInScope(debug, code).find((one) => one.name === second && !one.shadowed);
    if (frame && local && !local.isStatic) return read(local, code, frame.frameBase);
  }
  const global = debug.globals.find((one) =>
    second === undefined
      ? one.name === first && one.inFunction === undefined
      : one.name === second && one.inFunction === first,
  );
  return global && read(global, 0, undefined);
}
