import { buildObjects, type ObjectSource } from './build-objects.ts';
import type { Row } from './object-model.ts';

/** Opens everything, but not what is left out of long arrays. */
class AllOpen extends Map<string, boolean> {
  override get(id: string): boolean {
    return !id.endsWith('/more');
  }
}

/**
 * The row of the picture that a person names: "list", "squares[2]", "p.next" of the innermost frame that has it, or of the globals;
 * "b3.value" of block 3. Undefined if there is none.
 */
export function findRow(source: Omit<ObjectSource, 'opened'>, name: string): Row | undefined {
  const { left, right } = buildObjects({ ...source, opened: new AllOpen() });
  const frames = left.filter(({ kind }) => kind === 'frame').reverse();
  const others = left.filter(({ kind }) => kind !== 'frame');
  for (const { rows } of [...frames, ...others, ...right]) {
    const row = rows.find(({ id }) => id === name || id.slice(id.indexOf('/') + 1) === name);
    if (row?.address !== undefined) return row;
  }
  return undefined;
}
