import { judge, type Contest, type Limit, type Result } from './contest.ts';

/** A Markdown table whose columns also line up as plain text: the first is left-aligned, the others right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}

/** Three significant digits, and no exponent. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return value.toPrecision(3);
}

/** The contest as text: title, table, limits kept or missed, notes. */
export function report(contest: Contest, results: readonly Result[]): string {
  const rows = results.map(({ name, median, spread, ratio, against }) => [
    name,
    number(median),
    `±${number(spread)}`,
    // Nothing to nothing has none.
    Number.isNaN(ratio) ? '' : `${number(ratio)}x`,
    against === name ? '' : against,
  ]);
  const lines = [`## ${contest.title}`, '', table(['', contest.unit, 'spread', 'ratio', 'to'], rows), ''];
  for (const { limit, measured, kept } of judge(contest, results)) {
    lines.push(`${kept ? 'kept  ' : 'MISSED'} ${describe(limit, contest.unit)}: ${number(measured)}`);
  }
  return [...lines, ...(contest.notes ?? []), ''].join('\n');
}

function describe(limit: Limit, unit: string): string {
  if ('ratioBelow' in limit) return `${limit.contender}: a smaller ratio than ${limit.ratioBelow}`;
  const { contender, atMost, timesThatOf, plus } = limit;
  return timesThatOf === undefined
    ? `${contender}: at most ${number(atMost)} ${unit}`
    : `${contender}: at most ${atMost} times ${timesThatOf}${plus ? `, plus ${plus} ${unit}` : ''}`;
}
