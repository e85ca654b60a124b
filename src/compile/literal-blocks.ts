/** Finds the compound literals of a program and the blocks that they live in. */
import type { FileLiterals, SourcePoint, SourceStretch } from '../wasm-binary/literal-blocks.ts';
import { BlockParser, UnreadableText, type TextStretch } from './block-parser.ts';
import { readTokens } from './c-tokens.ts';

/** `(type){` where an operand is expected. Also of what is none. */
const MAY_BE_LITERAL =
  /(?:[^\w\s)]|\b(?:return|define\s+\w+(?:\([^()]*\))?))\s*\(\s*[A-Za-z_][^(){};]*\)\s*(?:\\\r?\n\s*)?\{/;

interface TextFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Of files in which there is one: a file whose blocks can't be told, as macros hide braces, is left out. */
export function findLiteralBlocks(files: readonly TextFile[]): FileLiterals[] {
  // A character for each byte, as the line table's columns count.
  const decoder = new TextDecoder('latin1');
  const texts = files
    .filter(({ path }) => /\.[chi]$/.test(path))
    .map(({ path, bytes }) => [path, decoder.decode(bytes)]);
  if (!texts.some(([, text]) => MAY_BE_LITERAL.test(text!))) return [];
  const read = texts.map(([path, text]) => ({ path: path!, text: text!, ...readTokens(text!) }));
  const macros = literalMacros(read.flatMap(({ directives }) => directives));
  if (!macros) return [];
  return read.flatMap(({ path, text, tokens }) => {
    const literals = literalsIn(new BlockParser(tokens, macros));
    if (literals.length === 0) return [];
    const point = pointsOf(text);
    const stretch = ({ start, end }: TextStretch): SourceStretch => ({ start: point(start), end: point(end) });
    return [
      { path, literals: literals.map(({ literal, block }) => ({ literal: stretch(literal), block: stretch(block) })) },
    ];
  });
}

function literalsIn(parser: BlockParser): BlockParser['literals'] {
  try {
    parser.file();
    return parser.literals;
  } catch (error) {
    if (!(error instanceof UnreadableText)) throw error;
    return [];
  }
}

/** Names of macros that make a compound literal, through others too; undefined if one hides a brace without its other half. */
function literalMacros(directives: readonly string[]): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const directive of directives) {
    const [, name, body] = /^#\s*define\s+(\w+)([^]*)$/.exec(directive) ?? [];
    if (name === undefined || body === undefined) continue;
    const braces = [...body].reduce((sum, one) => sum + (one === '{' ? 1 : one === '}' ? -1 : 0), 0);
    if (braces !== 0) return undefined;
    if (MAY_BE_LITERAL.test(directive) || (body.match(/\w+/g) ?? []).some((word) => names.has(word))) names.add(name);
  }
  return names;
}

/** Lines and columns of offsets. */
function pointsOf(text: string): (offset: number) => SourcePoint {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const line = starts.findLastIndex((start) => start <= offset);
    return { line: line + 1, column: offset - starts[line]! + 1 };
  };
}
