/**
 * What a terminal makes of a line that a program printed (ECMA-48): colours and bold of SGR sequences, and a carriage return that begins
 * the line anew. Other sequences are left out, as they move a cursor that there is none of; other control characters are shown as `cat -v` does: ^G.
 */

export type TerminalColour = 'error' | 'heap' | 'shared' | 'stack' | 'global';

export interface TerminalRun {
  readonly text: string;
  readonly isBold: boolean;
  readonly colour: TerminalColour | undefined;
}

/** Of SGR 30 to 37: black, red, green, yellow, blue, magenta, cyan, white. The page's own colours can be read in both themes. */
const COLOURS: readonly (TerminalColour | undefined)[] = [
  undefined,
  'error',
  'heap',
  'shared',
  'stack',
  'global',
  'stack',
  undefined,
];

// What begins with ESC: a CSI sequence (8.3), an OSC string up to its end, or one more character.
const SEQUENCE = /\u001b(?:\[([0-9;:?<=>!]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/g;
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/** The runs of one line's piece. Most have nothing of the kind, and are one run. */
export function terminalRuns(line: string): readonly TerminalRun[] {
  if (!CONTROL.test(line)) return [{ text: line, isBold: false, colour: undefined }];
  const text = afterReturns(line);
  const runs: TerminalRun[] = [];
  let style: Omit<TerminalRun, 'text'> = { isBold: false, colour: undefined };
  let at = 0;
  const add = (end: number): void => {
    if (end > at) runs.push({ text: spelled(text.slice(at, end)), ...style });
  };
  for (const match of text.matchAll(SEQUENCE)) {
    add(match.index);
    at = match.index + match[0].length;
    if (match[2] === 'm') style = styled(style, match[1] ?? '');
  }
  add(text.length);
  return runs;
}

/** What stands in a line that was begun anew: what came last, and of what came before the part that is longer. */
function afterReturns(line: string): string {
  const [first = '', ...later] = line.replace(/\r+$/, '').split('\r');
  return later.reduce((before, after) => after + before.slice(after.length), first);
}

function styled(style: Omit<TerminalRun, 'text'>, parameters: string): Omit<TerminalRun, 'text'> {
  let { isBold, colour } = style;
  for (const code of parameters.split(';').map(Number)) {
    // A colour of 256, or of red, green and blue, is given by what follows.
    if (code === 38 || code === 48) break;
    if (code === 0) [isBold, colour] = [false, undefined];
    else if (code === 1) isBold = true;
    else if (code === 22) isBold = false;
    else if (code === 39) colour = undefined;
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) colour = COLOURS[code % 10];
  }
  return { isBold, colour };
}

/** A control character's letter is the one that is typed with Control. */
function spelled(text: string): string {
  return [...text]
    .map((letter) => (CONTROL.test(letter) ? `^${String.fromCharCode(letter.charCodeAt(0) ^ 0x40)}` : letter))
    .join('');
}
