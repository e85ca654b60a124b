import type { StackLine, Survey } from '../replay/timeline.ts';
import type { AllocationId } from '../util/units.ts';

/** The user's line that allocated a block: libc's own frames are passed over. Undefined where none is known. */
export function allocationPlace(survey: Survey, block: AllocationId): StackLine | undefined {
  return survey.stackLines(survey.allocations.stack[block] ?? 0).find((line) => !line.libc && line.line > 0);
}
