/** What a finding's address is to the program, as far as debug information and the frames at that moment tell. */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import { FindingFlag, FindingKind } from '../trace/records.ts';
import type { SiteTable } from '../trace/recording.ts';
import type { Address, ByteCount } from '../util/units.ts';
import type { BelowFrame, FindingFrames, MissedObject } from './detail-log.ts';
import { pointerExpression } from './pointer-expression.ts';
import type { SurveyFinding } from './timeline.ts';
import { variableArrayNear } from './variable-array-near.ts';
import { constantAt, globalNear, localNear, type VariablePlace } from './variable-near.ts';

export interface FindingPlace {
  /** The local or global variable that was hit, or missed. */
  readonly variable?: VariablePlace;
  /** What was written to, or given to free(), although it is constant; without a name: a string literal. */
  readonly constant?: VariablePlace;
  /** What was accessed, as the program says it: 'p[10]'. */
  readonly expression?: string;
}

/** Kinds for which only the variable at the very address counts. */
const EXACT: ReadonlySet<number> = new Set([
  FindingKind.useAfterReturn,
  FindingKind.useAfterScope,
  FindingKind.invalidFree,
  FindingKind.uninitialisedRead,
]);

const OF_VARIABLES: ReadonlySet<number> = new Set([
  ...EXACT,
  FindingKind.stackBufferOverflow,
  FindingKind.globalBufferOverflow,
]);

export interface FindingSurroundings {
  readonly frames: FindingFrames | undefined;
  readonly object: MissedObject | undefined;
  readonly below: BelowFrame | undefined;
  readonly block: { readonly address: Address; readonly size: ByteCount } | undefined;
}

export function findingPlace(
  finding: SurveyFinding,
  { frames, object, below, block }: FindingSurroundings,
  { code }: SiteTable,
  debug: DebugInfo,
): FindingPlace {
  const { kind, address, size, flags } = finding;
  if (block) {
    const own = frames && { ...frames.own, code: code[frames.own.site] ?? 0 };
    const expression = own && pointerExpression(debug, own, block, address, size);
    return expression === undefined ? {} : { expression };
  }
  if (kind === FindingKind.trap) {
    const constant = flags & FindingFlag.write ? constantAt(debug, address) : undefined;
    return constant ? { constant } : {};
  }
  if (address === 0 || !OF_VARIABLES.has(kind)) return {};
  if (object !== undefined) return missedObject(finding, frames, object, code, debug);
  if (below && kind === FindingKind.stackBufferOverflow) {
    const frame = { ...below.frame, code: code[below.frame.site] ?? 0 };
    const variable = variableArrayNear(debug, { ...below, frame }, address, size);
    return variable ? { variable } : {};
  }
  const owner = frames?.owner;
  const variable =
    owner && kind !== FindingKind.globalBufferOverflow
      ? localNear(debug, { code: code[owner.site] ?? 0, frameBase: owner.frameBase }, address, size)
      : globalNear(debug, address, size);
  const literal = kind === FindingKind.invalidFree ? constantAt(debug, address) : undefined;
  if (literal?.name === '') return { constant: literal };
  return variable && (!EXACT.has(kind) || variable.where === 'inside') ? { variable } : {};
}

/** Of the variable whose address the access was made from: a local of the function that made it, or a static one. */
function missedObject(
  { kind, size }: SurveyFinding,
  frames: FindingFrames | undefined,
  { address, distance }: MissedObject,
  code: SiteTable['code'],
  debug: DebugInfo,
): FindingPlace {
  const own = frames?.own;
  const variable =
    own && kind === FindingKind.stackBufferOverflow
      ? localNear(debug, { code: code[own.site] ?? 0, frameBase: own.frameBase }, address + distance, size, address)
      : globalNear(debug, address + distance, size, address);
  return variable ? { variable } : {};
}
