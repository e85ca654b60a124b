import { addressOf, numberOf, stringOf } from './attributes.ts';
import { ByteReader } from './byte-reader.ts';
import { DW_AT } from './constants.ts';
import type { DebugInfo, DebugProblem, FunctionInfo } from './debug-info.ts';
import { asProblem, findDebugSections } from './debug-sections.ts';
import { readEntries } from './entries.ts';
import { runLineProgram } from './line-program.ts';
import { LineRows } from './line-rows.ts';
import { FunctionReader } from './read-functions.ts';
import { TypeReader } from './read-types.ts';
import type { Unit } from './unit.ts';
import { DwarfContext, readInitialLength, readUnitHeader } from './unit.ts';

/**
 * Reads the DWARF (versions 2 to 5) of a linked WebAssembly module.
 *
 * Takes the module's bytes. Gives an empty `DebugInfo` for a module without debug information. Never throws for what is
 * in the bytes: a damaged unit is skipped and listed in `problems`.
 */
export function readDebugInfo(module: Uint8Array): DebugInfo {
  const problems: DebugProblem[] = [];
  const context = new DwarfContext(findDebugSections(module, problems), problems);
  const rows = new LineRows();
  const units = readUnits(context);
  const programs = new Map<number, readonly number[]>();
  for (const unit of units) readLines(unit, rows, programs);

  const types = new TypeReader(context);
  const reader = new FunctionReader(types);
  for (const unit of units) if (unit.root) reader.readUnit(unit.root);
  return {
    files: context.files.paths,
    lines: rows.finish(),
    functions: inOrder(reader.functions),
    globals: reader.globals,
    literals: reader.literals,
    types: types.finish(),
    problems,
  };
}

/** All units with their entries. A damaged one is left out; after a damaged length nothing more can be found. */
function readUnits(context: DwarfContext): Unit[] {
  const section = context.sections.get('.debug_info');
  const units: Unit[] = [];
  let next = 0;
  while (next < section.length) {
    const offset = next;
    try {
      const start = new ByteReader('.debug_info', section, offset);
      const { length, offsetSize } = readInitialLength(start);
      const end = start.offset + length;
      next = end;
      if (end > section.length) start.fail(`a unit of ${length} bytes`, offset);
      const unit = readUnitHeader(
        context,
        offset,
        offsetSize,
        new ByteReader('.debug_info', section, start.offset, end),
      );
      unit.root = readEntries(unit);
      readBases(unit);
      units.push(unit);
    } catch (error) {
      context.problems.push(asProblem(error));
      if (next <= offset) break;
    }
  }
  return units;
}

function readBases(unit: Unit): void {
  const { root } = unit;
  if (!root) return;
  unit.stringOffsetsBase = numberOf(root, DW_AT.str_offsets_base) ?? unit.stringOffsetsBase;
  unit.addressBase = numberOf(root, DW_AT.addr_base) ?? unit.addressBase;
  unit.rangeListsBase = numberOf(root, DW_AT.rnglists_base) ?? unit.rangeListsBase;
  unit.locationListsBase = numberOf(root, DW_AT.loclists_base) ?? unit.locationListsBase;
  unit.lowAddress = addressOf(root, DW_AT.low_pc) ?? 0;
}

/** Runs the unit's line number program, once where units share it. */
function readLines(unit: Unit, rows: LineRows, programs: Map<number, readonly number[]>): void {
  const { root, context } = unit;
  const offset = root && numberOf(root, DW_AT.stmt_list);
  if (!root || offset === undefined) return;
  try {
    let files = programs.get(offset);
    if (!files) {
      const directory = stringOf(root, DW_AT.comp_dir) ?? '';
      files = runLineProgram(context, offset, directory, rows).files;
      programs.set(offset, files);
    }
    unit.files = files;
  } catch (error) {
    context.problems.push(asProblem(error));
  }
}

/** Ascending; of functions that overlap, which only damage makes, the first stays, so that a binary search finds one. */
function inOrder(functions: FunctionInfo[]): FunctionInfo[] {
  let covered = 0;
  return functions
    .sort((a, b) => a.low - b.low)
    .filter((each) => {
      if (each.low < covered) return false;
      covered = each.high;
      return true;
    });
}
