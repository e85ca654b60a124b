/** A run as the page shows it: the survey of all of it, and one window in full. */
import type { DebugInfo, TypeId } from '../dwarf/debug-info.ts';
import type { Finding, StackAt } from '../replay/findings.ts';
import type { WordRows } from '../layout/word-rows.ts';
import type { ObjectLife } from '../replay/object-life.ts';
import type { SitedReplay } from '../replay/sited-replay.ts';
import type { Survey } from '../replay/timeline.ts';
import type { RunResult } from '../run/request.ts';
import type { CheckOptions } from '../trace/check-options.ts';
import type { AllocationId, ByteCount, StepIndex } from '../util/units.ts';

export type { Finding, StackAt } from '../replay/findings.ts';

/** A window is recorded by a run of its own, with sites of its own. */
export type OpenedWindow = SitedReplay;

export interface Recorded {
  readonly survey: Survey;
  readonly debug: DebugInfo;
  /** The name of the function that a pointer with this value leads to. */
  functionName(tableIndex: number): string | undefined;
  readonly findings: readonly Finding[];
  /** What a native program left behind and could still reach: counted, and no finding (`LOST_KINDS`). */
  readonly reachable?: { readonly bytes: ByteCount; readonly blocks: number };
  readonly end: RunResult['end'];
  /** Statements in all. */
  readonly steps: StepIndex;
  readonly window: OpenedWindow | undefined;
  /** False: only what happened is known, not what memory held (native programs). */
  readonly hasMemory: boolean;
  /** Reads blocks where there is no debug information, for the Objects view. */
  readonly wordRows?: WordRows;
  /** Files that a native program's lines name, and that could not be read where it was recorded. */
  missingSources?(): readonly string[];
  /** How often a native program looked for leaks. */
  readonly scans?: number;
  /** How closely the run was watched; absent: as usual. */
  readonly checks?: CheckOptions;
  /** For leaks: the moment after the last pointer to them was lost, where the window tells. */
  readonly lost: ReadonlyMap<Finding, StackAt>;
  /** For locals used after their end: when that was, where the window tells. */
  readonly lives: ReadonlyMap<Finding, ObjectLife>;
  /**
   * Blocks that leak findings name, and the position from which they are shown as leaked: the first at which nothing leads to them, or
   * the end of the run if that is earlier or not known.
   */
  readonly leaked: ReadonlyMap<AllocationId, StepIndex>;
  /** What leaked blocks hold, where a pointer told it. */
  readonly types?: ReadonlyMap<AllocationId, TypeId>;
}
