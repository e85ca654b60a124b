import type { Module } from '../wasm-binary/module.ts';
import type { FunctionRole } from './function-roles.ts';
import { Layout } from './memory-layout.ts';

/** The linker's functions that stand for one in calls as another type than it is defined with: see CallAdapters. */
export const STUB_NAME = /^signature_mismatch:(.*)$/;

/**
 * The functions whose values are followed bit by bit. In a run that looks at undefined values, only few functions ever have one in
 * hand; the others are checked as in a survey, and stop the run when one comes near them.
 */
export class FollowedFunctions {
  private readonly stubs = new Set<number>();
  private readonly table: ReadonlySet<number>;
  /** Some function that is called through pointers is followed; some isn't. */
  readonly anyInTable: boolean;
  readonly allInTable: boolean;
  /** No function isn't. */
  readonly all: boolean;

  constructor(
    private readonly module: Module,
    private readonly roles: readonly FunctionRole[],
    /** Function indices; absent: all. */
    private readonly wanted?: ReadonlySet<number>,
  ) {
    this.all = wanted === undefined;
    for (const [index, name] of module.names.functions) if (STUB_NAME.test(name)) this.stubs.add(index);
    this.table = new Set((module.elements ?? []).flatMap((segment) => segment.functions));
    const inTable = [...this.table].filter((index) => this.isPrograms(index)).map((index) => this.has(index));
    this.anyInTable = inTable.includes(true);
    this.allInTable = !inTable.includes(false);
  }

  /** Its arguments' and results' undefined bits pass through their areas. */
  has(index: number): boolean {
    return this.isPrograms(index) && (this.wanted?.has(index) ?? true);
  }

  /** Defined in the program or libc. */
  isPrograms(index: number): boolean {
    const role = this.roles[index - this.module.importedFunctions];
    return role === 'user' || role === 'libc';
  }

  isStub(index: number): boolean {
    return this.stubs.has(index);
  }

  isInTable(index: number): boolean {
    return this.table.has(index);
  }

  /** The functions that must be followed when an undefined value comes near `site` (or see SUSPECT_...); `anew`: as if none were. */
  besides(site: number, anew: boolean): ReadonlySet<number> {
    const { module, roles } = this;
    const indices = roles.map((_, position) => position + module.importedFunctions);
    const isMeant = this.meantBy(site);
    return new Set(indices.filter((index) => this.isPrograms(index) && (anew || !this.has(index)) && isMeant(index)));
  }

  private meantBy(site: number): (index: number) => boolean {
    if (site === Layout.SUSPECT_ALL) return () => true;
    if (site === Layout.SUSPECT_TABLE) return (index) => this.table.has(index);
    const { importedFunctions } = this.module;
    const position = this.positionOf(site);
    // libc's functions hand values on to each other: all of them at once spares many runs.
    if (this.roles[position] === 'libc') return (index) => this.roles[index - importedFunctions] === 'libc';
    return (index) => index === position + importedFunctions;
  }

  /** A site of the function with this index. */
  siteIn(index: number): number {
    const { bodies, codeStart, importedFunctions } = this.module;
    return bodies[index - importedFunctions]!.start - codeStart + 1;
  }

  /** Position of the function that a site is in, or -1. */
  private positionOf(site: number): number {
    const offset = site - 1 + this.module.codeStart;
    return this.module.bodies.findIndex(({ start, end }) => start <= offset && offset < end);
  }
}
