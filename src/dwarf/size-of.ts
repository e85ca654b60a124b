import type { ByteCount } from '../util/units.ts';
import type { DebugInfo, Type, TypeId } from './debug-info.ts';

/** Longer chains of typedefs and arrays than any program's; damaged data can make circles. */
const MAX_CHAIN = 64;

/**
 * The size of a type, or undefined where it has none (void, functions, incomplete types) or none that is known before the
 * program runs (variable-length arrays). A flexible array member has size 0.
 */
export function sizeOf(info: DebugInfo, type: TypeId): ByteCount | undefined {
  let factor = 1;
  let current = info.types[type];
  for (let i = 0; current && i < MAX_CHAIN; i++) {
    switch (current.kind) {
      case 'void':
      case 'function':
        return undefined;
      case 'base':
      case 'pointer':
        return current.size * factor;
      case 'struct':
      case 'union':
        return current.isDeclaration ? undefined : current.size * factor;
      case 'enum':
        return (current.size || 4) * factor;
      case 'array': {
        const count = elementCount(current.dimensions);
        if (count === undefined) return undefined;
        factor *= count;
        current = info.types[current.element];
        break;
      }
      default:
        current = info.types[current.target];
    }
  }
  return undefined;
}

function elementCount(dimensions: Extract<Type, { kind: 'array' }>['dimensions']): number | undefined {
  let count = 1;
  for (const dimension of dimensions) {
    if (dimension.kind === 'variable') return undefined;
    count *= dimension.kind === 'count' ? dimension.count : 0;
  }
  return count;
}

/** The type behind typedefs and qualifiers. */
export function resolve(info: DebugInfo, type: TypeId): { readonly id: TypeId; readonly type: Type } {
  let id = type;
  for (let i = 0; i < MAX_CHAIN; i++) {
    const current = info.types[id];
    if (!current) break;
    if (current.kind !== 'typedef' && !isQualifier(current)) return { id, type: current };
    id = current.target;
  }
  return { id: 0, type: { kind: 'void' } };
}

export function isQualifier(type: Type): type is Extract<Type, { kind: 'const' | 'volatile' | 'restrict' | 'atomic' }> {
  return type.kind === 'const' || type.kind === 'volatile' || type.kind === 'restrict' || type.kind === 'atomic';
}

/** Whether the last member of a struct is an array that is as long as there is room for. */
export function endsInFlexibleArray(info: DebugInfo, type: TypeId): boolean {
  const { type: struct } = resolve(info, type);
  const last = struct.kind === 'struct' ? struct.members.at(-1) : undefined;
  const member = last && resolve(info, last.type).type;
  return member?.kind === 'array' && member.dimensions[0]?.kind === 'unknown';
}
