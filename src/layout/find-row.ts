import { buildObjects, type ObjectSource } from './build-objects.ts';
import type { ObjectModel, Row } from './object-model.ts';

/** Opens everything, but not what is left out of long arrays. */
class AllOpen extends Map<string, boolean> {
  override get(id: string): boolean {
    return !id.endsWith('/more');
  }
}

/** What there is at a moment, down to the last member. */
export function openObjects(source: Omit<ObjectSource, 'opened'>): ObjectModel {
  return buildObjects({ ...source, opened: new AllOpen() });
}

/** How a person names a row: "list", "squares[2]", "p.next"; "b3.value" in block 3. */
export function rowName({ id }: Row): string {
  return id.slice(id.indexOf('/') + 1);
}

/** The row with this name, of the innermost frame that has one, or of the globals, or a block. Undefined if there is none. */
export function findRow(source: Omit<ObjectSource, 'opened'>, name: string): Row | undefined {
  const { left, right } = openObjects(source);
  const frames = left.filter(({ kind }) => kind === 'frame').reverse();
  const others = left.filter(({ kind }) => kind !== 'frame');
  for (const { rows } of [...frames, ...others, ...right]) {
    const row = rows.find((each) => rowName(each) === name);
    if (row?.address !== undefined) return row;
  }
  return undefined;
}
