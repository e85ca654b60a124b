import { Op } from '../wasm-binary/instructions.ts';
import type { FunctionType } from '../wasm-binary/module.ts';
import { Layout, Slot } from './memory-layout.ts';
import type { OperandShadows } from './operand-shadows.ts';
import type { FunctionScope } from './rewrite-context.ts';
import type { StateWriter } from './state-writer.ts';
import { DEFINED } from './undefined-bits.ts';

/** Tells the host when an undefined value leaves for a function that doesn't follow it: see FollowedFunctions. */
export class Suspicion {
  constructor(
    private readonly scope: FunctionScope,
    private readonly out: StateWriter,
    private readonly operands: OperandShadows,
  ) {}

  /** At the end of a function that gives back these results. */
  ofCaller(results: readonly number[], shadows: readonly number[]): void {
    const { out, operands } = this;
    results.forEach((type, k) => {
      if (shadows[k] === DEFINED) return;
      operands.ifAny(shadows[k]!, type, () => {
        out.get(out.local('slot'));
        out.add(-Layout.SLOT_BYTES);
        out.memory(Op.i32Load, Slot.flags, true);
        out.i32(Layout.SLOT_FOLLOWED);
        out.u8(Op.i32And);
        out.u8(Op.i32Eqz);
        out.if();
        this.tell(Layout.SUSPECT_CALLER);
        out.end();
      });
    });
  }

  ofCallee(index: number, { parameters }: FunctionType, shadows: readonly number[]): void {
    const { followed } = this.scope.context;
    if (followed.isStub(index)) {
      // Who it stands for is not looked up: such calls are few.
      if (!followed.all) this.ofWhoGets(Layout.SUSPECT_ALL, parameters, shadows);
    } else if (followed.isPrograms(index) && !followed.has(index))
      this.ofWhoGets(followed.siteIn(index), parameters, shadows);
  }

  ofTable({ parameters }: FunctionType, shadows: readonly number[]): void {
    if (!this.scope.context.followed.allInTable) this.ofWhoGets(Layout.SUSPECT_TABLE, parameters, shadows);
  }

  private ofWhoGets(site: number, types: readonly number[], shadows: readonly number[]): void {
    types.forEach((type, k) => {
      if (shadows[k] !== DEFINED) this.operands.ifAny(shadows[k]!, type, () => this.tell(site));
    });
  }

  private tell(site: number): void {
    const { out } = this;
    out.slowCall(() => {
      out.i32(site);
      out.call(this.scope.context.shim.suspect);
    });
  }
}
