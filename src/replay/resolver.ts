/** From places in the program (sites, functions) to lines that a person knows. */
import type { FrameVariables } from '../dwarf/frame-variables.ts';
import type { SiteTable } from '../trace/recording.ts';
import type { CodeOffset, FunctionIndex, SiteId } from '../util/units.ts';
import type { StackLine } from './timeline.ts';

/** What is known about the program; `createResolver` makes one of a module and its DWARF. */
export interface Resolver {
  functionName(functionIndex: FunctionIndex): { readonly name: string; readonly libc: boolean };
  /** The function at an index of the program's function table, which is what a pointer to a function holds. */
  functionIndexOf?(tableIndex: number): FunctionIndex | undefined;
  /** The line at a code offset, innermost first where calls were inlined; empty where there is no debug information. */
  locate(code: CodeOffset): readonly StackLine[];
  /** What the frame of the function at a code offset holds there, where that is known. */
  frameVariables?(code: CodeOffset): FrameVariables | undefined;
}

export const NOWHERE: StackLine = { function: '', file: '', line: 0, column: 0, libc: false };

/** Lines of sites, each looked up once. */
export class SiteLines {
  readonly #cache: (readonly StackLine[] | undefined)[] = [];

  constructor(
    readonly sites: SiteTable,
    readonly resolver: Resolver,
  ) {}

  /** Innermost first; empty for site 0 and for sites that don't exist, else at least one line. */
  lines(site: SiteId): readonly StackLine[] {
    if (site <= 0 || site >= this.sites.code.length) return [];
    return (this.#cache[site] ??= this.#resolve(site));
  }

  /** The innermost line. */
  line(site: SiteId): StackLine {
    return this.lines(site)[0] ?? NOWHERE;
  }

  #resolve(site: SiteId): readonly StackLine[] {
    const lines = this.resolver.locate(this.sites.code[site]!);
    if (lines.length > 0) return lines;
    const { name, libc } = this.resolver.functionName(this.sites.functionIndex[site]!);
    return [{ ...NOWHERE, function: name, libc }];
  }
}
