/** A run as the page shows it: the survey of all of it, and one window in full. */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import type { Replay, StackLine, Survey } from '../replay/timeline.ts';
import type { RunResult } from '../run/request.ts';
import type { en } from '../i18n/en.ts';
import type { Address, AllocationId, ByteCount, CodeOffset, SiteId, StepIndex } from '../util/units.ts';

export type FindingName = keyof typeof en.findings.kinds;
export type LeakKind = keyof typeof en.findings.leakKinds;

/** A place in the run: when, and the call stack (innermost first). */
export interface Event {
  readonly step: StepIndex;
  readonly stack: readonly StackLine[];
}

/** A finding with everything resolved that a person is told. */
export interface ShownFinding extends Event {
  readonly kind: FindingName;
  readonly leak: LeakKind | undefined;
  readonly address: Address;
  /** Of the access; 0 where there is none. */
  readonly size: ByteCount;
  readonly access: 'read' | 'write' | undefined;
  /** For leaks: what was lost in all. */
  readonly bytes: ByteCount;
  readonly blocks: readonly AllocationId[];
  readonly allocated: Event | undefined;
  readonly freed: Event | undefined;
  /** For leaks, where known: the step that overwrote or ended the last pointer. */
  readonly lost: StepIndex | undefined;
  /** More in words, in English, where the engine knows more than kind and size say. */
  readonly detail: string;
}

export interface Recorded {
  readonly survey: Survey;
  readonly debug: DebugInfo;
  readonly findings: readonly ShownFinding[];
  readonly end: RunResult['end'];
  /** Statements in all. */
  readonly steps: StepIndex;
  readonly window: Replay | undefined;
  /** The code offset of a site. */
  codeOf(site: SiteId): CodeOffset;
  /** Blocks that leak findings name. */
  readonly leaked: ReadonlySet<AllocationId>;
}
