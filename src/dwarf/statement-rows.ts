import type { CodeOffset } from '../util/units.ts';
import type { DebugInfo, FileId } from './debug-info.ts';
import { LineFlag } from './debug-info.ts';

/** Where a statement begins. */
export interface StatementRow {
  readonly code: CodeOffset;
  readonly file: FileId;
  readonly line: number;
  readonly column: number;
  /** Index in `info.functions`. */
  readonly function: number;
}

/**
 * The places where statements begin (DWARF's is_stmt rows) inside functions, ascending, one per code offset. The prologue
 * is left out, since a frame is not complete before its end; so is code that belongs to no line.
 */
export function statementRows(info: DebugInfo): StatementRow[] {
  const { lines, functions } = info;
  const rows: StatementRow[] = [];
  let row = firstRowAtOrAfter(lines.address, functions[0]?.low ?? 0);
  functions.forEach(({ low, high }, index) => {
    while (row < lines.address.length && (lines.address[row] as number) < low) row++;
    const first = row;
    while (row < lines.address.length && (lines.address[row] as number) < high) row++;
    const bodyStart = prologueEnd(info, first, row) ?? low + 1;
    for (let i = first; i < row; i++) {
      const code = lines.address[i] as number;
      const flags = lines.flags[i] as number;
      const line = lines.line[i] as number;
      if (code < bodyStart || line === 0 || (flags & LineFlag.isStatement) === 0 || flags & LineFlag.endSequence)
        continue;
      const statement = {
        code,
        file: lines.file[i] as number,
        line,
        column: lines.column[i] as number,
        function: index,
      };
      // Of several rows for one offset the last one counts.
      if (rows.at(-1)?.code === code) rows.pop();
      rows.push(statement);
    }
  });
  return rows;
}

function prologueEnd(info: DebugInfo, first: number, end: number): CodeOffset | undefined {
  const { lines } = info;
  for (let row = first; row < end; row++) {
    if ((lines.flags[row] as number) & LineFlag.prologueEnd) return lines.address[row] as number;
  }
  return undefined;
}

function firstRowAtOrAfter(addresses: Uint32Array, address: number): number {
  let low = 0;
  let high = addresses.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((addresses[middle] as number) < address) low = middle + 1;
    else high = middle;
  }
  return low;
}
