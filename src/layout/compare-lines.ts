/** Where two outputs part, and what each says from there on. */
export interface LineDifference {
  /** From 1; undefined: they are the same. */
  readonly line: number | undefined;
  readonly before: readonly string[];
  readonly now: readonly string[];
}

/** At most `most` lines of each, beginning with the last one that both have. */
export function compareLines(before: string, now: string, most: number): LineDifference {
  const [one, other] = [linesOf(before), linesOf(now)];
  const at = one.findIndex((line, i) => line !== other[i]);
  const first = at >= 0 ? at : one.length;
  if (first >= Math.max(one.length, other.length)) return { line: undefined, before: [], now: [] };
  const from = Math.max(0, first - 1);
  return { line: first + 1, before: one.slice(from, from + most), now: other.slice(from, from + most) };
}

function linesOf(text: string): string[] {
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
