/** What is read of a program's run to find an author's moments and answers in it. */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import type { Finding, StackAt } from '../replay/findings.ts';
import type { SitedReplay } from '../replay/sited-replay.ts';
import type { Survey } from '../replay/timeline.ts';
import type { StepIndex } from '../util/units.ts';
import type { LessonProgram } from './model.ts';

export interface LessonRun {
  readonly survey: Survey;
  readonly debug: DebugInfo;
  readonly findings: readonly Finding[];
  /** Of the whole run. */
  readonly steps: StepIndex;
  /** Of the whole run; absent: it was too long. */
  readonly window: SitedReplay | undefined;
  /** For leaks: the moment after the last pointer to them was lost. */
  readonly lost: ReadonlyMap<Finding, StackAt>;
}

/** The file that lines without a file are of. */
export function mainFile({ files }: Pick<LessonProgram, 'files'>): string {
  return files.find((file) => file.endsWith('.c')) ?? files[0] ?? '';
}
