import type { AllocationTable } from '../replay/timeline.ts';

export interface TestBlock {
  readonly address: number;
  readonly size: number;
  readonly step: number;
  readonly freeStep?: number;
  readonly stack?: number;
}

/** An allocation table of blocks in the order of their ids, from 1; events in the order of their steps. */
export function allocationTable(blocks: readonly TestBlock[]): AllocationTable {
  const column = (value: (block: TestBlock) => number): number[] => [0, ...blocks.map(value)];
  const events = blocks.flatMap(({ step, freeStep }, i) => [
    { step, event: i + 1 },
    ...(freeStep === undefined ? [] : [{ step: freeStep, event: -(i + 1) }]),
  ]);
  return {
    count: blocks.length,
    address: Uint32Array.from(column(({ address }) => address)),
    size: Uint32Array.from(column(({ size }) => size)),
    operation: new Uint16Array(blocks.length + 1),
    stack: Uint32Array.from(column(({ stack }) => stack ?? 0)),
    step: Float64Array.from(column(({ step }) => step)),
    freeStep: Float64Array.from(column(({ freeStep }) => freeStep ?? Infinity)),
    freeStack: new Uint32Array(blocks.length + 1),
    freeOperation: new Uint16Array(blocks.length + 1),
    events: Int32Array.from(
      events.sort((a, b) => a.step - b.step),
      ({ event }) => event,
    ),
  };
}
