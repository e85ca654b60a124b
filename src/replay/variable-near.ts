/** The variable that an access hit or missed, and what the program calls the memory: `buf` of main(), `list->next`. */
import type { DebugInfo, Scope, TypeId, Variable } from '../dwarf/debug-info.ts';
import { functionAt } from '../dwarf/function-at.ts';
import { resolve, sizeOf } from '../dwarf/size-of.ts';
import { typeName } from '../dwarf/type-name.ts';
import { variableAtAddress } from '../dwarf/variable-at-address.ts';
import type { Address, ByteCount, CodeOffset } from '../util/units.ts';

/** Where an access lies with regard to a variable. */
export interface VariablePlace {
  readonly name: string;
  /** As written in C: 'char[8]'. */
  readonly type: string;
  readonly size: ByteCount;
  /** Whose local it is; absent for a variable of the file. */
  readonly function?: string;
  /** Of the declaration. */
  readonly file: string;
  readonly line: number;
  readonly where: 'before' | 'inside' | 'after';
  /** From the variable's start to the access (inside), from its end (after), or from the access to its start (before). */
  readonly bytes: ByteCount;
  /** Of an array's element, where the access is one of it. */
  readonly index?: number;
}

/** A frame as a finding knows it. */
export interface FramePlace {
  readonly code: CodeOffset;
  readonly frameBase: Address;
}

interface Placed {
  readonly variable: Variable;
  readonly address: Address;
  readonly size: ByteCount;
  readonly function?: string;
}

/** What is further away from an access than this has nothing to do with it. */
const FAR = 4096;

/** Of all variables of the frame's function, whatever their scope, the one that is nearest, or the one at `object`. */
export function localNear(
  info: DebugInfo,
  { code, frameBase }: FramePlace,
  address: Address,
  size: ByteCount,
  object?: Address,
): VariablePlace | undefined {
  const found = functionAt(info, code);
  if (!found) return undefined;
  const placed: Placed[] = [];
  const visit = (scope: Scope): void => {
    for (const variable of scope.variables) {
      const bytes = sizeOf(info, variable.type);
      if (variable.location.kind !== 'frame' || !bytes) continue;
      placed.push({
        variable,
        address: frameBase + variable.location.offset,
        size: bytes,
        function: scope.inlined?.name ?? found.name,
      });
    }
    scope.scopes.forEach(visit);
  };
  visit(found.body);
  return object === undefined ? nearest(info, placed, address, size) : at(info, placed, object, address, size);
}

/** The same of globals and statics. */
export function globalNear(
  info: DebugInfo,
  address: Address,
  size: ByteCount,
  object?: Address,
): VariablePlace | undefined {
  const placed: Placed[] = [];
  for (const variable of info.globals) {
    const bytes = sizeOf(info, variable.type);
    if (variable.location.kind !== 'address' || !bytes) continue;
    const owner = variable.inFunction;
    placed.push({ variable, address: variable.location.address, size: bytes, ...(owner && { function: owner }) });
  }
  return object === undefined ? nearest(info, placed, address, size) : at(info, placed, object, address, size);
}

/** The string literal (without a name) or const variable that an address lies in, if its bytes are among those that can't be written. */
export function constantAt(info: DebugInfo, address: Address): VariablePlace | undefined {
  const found = variableAtAddress(info, address);
  const bytes = found && sizeOf(info, found.variable.type);
  if (!found || !bytes) return undefined;
  const { variable, offset } = found;
  const owner = variable.name === '' ? undefined : variable.inFunction;
  return describe(
    info,
    { variable, address: address - offset, size: bytes, ...(owner && { function: owner }) },
    address,
    1,
  );
}

function at(
  info: DebugInfo,
  placed: readonly Placed[],
  object: Address,
  address: Address,
  size: ByteCount,
): VariablePlace | undefined {
  const found = placed.find((one) => one.address === object);
  return found && describe(info, found, address, size);
}

function nearest(
  info: DebugInfo,
  placed: readonly Placed[],
  address: Address,
  size: ByteCount,
): VariablePlace | undefined {
  const gap = (one: Placed): number =>
    address < one.address ? one.address - address : Math.max(0, address - (one.address + one.size) + 1);
  let best: Placed | undefined;
  // Of two at the same distance, what was missed is the one before: running past an end is the usual mistake.
  for (const one of placed)
    if (!best || gap(one) < gap(best) || (gap(one) === gap(best) && one.address < best.address)) best = one;
  return best && gap(best) <= FAR ? describe(info, best, address, size) : undefined;
}

export function describe(info: DebugInfo, placed: Placed, address: Address, size: ByteCount): VariablePlace {
  const { variable } = placed;
  const offset = address - placed.address;
  const runsOver = offset >= 0 && offset < placed.size && offset + size > placed.size;
  const index = runsOver ? undefined : elementIndex(info, variable.type, offset, size);
  return {
    name: variable.name,
    type: typeName(info, variable.type),
    size: placed.size,
    ...(placed.function !== undefined && { function: placed.function }),
    file: info.files[variable.file] ?? '',
    line: variable.line,
    ...(offset < 0
      ? { where: 'before', bytes: -offset }
      : offset >= placed.size || runsOver
        ? { where: 'after', bytes: Math.max(0, offset - placed.size) }
        : { where: 'inside', bytes: offset }),
    ...(index !== undefined && { index }),
  };
}

/** Which element of an array of elements of the access's size lies at an offset. */
function elementIndex(info: DebugInfo, type: TypeId, offset: number, size: ByteCount): number | undefined {
  const array = resolve(info, type).type;
  if (array.kind !== 'array' || array.dimensions.length !== 1) return undefined;
  const element = sizeOf(info, array.element);
  return element && size <= element ? Math.floor(offset / element) : undefined;
}
