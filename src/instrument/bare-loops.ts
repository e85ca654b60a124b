import type { InstructionReader } from '../wasm-binary/instructions.ts';
import { Op } from '../wasm-binary/instructions.ts';

/**
 * Where the rounds of loops begin in which no statement begins: clang marks a statement only where the line changes, so a loop
 * written on one line has none, and would be one step however long it runs. Gives absolute offsets of the first instruction in
 * each such loop. `hasStatement(from, to)`: whether a statement begins in that range of absolute offsets.
 */
export function bareLoops(i: InstructionReader, hasStatement: (from: number, to: number) => boolean): Set<number> {
  const open: { start: number; isLoop: boolean }[] = [];
  const found = new Set<number>();
  while (i.next()) {
    if (i.opcode === Op.loop || i.opcode === Op.block || i.opcode === Op.if || i.opcode === Op.try)
      open.push({ start: i.end, isLoop: i.opcode === Op.loop });
    else if (i.opcode === Op.end || i.opcode === Op.delegate) {
      const ended = open.pop();
      if (ended?.isLoop && !hasStatement(ended.start, i.start)) found.add(ended.start);
    }
  }
  return found;
}
