import type { CodeOffset } from '../util/units.ts';
import type { DebugInfo, FunctionInfo } from './debug-info.ts';

/** The function whose code holds this offset, or undefined (libc has no debug information). Binary search. */
export function functionAt(info: DebugInfo, codeOffset: CodeOffset): FunctionInfo | undefined {
  const index = functionIndexAt(info, codeOffset);
  return index < 0 ? undefined : info.functions[index];
}

/** The same as an index in `info.functions`, or -1. */
export function functionIndexAt(info: DebugInfo, codeOffset: CodeOffset): number {
  let low = 0;
  let high = info.functions.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((info.functions[middle] as FunctionInfo).low <= codeOffset) low = middle + 1;
    else high = middle;
  }
  const candidate = info.functions[low - 1];
  return candidate && codeOffset < candidate.high ? low - 1 : -1;
}
