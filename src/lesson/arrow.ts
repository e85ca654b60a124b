/** Where a pointer leads, among all the places that it might. */
import { localAtAddress, variableAtAddress } from '../dwarf/variable-at-address.ts';
import type { VariableValue } from '../dwarf/read-variable.ts';
import { variablesInScope } from '../dwarf/variables-in-scope.ts';
import type { Moment } from '../replay/timeline.ts';
import { ALLOCATION_BY_LIBC } from '../trace/records.ts';
import type { Address } from '../util/units.ts';
import type { CellAnswer, Target } from './answer.ts';
import { isNeverWritten } from './atoms.ts';
import type { LessonRun } from './lesson-run.ts';

/** Undefined for what is no pointer. */
export function arrowOf({ value }: VariableValue, moment: Moment, run: LessonRun): CellAnswer | undefined {
  if (value.kind !== 'pointer') return undefined;
  const isUnwritten = value.address !== undefined && isNeverWritten(moment, value.address, value.size);
  const things = [...variableTargets(moment, run), ...blockTargets(moment, run)];
  const found = isUnwritten
    ? 'unwritten'
    : value.toFunction && value.target !== 0
      ? 'function'
      : targetAt(value.target, moment, run);
  const isOffered = isPlain(found) || things.some(({ id }) => id === found);
  const right = isOffered ? found : 'elsewhere';
  const plain = PLAIN_TARGETS.filter((kind) => kind === right || kind === 'null' || kind === 'unwritten');
  const targets = [...plain.map((kind): Target => ({ id: kind, kind })), ...things];
  return { kind: 'points-to', right, targets };
}

const PLAIN_TARGETS = ['null', 'unwritten', 'literal', 'function', 'elsewhere'] as const;
const isPlain = (id: string): boolean => PLAIN_TARGETS.some((one) => one === id);

/** The id of the target that holds an address. */
function targetAt(address: Address, moment: Moment, { debug, window }: LessonRun): string {
  if (address === 0) return 'null';
  const block = moment.blocks().find((one) => address >= one.address && address < one.address + Math.max(1, one.size));
  if (block) return `block:${block.id}`;
  for (const frame of [...moment.frames].reverse()) {
    if (frame.libc || !window) continue;
    const local = localAtAddress(debug, window.codeOf(frame.site), frame.frameBase, address);
    if (local) return `variable:${frame.name}.${local.variable.name}`;
  }
  const global = variableAtAddress(debug, address)?.variable;
  if (!global) return 'elsewhere';
  return global.name === '' ? 'literal' : `variable:${idOfGlobal(global)}`;
}

const idOfGlobal = ({ name, inFunction }: { readonly name: string; readonly inFunction?: string }): string =>
  inFunction === undefined ? name : `${inFunction}.${name}`;

/** What the picture shows on its left: the program's globals, and the locals of its calls. */
function variableTargets(moment: Moment, { debug, window }: LessonRun): Target[] {
  const targets = new Map<string, Target>();
  const add = (id: string, name: string, inFunction: string | undefined): void => {
    const target = { id: `variable:${id}`, kind: 'variable' as const, name };
    targets.set(id, inFunction === undefined ? target : { ...target, function: inFunction });
  };
  for (const global of debug.globals) {
    const file = debug.files[global.file] ?? '';
    if (global.name !== '' && !file.startsWith('/') && !file.startsWith('..'))
      add(idOfGlobal(global), global.name, global.inFunction);
  }
  for (const { libc, name, site, at } of moment.frames) {
    if (libc || at.line === 0 || !window) continue;
    for (const variable of variablesInScope(debug, window.codeOf(site)))
      if (!variable.isStatic && variable.name !== '') add(`${name}.${variable.name}`, variable.name, name);
  }
  return [...targets.values()];
}

function blockTargets(moment: Moment, { survey }: LessonRun): Target[] {
  const { operation } = survey.allocations;
  return [...moment.blocks()]
    .filter(({ id }) => ((operation[id] ?? 0) & ALLOCATION_BY_LIBC) === 0)
    .sort((a, b) => a.id - b.id)
    .map(({ id, size, state }) => ({
      ...{ id: `block:${id}`, kind: 'block', block: id, size },
      isFreed: state === 'freed',
    }));
}
