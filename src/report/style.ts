/** Colours of a terminal, as clang uses them (ECMA-48 SGR), or none. */
export interface Style {
  readonly bold: (text: string) => string;
  readonly error: (text: string) => string;
  readonly warning: (text: string) => string;
  readonly note: (text: string) => string;
  readonly caret: (text: string) => string;
  readonly dim: (text: string) => string;
}

const paint =
  (code: string) =>
  (text: string): string =>
    text === '' ? '' : `\x1b[${code}m${text}\x1b[0m`;
const same = (text: string): string => text;

export const COLOURED: Style = {
  bold: paint('1'),
  error: paint('1;31'),
  warning: paint('1;35'),
  note: paint('1;36'),
  caret: paint('1;32'),
  dim: paint('2'),
};
export const PLAIN: Style = { bold: same, error: same, warning: same, note: same, caret: same, dim: same };
