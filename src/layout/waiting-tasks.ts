import type { SystemSurvey, TaskRef, Wait } from '../replay/system.ts';
import type { StepIndex } from '../util/units.ts';

/** The semaphore or queue that a wait is for: their ids are of one kind, as all that the system holds. */
function objectOf(wait: Wait): number | undefined {
  if (wait.reason === 'semaphore') return wait.semaphore;
  return wait.reason === 'message' ? wait.object : undefined;
}

/** Who waits for each semaphore and message queue at a step, by the object's id. */
export function waitingTasks(system: SystemSurvey, step: StepIndex): ReadonlyMap<number, readonly TaskRef[]> {
  const waiting = new Map<number, TaskRef[]>();
  for (const { process, thread } of system.processes.flatMap(({ threads }) => threads)) {
    const state = system.stateAt({ process, thread }, step);
    const object = state.kind === 'blocked' ? objectOf(state.wait) : undefined;
    if (object !== undefined) waiting.set(object, [...(waiting.get(object) ?? []), { process, thread }]);
  }
  return waiting;
}
