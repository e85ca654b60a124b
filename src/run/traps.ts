/** A trap of the engine's: why it stopped the program, and where, as far as that can be told. */
import { Layout } from '../instrument/memory-layout.ts';
import type { TrapReason } from '../trace/recording.ts';
import { findingOfTrap, functionIndices, refusedFunction, trapReason, wasmOffsets } from './ends.ts';
import type { PreparedProgram } from './prepare.ts';
import type { ProgramInstance } from './program-instance.ts';
import type { ProgramState } from './program-state.ts';

export interface Trap {
  readonly reason: TrapReason;
  /** The program called abort(). */
  readonly aborted: boolean;
  readonly site: number;
  /** The site is the beginning of a function that the engine had no stack left to enter. */
  readonly isRefused: boolean;
}

/** Undefined for an error that isn't a trap. Nothing is recorded. */
export function trapOf(error: unknown, { program, state }: ProgramInstance): Trap | undefined {
  const reason = reasonOf(error, state);
  if (!reason) return undefined;
  const place = placeOf(error, program);
  const names = program.instrumented.module.names.functions;
  const aborted = reason === 'unreachable' && names.get(place?.functionIndex ?? -1) === 'abort';
  const refused = reason === 'stack-overflow' ? refusedSite(error, program) : 0;
  const site = place?.code === undefined ? 0 : siteAt(program, place.functionIndex, place.code);
  return { reason, aborted, site: refused || site, isRefused: refused !== 0 };
}

/** Records the finding that a trap is. */
export function recordTrap({ reason, site, isRefused }: Trap, instance: ProgramInstance): void {
  takeSlotFor(site, isRefused, instance);
  instance.exports.__heapscope_finding(findingOfTrap(reason), 0, 0, 0, site);
}

function reasonOf(error: unknown, state: ProgramState): TrapReason | undefined {
  const reason = trapReason(error);
  const throughPointer = reason === 'null-function' || reason === 'bad-function-pointer';
  if (!throughPointer) return reason;
  return state.field(Layout.STATE_CALLEE) === 0 ? 'null-function' : 'bad-function-pointer';
}

/** Where the function begins that could not be entered, as for one that found the program's own stack full; else 0. */
function refusedSite(error: unknown, { instrumented }: PreparedProgram): number {
  const { sites, module, roles } = instrumented;
  const index = refusedFunction(error);
  if (index === undefined || roles[index - module.importedFunctions] === 'shim') return 0;
  return Math.max(0, sites.functionIndex.indexOf(index));
}

/** Functions that call nothing have no call slot of their own, nor have those that were refused: one that traps gets it now. */
function takeSlotFor(site: number, isRefused: boolean, { program, state, innermostSite }: ProgramInstance): void {
  const { functionIndex } = program.instrumented.sites;
  if (site === 0 || (!isRefused && functionIndex[site] === functionIndex[innermostSite])) return;
  const slot = state.field(Layout.STATE_SLOT);
  state.words[slot >> 2] = site;
  state.setField(Layout.STATE_SLOT, slot + Layout.SLOT_BYTES);
}

/**
 * The innermost place outside the shim in an engine's stack. In a program that may wait code has moved once more: only functions
 * are known there, and its probes note the site of all that may trap.
 */
function placeOf(
  error: unknown,
  { instrumented, mayWait }: PreparedProgram,
): { readonly code?: number; readonly functionIndex: number } | undefined {
  const { importedFunctions } = instrumented.module;
  const isShim = (index: number): boolean => instrumented.roles[index - importedFunctions] === 'shim';
  if (mayWait) {
    const functionIndex = functionIndices(error).find((index) => !isShim(index));
    return functionIndex === undefined ? undefined : { functionIndex };
  }
  for (const offset of wasmOffsets(error)) {
    const place = instrumented.locate(offset);
    if (place && !isShim(place.functionIndex)) return place;
  }
  return undefined;
}

/** The last site of the function that is not after this offset. */
function siteAt({ instrumented }: PreparedProgram, index: number, offset: number): number {
  const { code, functionIndex } = instrumented.sites;
  let found = 0;
  for (let site = 1; site < code.length; site++)
    if (functionIndex[site] === index && code[site]! <= offset && code[site]! >= (code[found] ?? 0)) found = site;
  return found;
}
