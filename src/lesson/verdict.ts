/** What is said about one cell. `close` counts as right, with a remark. */
export interface Verdict {
  readonly verdict: 'right' | 'close' | 'wrong' | 'empty';
  readonly note?: CellNote;
}

const CELL_NOTES = [
  /** Right apart from upper and lower case, or from blanks. */
  ...['case', 'blanks'],
  /** A number was wanted, and this is none. */
  'not-a-number',
  /** Less, or more, was given than there is. */
  ...['missing', 'too-many'],
  /** There is no value yet; or there is one, and the reader says that there is none. */
  ...['nothing-written', 'written'],
  /** Right in its digits, with the wrong sign. */
  'sign',
] as const;
export type CellNote = (typeof CELL_NOTES)[number];
