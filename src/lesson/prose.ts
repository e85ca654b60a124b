/** Markdown -> Prose. Only marked's lexer is used: nothing makes HTML, so that nothing can inject any. */
import { Lexer, type MarkedToken, type Token } from 'marked';
import { decodeEntities } from './entities.ts';
import type { Inline, Prose } from './model.ts';
import type { ProblemList } from './problem.ts';

/** What a lesson may link to. */
const ALLOWED_LINK = /^(https?:\/\/|#)/i;

/** `line`: the text's first, in its file. Links and images that are not allowed are problems, and become text. */
export function readProse(text: string, line: number, problems: ProblemList): Prose[] {
  try {
    return new ProseReader(problems, line).blocks(new Lexer({ gfm: true }).lex(text));
  } catch (error) {
    // Thousands of quotes in quotes are more than marked's own calls can follow.
    if (!(error instanceof RangeError)) throw error;
    problems.add(line, '', { kind: 'too-deep' });
    return [];
  }
}

/** One line of Markdown without blocks. */
export function readInline(text: string, line: number, problems: ProblemList): Inline[] {
  return new ProseReader(problems, line).inline(new Lexer({ gfm: true }).inlineTokens(text));
}

class ProseReader {
  readonly #problems: ProblemList;
  /** Of the outermost token that is being read. */
  #line: number;
  #depth = 0;

  constructor(problems: ProblemList, line: number) {
    this.#problems = problems;
    this.#line = line;
  }

  blocks(tokens: readonly Token[]): Prose[] {
    this.#depth++;
    const blocks = tokens.flatMap((token) => {
      const block = this.#block(token as MarkedToken);
      if (this.#depth === 1) this.#line += token.raw.split('\n').length - 1;
      return block;
    });
    this.#depth--;
    return blocks;
  }

  #block(token: MarkedToken): Prose[] {
    switch (token.type) {
      case 'heading':
        return [{ kind: 'heading', level: token.depth, content: this.inline(token.tokens) }];
      case 'paragraph':
      case 'text':
        return [{ kind: 'paragraph', content: this.inline(token.tokens ?? [token]) }];
      case 'code':
        return [{ kind: 'code', language: token.lang ?? '', text: token.text }];
      case 'list': {
        const items = token.items.map((item) => this.blocks(item.tokens));
        return [{ kind: 'list', ordered: token.ordered, start: Number(token.start || 1), items }];
      }
      case 'blockquote':
        return [{ kind: 'quote', content: this.blocks(token.tokens) }];
      case 'table':
        return [
          {
            kind: 'table',
            align: token.align,
            header: token.header.map((cell) => this.inline(cell.tokens)),
            rows: token.rows.map((row) => row.map((cell) => this.inline(cell.tokens))),
          },
        ];
      case 'hr':
        return [{ kind: 'rule' }];
      case 'space':
      case 'def':
        return [];
      default:
        return [{ kind: 'paragraph', content: [{ kind: 'text', text: token.raw.trimEnd() }] }];
    }
  }

  inline(tokens: readonly Token[]): Inline[] {
    return joined(tokens.flatMap((token) => this.#span(token as MarkedToken)));
  }

  #span(token: MarkedToken): Inline[] {
    switch (token.type) {
      case 'text':
        if (token.tokens) return this.inline(token.tokens);
        return [{ kind: 'text', text: decodeEntities(token.text) }];
      case 'escape':
        return [{ kind: 'text', text: token.text }];
      case 'codespan':
        return [{ kind: 'code', text: token.text }];
      case 'strong':
        return [{ kind: 'strong', content: this.inline(token.tokens) }];
      case 'em':
        return [{ kind: 'emphasis', content: this.inline(token.tokens) }];
      case 'del':
        return [{ kind: 'struck', content: this.inline(token.tokens) }];
      case 'br':
        return [{ kind: 'break' }];
      case 'link': {
        const content = this.inline(token.tokens);
        const href = token.autolink ? token.href : decodeEntities(token.href);
        if (ALLOWED_LINK.test(href)) return [{ kind: 'link', href, content }];
        this.#problems.add(this.#line, '', { kind: 'refused-link', name: href });
        return content;
      }
      case 'image':
        this.#problems.add(this.#line, '', { kind: 'image' });
        return [{ kind: 'text', text: token.raw }];
      default:
        return [{ kind: 'text', text: token.raw }];
    }
  }
}

/** Neighbouring texts are one. */
function joined(parts: readonly Inline[]): Inline[] {
  const all: Inline[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (part.kind === 'text' && last?.kind === 'text')
      all[all.length - 1] = { kind: 'text', text: last.text + part.text };
    else if (part.kind !== 'text' || part.text !== '') all.push(part);
  }
  return all;
}
