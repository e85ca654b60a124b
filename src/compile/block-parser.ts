/**
 * The blocks of C functions, read off tokens. A block is what C says one is (C11 6.8): not only what braces enclose, but also a whole
 * `if`, `switch` or loop, and each statement that depends on it.
 */
import type { CToken } from './c-tokens.ts';

/** Offsets in the text. */
export interface TextStretch {
  readonly start: number;
  end: number;
}

export interface PlacedLiteral {
  readonly literal: TextStretch;
  /** The innermost around it. */
  readonly block: TextStretch;
}

/** Thrown where braces or brackets don't match, as where both arms of an #if open one. */
export class UnreadableText extends Error {}

const NO_TOKEN: CToken = { text: '', start: 0, end: 0 };
const isName = (text: string): boolean => /^[A-Za-z_]/.test(text);
/** Words before a parenthesis that belong to no declaration, call or statement. */
const BEFORE_OPERAND = new Set(['return', 'sizeof', 'case', 'else', 'do']);

export class BlockParser {
  /** Those inside a block that is not a function's whole body. */
  readonly literals: PlacedLiteral[] = [];
  private at = 0;
  /** Innermost last. */
  private readonly blocks: TextStretch[] = [];

  /** `macros`: names that stand for a compound literal. */
  constructor(
    private readonly tokens: readonly CToken[],
    private readonly macros: ReadonlySet<string>,
  ) {}

  /** Throws `UnreadableText`. */
  file(): void {
    let isInitialiser = false;
    while (this.at < this.tokens.length) {
      const { text } = this.token;
      if (text === '{' && !isInitialiser && /^[);]$/.test(this.before.text)) this.block();
      else if (/^[([{]$/.test(text)) this.group();
      else this.at++;
      if (text === '=') isInitialiser = true;
      else if (text === ';') isInitialiser = false;
    }
  }

  private get token(): CToken {
    return this.tokens[this.at] ?? NO_TOKEN;
  }
  private get text(): string {
    return this.token.text;
  }
  private get before(): CToken {
    return this.tokens[this.at - 1] ?? NO_TOKEN;
  }

  private accept(text: string): boolean {
    if (this.text !== text) return false;
    this.at++;
    return true;
  }

  private expect(text: string): void {
    if (!this.accept(text)) throw new UnreadableText();
  }

  private inBlock(read: () => void): void {
    const block: TextStretch = { start: this.token.start, end: 0 };
    this.blocks.push(block);
    read();
    this.blocks.pop();
    block.end = this.before.end;
  }

  private block(): void {
    this.inBlock(() => {
      this.expect('{');
      while (this.text !== '}') this.statement();
      this.at++;
    });
  }

  private dependent(): void {
    this.inBlock(() => this.statement());
  }

  private statement(): void {
    while (this.label());
    switch (this.text) {
      case '{':
        return this.block();
      case 'if':
      case 'for':
      case 'while':
      case 'switch':
        return this.inBlock(() => {
          this.at++;
          this.group();
          this.dependent();
          if (this.accept('else')) this.dependent();
        });
      case 'do':
        return this.inBlock(() => {
          this.at++;
          this.dependent();
          this.expect('while');
          this.group();
          this.accept(';');
        });
      // What follows a label at a block's end.
      case '}':
        return;
      default:
        this.expression();
        // A declaration or a macro's use may end in a brace, or with the block.
        if (this.before.text === '}' || this.text === '}') this.accept(';');
        else this.expect(';');
    }
  }

  private label(): boolean {
    const { text } = this;
    if (text === 'case') {
      while (this.text !== ':' && this.text !== '') this.at++;
      this.expect(':');
      return true;
    }
    if (!isName(text) || this.tokens[this.at + 1]?.text !== ':') return false;
    this.at += 2;
    return true;
  }

  /** An expression, or a declaration up to its semicolon: to what ends or closes it. */
  private expression(): void {
    for (;;) {
      const { text } = this;
      if (text === '' && this.at >= this.tokens.length) throw new UnreadableText();
      if (/^[;)\]}]$/.test(text)) return;
      if (text === '{' && this.before.text === ')' && this.blocks.length > 0) return this.block();
      if (/^[([{]$/.test(text)) this.group();
      else if (this.macros.has(text)) this.macro();
      else this.at++;
    }
  }

  /** What a bracket opens, to behind that which closes it. */
  private group(): void {
    const open = this.token;
    const before = this.before.text;
    this.at++;
    if (open.text === '(' && this.text === '{' && this.blocks.length > 0) this.block();
    do this.expression();
    while (this.accept(';'));
    this.expect(open.text === '(' ? ')' : open.text === '[' ? ']' : '}');
    if (open.text === '(' && this.text === '{' && (!isName(before) || BEFORE_OPERAND.has(before))) {
      this.group();
      this.found(open.start);
    }
  }

  private macro(): void {
    const { start } = this.token;
    this.at++;
    if (this.text === '(') this.group();
    this.found(start);
  }

  private found(start: number): void {
    const block = this.blocks.at(-1);
    if (block && this.blocks.length > 1) this.literals.push({ literal: { start, end: this.before.end }, block });
  }
}
