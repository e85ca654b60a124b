import { InstructionReader, Op, readLocals } from '../wasm-binary/instructions.ts';
import type { Module } from '../wasm-binary/module.ts';
import { DIVISIONS, TRAPPING } from './access-opcodes.ts';
import type { RewriteContext } from './rewrite-context.ts';
import { ACCESS_BYTES } from '../wasm-binary/stack-effect.ts';

const OTHERS_NOT_QUIET: ReadonlySet<number> = new Set([
  ...[Op.loop, Op.call, Op.callIndirect, Op.returnCall, Op.returnCallIndirect, Op.globalGet, Op.globalSet],
  ...[Op.try, Op.tryTable, Op.throw, Op.rethrow, Op.throwRef],
]);

/** Neither memory nor tables nor vectors: what is left computes. */
const isQuiet = (opcode: number): boolean =>
  opcode < 0xd0 &&
  !ACCESS_BYTES[opcode] &&
  !TRAPPING.has(opcode) &&
  !DIVISIONS.has(opcode) &&
  !OTHERS_NOT_QUIET.has(opcode) &&
  opcode !== Op.memorySize &&
  opcode !== Op.memoryGrow;

/**
 * Which functions leave it to their callers to record that they were called: in a window, those of libc's that are quiet and that nobody
 * calls through a pointer. What they record themselves would be four times as much.
 */
export function toldByCaller({
  module,
  options,
  roles,
  followed,
  quiet,
}: Pick<RewriteContext, 'module' | 'options' | 'roles' | 'followed' | 'quiet'>): RewriteContext['isToldByCaller'] {
  if (options.density !== 'window' || options.notesTraps) return () => false;
  return (index) =>
    roles[index - module.importedFunctions] === 'libc' && !followed.isInTable(index) && quiet.has(index);
}

/** Functions that only compute something from their arguments, in one go: `toupper` and its kin. Looked at when they are asked for. */
export class QuietFunctions {
  private readonly known = new Map<number, boolean>();

  constructor(private readonly module: Module) {}

  has(functionIndex: number): boolean {
    let isKnown = this.known.get(functionIndex);
    if (isKnown === undefined) this.known.set(functionIndex, (isKnown = this.find(functionIndex)));
    return isKnown;
  }

  private find(functionIndex: number): boolean {
    const { bodies, bytes, importedFunctions } = this.module;
    const body = bodies[functionIndex - importedFunctions];
    if (!body) return false;
    const i = new InstructionReader(bytes, readLocals(bytes, body.start, body.end).codeStart, body.end);
    while (i.next()) if (!isQuiet(i.opcode)) return false;
    return true;
  }
}
