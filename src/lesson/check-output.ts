import type { CheckFailure, CheckPosition } from './check-result.ts';
import type { JudgedRun } from './judged-run.ts';

/** The whole of standard output, to the byte. */
export async function outputIs(run: JudgedRun, expected: string): Promise<CheckFailure | undefined> {
  if (run.output === expected) return undefined;
  const wanted = expected.split('\n');
  const printed = run.output.split('\n');
  const line = printed.findIndex((text, i) => text !== wanted[i]);
  const first = line < 0 ? printed.length : line;
  const [right, wrong] = [wanted[first], printed[first]];
  // What follows the last line end is no line.
  const isOver = (texts: readonly string[]): boolean => first >= texts.length - 1 && texts.at(-1) === '';
  return {
    what: {
      ...{ kind: 'output', line: first + 1 },
      ...(right !== undefined && !isOver(wanted) && { expected: right }),
      ...(wrong !== undefined && !isOver(printed) && { printed: wrong }),
    },
    at: await printedAt(run, printed.slice(0, first).join('\n').length + Math.min(first, 1)),
  };
}

/** After the call that printed the character with this index; the end, where there is none. */
async function printedAt(run: JudgedRun, index: number): Promise<CheckPosition> {
  const { outputs } = run.found.survey;
  let length = 0;
  for (const { descriptor, bytes, step } of outputs) {
    if (descriptor !== 1) continue;
    length += new TextDecoder().decode(bytes).length;
    if (length <= index) continue;
    const whole = await run.whole();
    const statement = step > 0 ? whole?.window?.statementAt(step - 1) : undefined;
    return run.place(statement ? [statement] : [], step);
  }
  return run.atEnd();
}

export async function outputContains(run: JudgedRun, text: string): Promise<CheckFailure | undefined> {
  if (run.output.includes(text)) return undefined;
  return { what: { kind: 'output-lacks', text }, at: await run.atEnd() };
}

export async function endsWith(run: JudgedRun, expected: number): Promise<CheckFailure | undefined> {
  const { end } = run;
  if (end.kind === 'exit' && end.code === expected) return undefined;
  return { what: { kind: 'exit', expected, end }, at: await run.atEnd() };
}
