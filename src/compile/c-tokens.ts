/** C text as tokens, without what is in comments; as it stands, so before the preprocessor. */

export interface CToken {
  /** A string's or character's is its quote. */
  readonly text: string;
  /** Offsets in the text. */
  readonly start: number;
  readonly end: number;
}

export interface CText {
  readonly tokens: readonly CToken[];
  /** Whole lines, with those that a backslash continues them in. */
  readonly directives: readonly string[];
}

const TOKEN =
  /\/\/(?:\\\r?\n|[^\n])*|\/\*[^]*?(?:\*\/|$)|"(?:\\[^]|[^"\\\n])*"?|'(?:\\[^]|[^'\\\n])*'?|[A-Za-z_]\w*|\.?\d[\w.]*|\s+|[^]/y;
const DIRECTIVE = /#(?:\\\r?\n|\/\*[^]*?\*\/|[^\n])*/y;

export function readTokens(text: string): CText {
  const tokens: CToken[] = [];
  const directives: string[] = [];
  let isLineStart = true;
  for (let at = 0; at < text.length;) {
    const rule: RegExp = isLineStart && text[at] === '#' ? DIRECTIVE : TOKEN;
    rule.lastIndex = at;
    const found: string = rule.exec(text)![0];
    const start = at;
    at += found.length;
    if (rule === DIRECTIVE) directives.push(found);
    else if (/^\s/.test(found)) isLineStart ||= found.includes('\n');
    else if (!/^\/[/*]/.test(found)) {
      isLineStart = false;
      tokens.push({ text: /^["']/.test(found) ? found[0]! : found, start, end: at });
    }
  }
  return { tokens, directives };
}
