/** The array of variable length that an access missed. Such arrays lie below their function's frame, between redzones of their own. */
import type { DebugInfo, Scope, Variable } from '../dwarf/debug-info.ts';
import type { EvaluationContext } from '../dwarf/evaluation.ts';
import { functionAt } from '../dwarf/function-at.ts';
import { readVariable } from '../dwarf/read-variable.ts';
import { resolve, sizeOf } from '../dwarf/size-of.ts';
import { typeName } from '../dwarf/type-name.ts';
import type { Address, ByteCount, CodeOffset } from '../util/units.ts';
import type { FrameBytes } from './pointer-expression.ts';
import { describe, type VariablePlace } from './variable-near.ts';

/** What lies between two redzones below a frame: an array of variable length, or what alloca() gave. */
export interface ObjectBelowFrame {
  readonly frame: FrameBytes;
  readonly address: Address;
  readonly size: ByteCount;
}

/** The one array of the frame's function that has the object's size now; undefined where none has, or several have. */
export function variableArrayNear(
  info: DebugInfo,
  { frame, address: start, size: bytes }: ObjectBelowFrame,
  address: Address,
  size: ByteCount,
): VariablePlace | undefined {
  const found = functionAt(info, frame.code);
  if (!found) return undefined;
  const context = contextOf(frame);
  const [variable, ...others] = variableArrays(info, found.body).filter((one) => sizeNow(info, one, context) === bytes);
  const array = variable && resolve(info, variable.type).type;
  if (!variable || others.length > 0 || array?.kind !== 'array') return undefined;
  const placed = { variable, address: start, size: bytes, function: found.name };
  const element = array.dimensions.length === 1 ? sizeOf(info, array.element) : undefined;
  const type = element && `${typeName(info, array.element)}[${bytes / element}]`;
  return { ...describe(info, placed, address, size), ...(type && { type }) };
}

/**
 * So many bytes of code at most lie between the call that makes an array's redzones and where its location begins (20 to 24 in practice). To
 * the location of the next array, where the call is alloca()'s, it is over 100: that one's redzones are made in between.
 */
const MOST_CODE_TO_LOCATION = 48;

/** The one whose memory this code takes; undefined: alloca() does, or the code is optimised. Its size is not known (0). */
export function variableArrayMadeAt(info: DebugInfo, code: CodeOffset): VariablePlace | undefined {
  const found = functionAt(info, code);
  if (!found) return undefined;
  const variable = variableArrays(info, found.body).find(({ location }) => {
    const low = location.kind === 'list' ? (location.entries[0]?.low ?? 0) : 0;
    return low > code && low <= code + MOST_CODE_TO_LOCATION;
  });
  return variable && { ...describe(info, { variable, address: 0, size: 1, function: found.name }, 0, 1), size: 0 };
}

function variableArrays(info: DebugInfo, { variables, scopes }: Scope): Variable[] {
  const own = variables.filter((variable) => {
    const { type } = resolve(info, variable.type);
    return type.kind === 'array' && type.dimensions.some(({ kind }) => kind === 'variable');
  });
  return [...own, ...scopes.flatMap((scope) => variableArrays(info, scope))];
}

function contextOf({ code, frameBase, bytes }: FrameBytes): EvaluationContext & { readonly frameBase: Address } {
  const readMemory = (address: Address, n: ByteCount): Uint8Array => {
    const read = new Uint8Array(n);
    const at = address - frameBase;
    if (at >= 0) read.set(bytes.subarray(at, at + n));
    return read;
  };
  return { frameBase, codeOffset: code, readMemory };
}

function sizeNow(
  info: DebugInfo,
  variable: Variable,
  context: EvaluationContext & { readonly frameBase: Address },
): ByteCount {
  const anywhere = { ...variable, location: { kind: 'address', address: context.frameBase } } as const;
  return readVariable(info, anywhere, context).value.size;
}
