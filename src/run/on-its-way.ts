/** Whether the block that was allocated last may be held by nobody but the statement that a program was stopped in. */
import { rowAt } from '../dwarf/row-at.ts';
import { Layout } from '../instrument/memory-layout.ts';
import type { PreparedProgram } from './prepare.ts';
import type { ProgramState } from './program-state.ts';

/**
 * A value on its way from malloc() to where it is kept is in no memory that is looked at. That is so as long as the statement runs in which the
 * block was allocated: where the calls that led to the allocation (`stack`) and those in progress part ways, both are on one line.
 */
export function isOnItsWay({ instrumented, lines }: PreparedProgram, state: ProgramState, stack: number): boolean {
  const made = callSites(state, stack);
  const now = state.slots().map(({ site }) => site);
  const parting = made.findIndex((site, depth) => site !== now[depth]);
  const [then, here] = [made[parting], now[parting]];
  // Another thread may hold it, too. One is as far as the other got; deep recursion keeps no more than the ends of a stack, whose middle is not known.
  if (state.parked.size > 0 || then === undefined || here === undefined || made.length >= STACK_KEPT) return true;
  const lineOf = (site: number): number => {
    const row = rowAt(lines, instrumented.sites.code[site] ?? 0);
    return row < 0 ? 0 : lines.line[row]!;
  };
  return lineOf(then) === lineOf(here);
}

/** So many calls of a stack are kept at most: see wasm/stacks.c. */
const STACK_KEPT = 12;

/** Outermost first. */
function callSites({ words }: ProgramState, stack: number): number[] {
  const nodes = Layout.NODES_BASE >> 2;
  const sites: number[] = [];
  for (let node = stack; node !== 0; node = words[nodes + node * 2]!) sites.push(words[nodes + node * 2 + 1]!);
  return sites.reverse();
}
