import type { AllocationId, ProcessId, StackId, StepIndex } from '../../util/units.ts';
import { withRoom } from '../columns.ts';
import type { FreeColumns } from './run-summary.ts';

/** Frees of pinned blocks, in columns that grow. */
export class PinnedFrees {
  #count = 0;
  #id = new Uint32Array(0);
  #step = new Float64Array(0);
  #operation = new Uint16Array(0);
  #stack = new Uint32Array(0);
  #process = new Uint16Array(0);

  add(id: AllocationId, step: StepIndex, operation: number, stack: StackId, process: ProcessId): void {
    const at = this.#count++;
    this.#id = withRoom(this.#id, at);
    this.#step = withRoom(this.#step, at);
    this.#operation = withRoom(this.#operation, at);
    this.#stack = withRoom(this.#stack, at);
    this.#process = withRoom(this.#process, at);
    this.#id[at] = id;
    this.#step[at] = step;
    this.#operation[at] = operation;
    this.#stack[at] = stack;
    this.#process[at] = process;
  }

  /** In the order of their steps: a block that is pinned late brings an earlier free. */
  columns(): FreeColumns {
    const step = this.#step;
    const order = Uint32Array.from({ length: this.#count }, (_, at) => at).sort((a, b) => step[a]! - step[b]! || a - b);
    return {
      id: order.map((at) => this.#id[at]!),
      step: Float64Array.from(order, (at) => step[at]!),
      operation: Uint16Array.from(order, (at) => this.#operation[at]!),
      stack: order.map((at) => this.#stack[at]!),
      process: Uint16Array.from(order, (at) => this.#process[at]!),
    };
  }
}
