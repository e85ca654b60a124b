/**
 * Arrays of variable length are reached through wasm locals, which nobody records. What was in them is known again from where the
 * arrays lie, and, for the lengths of their rows, from the variables that clang writes down for debuggers:
 *
 *     local.get $frame  local.get $length  i32.store offset=12      __vla_expr1 is at 12 in the frame
 */
import type { DebugInfo, Variable } from '../dwarf/debug-info.ts';
import { declaredVariables } from '../dwarf/declared-variables.ts';
import { DW_OP } from '../dwarf/constants.ts';
import { isThere, isVariable, variableArrays } from '../dwarf/variable-arrays.ts';
import { variablesInScope } from '../dwarf/variables-in-scope.ts';
import { Op } from '../wasm-binary/instructions.ts';
import type { Address, ByteCount } from '../util/units.ts';
import type { Code } from './decode.ts';
import type { Activation } from './interpreter.ts';
import type { MadeStep, StepCall } from './step-reader.ts';

type Memory = Pick<MadeStep, 'after' | 'stack'>;

/** Puts what is known of a call's arrays into its locals. */
export function knowArrays(
  { code, locals }: Activation,
  { frameBase, at }: StepCall,
  debug: DebugInfo,
  { after, stack }: Memory,
): void {
  const variables = declaredVariables(debug, at);
  if (!variables.some((variable) => isVariable(debug, variable) && isThere(variable, { codeOffset: at }))) return;
  const context = { frameBase, codeOffset: at, readMemory: (address: Address, n: ByteCount) => after(address, n) };
  for (const [variable, address] of variableArrays(debug, variables, context, stack)) {
    const local = localOf(variable, at);
    if (local !== undefined && code.constants.has(local)) locals[local] = address;
  }
  for (const { name, location } of variablesInScope(debug, at)) {
    if (!name.startsWith('__vla_expr') || location.kind !== 'frame') continue;
    const local = localStoredAt(code, location.offset);
    const bytes = after(frameBase + location.offset, 4);
    if (local !== undefined) locals[local] = new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true);
  }
}

/** The wasm local that holds an array's address. */
function localOf({ location }: Variable, at: number): number | undefined {
  if (location.kind !== 'list') return undefined;
  const bytes = location.entries.find(({ low, high }) => low <= at && at < high)?.bytes;
  // More than 127 locals take another byte, of which the first has its high bit set.
  if (bytes?.[0] !== DW_OP.WASM_location || bytes[1] !== 0 || bytes.length > 4) return undefined;
  return bytes.length === 3 ? bytes[2]! : (bytes[2]! & 0x7f) | (bytes[3]! << 7);
}

/** The local that alone is ever stored at this offset of the frame, and that keeps what it was given. */
function localStoredAt({ instructions, constants }: Code, offset: ByteCount): number | undefined {
  const stored = new Set<number>();
  for (const [index, { opcode, second }] of instructions.entries()) {
    const [base, value] = [instructions[index - 2], instructions[index - 1]];
    if (opcode !== Op.i32Store || second !== offset) continue;
    if (base?.opcode === Op.localGet && value?.opcode === Op.localGet) stored.add(value.first);
  }
  const [local] = stored;
  return stored.size === 1 && local !== undefined && constants.has(local) ? local : undefined;
}
