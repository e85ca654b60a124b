/** The program's variables as the places that its code addresses: which one an address in the code belongs to. */
import type { DebugInfo, Scope, TypeId, Variable } from '../dwarf/debug-info.ts';
import { functionAt } from '../dwarf/function-at.ts';
import { resolve, sizeOf } from '../dwarf/size-of.ts';
import type { Address, ByteCount, CodeOffset } from '../util/units.ts';

/** What an address in the code counts from. */
export const enum From {
  frame,
  zero,
  threadLocals,
}

export interface ProgramObject {
  readonly from: From;
  /** Of its first byte. */
  readonly offset: number;
  readonly size: ByteCount;
  /** Of a static variable: its address as debug information has it, which is the first thread's. */
  readonly known: Address;
}

/** By offset from the frame base. */
export type LocalObjects = (offset: number) => ProgramObject | undefined;

type Placed = Pick<ProgramObject, 'offset' | 'size'>;

const byOffset = (a: Placed, b: Placed): number => a.offset - b.offset || a.size - b.size;

/** `threadLocals`: where the first thread's thread-local variables are; undefined if there are none. */
export class ProgramObjects {
  private readonly statics: readonly Placed[];

  constructor(
    private readonly debug: DebugInfo,
    private readonly threadLocals: number | undefined,
  ) {
    const placed = debug.globals.flatMap((variable) =>
      variable.location.kind === 'address' ? place(debug, variable, variable.location.address) : [],
    );
    this.statics = placed.sort(byOffset);
  }

  /** The static variable at an address, or at an offset from `__tls_base`. */
  static(from: From.zero | From.threadLocals, offset: number): ProgramObject | undefined {
    const base = from === From.zero ? 0 : this.threadLocals;
    const found = base === undefined ? undefined : objectAt(this.statics, base + offset);
    return found && { from, offset: found.offset - base!, size: found.size, known: found.offset };
  }

  /**
   * The locals of the function at this code offset. Undefined if it has been optimised: there addresses are counted from where they
   * needn't lie in their variable. In other code every variable has its place in the frame.
   */
  localsAt(code: CodeOffset): LocalObjects | undefined {
    const placed: Placed[] = [];
    const body = functionAt(this.debug, code)?.body;
    if (!body || !this.collect(body, placed)) return undefined;
    placed.sort(byOffset);
    return (offset) => {
      const found = objectAt(placed, offset);
      return found && { from: From.frame, ...found, known: 0 };
    };
  }

  /** False for code that has been optimised. */
  private collect({ variables, scopes, inlined }: Scope, placed: Placed[]): boolean {
    if (inlined) return false;
    for (const variable of variables) {
      const { location } = variable;
      if (variable.isStatic || isVariableArray(this.debug, variable.type)) continue;
      if (location.kind !== 'frame') return false;
      placed.push(...place(this.debug, variable, location.offset));
    }
    return scopes.every((scope) => this.collect(scope, placed));
  }
}

function isVariableArray(debug: DebugInfo, id: TypeId): boolean {
  const { type } = resolve(debug, id);
  return type.kind === 'array' && type.dimensions.some(({ kind }) => kind === 'variable');
}

/** Not a structure with a flexible array: what initialises that lies behind it. */
function place(debug: DebugInfo, { type }: Variable, offset: number): Placed[] {
  const size = sizeOf(debug, type);
  return size && !hasOpenEnd(debug, type) ? [{ offset, size }] : [];
}

function hasOpenEnd(debug: DebugInfo, id: TypeId): boolean {
  const { type } = resolve(debug, id);
  if (type.kind === 'struct' || type.kind === 'union') {
    const ends = type.kind === 'union' ? type.members : type.members.slice(-1);
    return ends.some((member) => hasOpenEnd(debug, member.type));
  }
  return (
    type.kind === 'array' &&
    type.dimensions.some((one) => one.kind === 'unknown' || (one.kind === 'count' && one.count === 0))
  );
}

/** Binary search; of several that begin at one place the largest. */
function objectAt(placed: readonly Placed[], offset: number): Placed | undefined {
  let low = 0;
  let high = placed.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (placed[middle]!.offset <= offset) low = middle + 1;
    else high = middle;
  }
  const found = placed[low - 1];
  return found && offset < found.offset + found.size ? found : undefined;
}
