import type { InstructionReader } from '../wasm-binary/instructions.ts';
import { Op } from '../wasm-binary/instructions.ts';
import { SafeDivisions, TRAPPING } from './access-opcodes.ts';

export interface FunctionLoops {
  /**
   * Where the rounds of loops begin in which no statement begins: clang marks a statement only where the line changes, so a loop
   * written on one line has none, and would be one step however long it runs. Absolute offsets of the first instruction in each.
   */
  readonly bare: ReadonlySet<number>;
  /**
   * Likewise, of loops in which every round adds to the function's local step counter: a statement begins before anything branches, and
   * nothing writes the counter back.
   */
  readonly counting: ReadonlySet<number>;
}

export const NO_LOOPS: FunctionLoops = { bare: new Set(), counting: new Set() };

const OPENING: ReadonlySet<number> = new Set([Op.block, Op.loop, Op.if, Op.try, Op.tryTable]);

/** What calls, may trap or makes way for other probes that call. */
const mayWriteBack = (opcode: number): boolean =>
  opcode === Op.call ||
  opcode === Op.callIndirect ||
  opcode === Op.globalSet ||
  opcode === Op.throw ||
  opcode === Op.rethrow ||
  opcode >= 0xfc ||
  TRAPPING.has(opcode);

/** `hasStatement(from, to)`: whether a statement begins in that range of absolute offsets. */
export function functionLoops(
  bytes: Uint8Array,
  i: InstructionReader,
  hasStatement: (from: number, to: number) => boolean,
): FunctionLoops {
  const open: { start: number; isLoop: boolean; writesBack: boolean; countsAll: boolean }[] = [];
  const bare = new Set<number>();
  const counting = new Set<number>();
  /** The innermost loop, while nothing has branched in it. */
  let straight: (typeof open)[number] | undefined;
  const safe = new SafeDivisions(bytes);
  while (i.next()) {
    const isSafeDivision = safe.has(i);
    const innermost = open.at(-1);
    if (straight && i.opcode <= Op.return) {
      straight.countsAll = hasStatement(straight.start, i.start);
      straight = undefined;
    }
    if (OPENING.has(i.opcode)) {
      open.push({ start: i.end, isLoop: i.opcode === Op.loop, writesBack: false, countsAll: false });
      if (i.opcode === Op.loop) straight = open.at(-1);
    } else if (i.opcode === Op.end || i.opcode === Op.delegate) {
      const ended = open.pop();
      if (!ended) continue;
      const outer = open.at(-1);
      if (outer && ended.writesBack) outer.writesBack = true;
      if (!ended.isLoop) continue;
      const isBare = !hasStatement(ended.start, i.start);
      if (isBare) bare.add(ended.start);
      if (!ended.writesBack && (isBare || ended.countsAll)) counting.add(ended.start);
    } else if (innermost && mayWriteBack(i.opcode) && !isSafeDivision) innermost.writesBack = true;
  }
  return { bare, counting };
}
