/** Character references of Markdown (CommonMark 0.31, section 2.5): by number, and those that are needed to escape or to space. */
const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' },
  ...{ ndash: '–', mdash: '—', hellip: '…', rarr: '→', larr: '←', times: '×', le: '≤', ge: '≥' },
};
const LAST_CHARACTER = 0x10ffff;

/** Others stay as they are written. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name: string) => {
    if (decimal === undefined && hex === undefined) return Object.hasOwn(NAMED, name) ? NAMED[name]! : whole;
    const code = decimal === undefined ? Number.parseInt(hex as string, 16) : Number(decimal);
    return code === 0 || code > LAST_CHARACTER ? '\ufffd' : String.fromCodePoint(code);
  });
}
