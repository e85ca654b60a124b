import type { ObjectModel } from './object-model.ts';
import { rowName } from './find-row.ts';

/** A box, or a row in it, that is what a person looks for. */
export interface Match {
  readonly box: string;
  readonly row?: string;
}

/** What has the text in its name or value, in the order of the picture; a number is a block's too. Letters count alike in both cases. */
export function findInPicture({ left, right }: ObjectModel, text: string): Match[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return [];
  const has = (value: string): boolean => value.toLowerCase().includes(wanted);
  return [...left, ...right].flatMap((box): Match[] => {
    const isBox = box.kind === 'block' ? String(box.block) === wanted : 'name' in box && has(box.name);
    const rows = box.rows.filter(
      (row) => has(rowName(row)) || has(row.name) || (row.written !== 'none' && has(row.text)),
    );
    return [...(isBox ? [{ box: box.id }] : []), ...rows.map(({ id }) => ({ box: box.id, row: id }))];
  });
}
