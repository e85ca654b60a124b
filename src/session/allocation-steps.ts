import type { AllocationTable } from '../replay/timeline.ts';
import type { StepIndex } from '../util/units.ts';

/** The step at which event number `index` of the table happened. */
function stepOfEvent(table: AllocationTable, index: number): StepIndex {
  const event = table.events[index] ?? 0;
  return (event > 0 ? table.step[event] : table.freeStep[-event]) ?? 0;
}

/** The number of events at steps before or at `step`: a binary search, since events are in the order of time. */
function eventsUpTo(table: AllocationTable, step: StepIndex): number {
  let low = 0;
  let high = table.events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stepOfEvent(table, middle) <= step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The next (1) or previous (-1) step after or before `from` at which something was allocated or freed. */
export function nextAllocationStep(table: AllocationTable, from: StepIndex, direction: 1 | -1): StepIndex | undefined {
  const index = direction === 1 ? eventsUpTo(table, from) : eventsUpTo(table, from - 1) - 1;
  return index >= 0 && index < table.events.length ? stepOfEvent(table, index) : undefined;
}
