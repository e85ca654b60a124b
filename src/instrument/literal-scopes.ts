/**
 * Compound literals in a function's frame, and where in its code their blocks are.
 *
 * Which places are literals' says the description that clang's AddressSanitizer leaves at the frame's beginning (a mark, then the
 * address of "2 32 12 16 .compoundliteral 64 4 3 i:7": number of variables, then offset, size, length of the name and the name of each).
 * Which literal is which, and so its block, follows from the lines and columns of the code that addresses the place.
 */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import { rowAt } from '../dwarf/row-at.ts';
import { InstructionReader, Op } from '../wasm-binary/instructions.ts';
import { holds, type FileLiterals, type LiteralBlock, type SourceStretch } from '../wasm-binary/literal-blocks.ts';
import type { Module } from '../wasm-binary/module.ts';
import type { ByteCount, CodeOffset } from '../util/units.ts';
import type { CallProbes } from './call-probes.ts';
import type { FunctionCode } from './indexed-objects.ts';
import type { FunctionScope } from './rewrite-context.ts';
import type { StateWriter } from './state-writer.ts';

/** compiler-rt's kCurrentStackFrameMagic. */
const FRAME_MARK = 0x41b58ab3;
const LITERAL_NAME = '.compoundliteral';

interface Place {
  /** From the frame base. */
  readonly offset: number;
  readonly size: ByteCount;
}

export interface ScopedLiteral extends Place {
  readonly block: SourceStretch;
}

export interface LiteralScopes {
  readonly literals: readonly ScopedLiteral[];
  /** Of the file that the function is in. */
  readonly path: string;
}

/** Where the code addresses the literals' places, by ordinal of the place. */
class PlaceFinder {
  readonly places: Place[] = [];
  readonly uses: CodeOffset[][] = [];
  /** Frame offset of the address on top of the stack, and of those that have a local for themselves. */
  private top: number | undefined;
  private readonly kept = new Map<number, number>();
  private constant: number | undefined;
  private markAt: number | undefined;

  constructor(
    private readonly module: Module,
    private readonly code: FunctionCode,
  ) {}

  run(): void {
    const { start, end } = this.code;
    const i = new InstructionReader(this.module.bytes, start, end);
    while (i.next()) {
      this.visit(i);
      const place = this.places.findIndex(({ offset }) => offset === this.top);
      if (place >= 0) this.uses[place]!.push(i.start - this.module.codeStart);
    }
  }

  private visit(i: InstructionReader): void {
    const { frame, assignments } = this.code.analysis;
    switch (i.opcode) {
      case Op.localGet:
        this.constant = undefined;
        this.top = i.first === frame!.local ? 0 : this.kept.get(i.first);
        return;
      case Op.i32Const:
        this.constant = i.first;
        return;
      case Op.i32Add:
        if (this.top !== undefined) this.top += this.constant ?? NaN;
        this.constant = undefined;
        return;
      case Op.localSet:
        if (this.top !== undefined && assignments[i.first] === 1) this.kept.set(i.first, this.top);
        break;
      case Op.i32Store:
        this.stored(i.second);
    }
    this.top = undefined;
  }

  private stored(offset: number): void {
    if (this.markAt !== undefined && this.places.length === 0) this.describe(this.constant ?? 0, this.markAt);
    else if (this.constant === (FRAME_MARK | 0)) this.markAt = (this.top ?? NaN) + offset;
    this.constant = undefined;
  }

  private describe(address: number, frameAt: number): void {
    const [, ...words] = this.textAt(address).split(' ');
    for (let k = 0; k + 3 < words.length; k += 4) {
      if (!words[k + 3]!.startsWith(LITERAL_NAME)) continue;
      this.places.push({ offset: frameAt + Number(words[k]), size: Number(words[k + 1]) });
      this.uses.push([]);
    }
  }

  private textAt(address: number): string {
    const { data, bytes } = this.module;
    const segment = data.find((one) => one.address! <= address && address < one.address! + one.size);
    if (!segment) return '';
    const from = segment.start + address - segment.address!;
    return new TextDecoder().decode(bytes.subarray(from, Math.max(from, bytes.indexOf(0, from))));
  }
}

/** Undefined if the function has no literals whose blocks can be told. */
function literalScopes(
  module: Module,
  debug: DebugInfo,
  files: readonly FileLiterals[],
  code: FunctionCode,
): LiteralScopes | undefined {
  if (!code.analysis.frame) return undefined;
  const finder = new PlaceFinder(module, code);
  finder.run();
  if (finder.places.length === 0) return undefined;
  const rows = finder.uses.map((uses) => uses.map((at) => rowAt(debug.lines, at)).filter((row) => row >= 0));
  const inFile = rows.flat().map((row) => debug.files[debug.lines.file[row]!]);
  const file = files.find(({ path }) => inFile.includes(path));
  if (!file) return undefined;
  const literals = finder.places.flatMap((place, k) => {
    const block = blockOf(debug, file, rows[k]!);
    return block ? [{ ...place, block }] : [];
  });
  return literals.length > 0 ? { literals, path: file.path } : undefined;
}

/** The block of the literal that all these rows are in. */
function blockOf(
  { lines, files }: DebugInfo,
  { path, literals }: FileLiterals,
  rows: readonly number[],
): SourceStretch | undefined {
  const blocks = rows.flatMap((row) => {
    const isIn = ({ literal }: LiteralBlock): boolean => holds(literal, lines.line[row]!, lines.column[row]!);
    const found = files[lines.file[row]!] === path ? literals.filter(isIn).map(({ block }) => block) : [];
    return lines.line[row] ? [found] : [];
  });
  const known = blocks.filter((those) => those.length > 0);
  return known[0]?.find((block) => known.every((those) => those.some((other) => isSame(block, other))));
}

const isSame = (a: SourceStretch, b: SourceStretch): boolean =>
  a.start.line === b.start.line &&
  a.start.column === b.start.column &&
  a.end.line === b.end.line &&
  a.end.column === b.end.column;

/** Writes what ends and begins literals' lives: at each row of the line table, as it is in their blocks or not. */
export class LiteralProbes {
  private scopes: LiteralScopes | undefined;
  private row = 0;

  constructor(
    private readonly scope: FunctionScope,
    private readonly out: StateWriter,
    private readonly calls: CallProbes,
  ) {}

  /** Starts a function. */
  begin(): void {
    this.scopes = undefined;
    this.row = 0;
  }

  /** One of the program's. In optimised code lines tell nothing of blocks. */
  enter(code: FunctionCode): void {
    const { module, options, literals, objects } = this.scope.context;
    if (literals.length > 0 && (options.checks ?? true) && objects.localsAt(code.start - module.codeStart))
      this.scopes = literalScopes(module, options.debug, literals, code);
  }

  /** At an instruction, once the frame is there; to be told of all, in order. */
  pass(start: number): void {
    if (!this.scopes || start < this.scope.frame!.setAt) return;
    const { lines, files } = this.scope.context.options.debug;
    const row = rowAt(lines, start - this.scope.context.module.codeStart);
    if (row <= this.row || !lines.line[row]) return;
    this.row = row;
    if (files[lines.file[row]!] !== this.scopes.path) return;
    this.out.sync();
    if (this.scope.context.options.density === 'origins') this.out.showSlot();
    for (const { block, ...place } of this.scopes.literals)
      this.set(place, holds(block, lines.line[row]!, lines.column[row]!));
    this.calls.after();
  }

  private set({ offset, size }: Place, lives: boolean): void {
    const { out, scope } = this;
    out.aroundRedZone(() => {
      out.get(scope.frameBase);
      out.add(offset);
      out.i32(size);
      out.i32(Number(lives));
      out.call(scope.context.shim.literalLives);
    });
  }
}
