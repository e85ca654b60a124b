/** What is right in a cell of a prediction: plain data, which survives JSON, read from the recording by `answersOf`. */
import type { FindingName } from '../replay/findings.ts';
import type { AllocationId, ByteCount } from '../util/units.ts';

export type CellAnswer =
  /** `text` as C would write it; several atoms are the elements of an array or the members of a struct. */
  | { readonly kind: 'value'; readonly text: string; readonly atoms: readonly Atom[] }
  /** `right` is the id of one of the targets. */
  | { readonly kind: 'points-to'; readonly right: string; readonly targets: readonly Target[] }
  | { readonly kind: 'leaks'; readonly right: readonly AllocationId[]; readonly blocks: readonly LeakChoice[] }
  | { readonly kind: 'output'; readonly text: string }
  | { readonly kind: 'finding-kind'; readonly right: FindingName }
  | { readonly kind: 'finding-line' | 'visits'; readonly right: number };

/** A number, character, string or pointer. Whole numbers are texts, since they may be longer than a double holds. */
export type Atom =
  | { readonly kind: 'integer'; readonly value: string; readonly bits: number; readonly character?: string }
  | { readonly kind: 'enum'; readonly value: string; readonly bits: number; readonly name?: string }
  | { readonly kind: 'boolean'; readonly value: number }
  | { readonly kind: 'float'; readonly value: number }
  /** `text`: the string that it leads to, without quotes. */
  | { readonly kind: 'pointer'; readonly target: number; readonly text?: string }
  | { readonly kind: 'string'; readonly text: string }
  /** Nothing was ever written there: it holds whatever was there before. */
  | { readonly kind: 'unwritten' };

/** Where an arrow may lead. */
export type Target = { readonly id: string } & (
  | { readonly kind: 'null' | 'unwritten' | 'literal' | 'function' | 'elsewhere' }
  | { readonly kind: 'block'; readonly block: AllocationId; readonly size: ByteCount; readonly isFreed: boolean }
  /** `function` absent: a global. */
  | { readonly kind: 'variable'; readonly name: string; readonly function?: string }
);

export interface LeakChoice {
  readonly block: AllocationId;
  readonly size: ByteCount;
  /** Of the program that allocated it; 0 where it is not known. */
  readonly line: number;
}
