import type { CodeOffset } from '../util/units.ts';
import type { DebugInfo, InlinedCall } from './debug-info.ts';
import { functionAt } from './function-at.ts';
import { rowAt } from './row-at.ts';
import { scopesAt } from './scopes-at.ts';

/** A place in the source. `line` 0: code of no particular line; `column` 0: no particular column. */
export interface SourceFrame {
  readonly function: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** This frame is not a call of its own: the compiler put the function's body into the next frame's. */
  readonly inlined: boolean;
}

/**
 * Where in the source a code offset is: innermost first, with a frame for each inlined call. Empty without debug
 * information. For a frame that is in the middle of a call, give the offset of the call instruction, not of the one after.
 */
export function locate(info: DebugInfo, codeOffset: CodeOffset): readonly SourceFrame[] {
  const found = functionAt(info, codeOffset);
  if (!found) return [];
  const calls = scopesAt(found, codeOffset)
    .map((scope) => scope.inlined)
    .filter((call): call is InlinedCall => call !== undefined)
    .reverse();
  const { lines, files } = info;
  const row = rowAt(lines, codeOffset);
  let file = row < 0 ? found.file : (lines.file[row] as number);
  let line = row < 0 ? 0 : (lines.line[row] as number);
  let column = row < 0 ? 0 : (lines.column[row] as number);
  const frames: SourceFrame[] = [];
  for (const call of calls) {
    frames.push({ function: call.name, file: files[file] ?? '', line, column, inlined: true });
    file = call.callFile;
    line = call.callLine;
    column = call.callColumn;
  }
  frames.push({ function: found.name, file: files[file] ?? '', line, column, inlined: false });
  return frames;
}
