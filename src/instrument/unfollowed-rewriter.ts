/**
 * Functions of the precise densities whose values aren't followed, as no undefined one has come to them: checked as in a survey.
 * What they hand on is defined, and says so to whoever follows values.
 */
import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import { FunctionRewriter } from './function-rewriter.ts';
import { Layout } from './memory-layout.ts';
import { OperandShadows } from './operand-shadows.ts';
import type { RewriteContext } from './rewrite-context.ts';
import { UnfollowedAccesses } from './unfollowed-accesses.ts';
import { ValuePassing } from './value-passing.ts';

export class UnfollowedRewriter extends FunctionRewriter<UnfollowedAccesses> {
  private readonly passing = new ValuePassing(this.scope, this.out, new OperandShadows(this.scope, this.out));

  constructor(context: RewriteContext) {
    super(context, (scope, out) => new UnfollowedAccesses(scope, out));
  }

  protected override instruction(i: InstructionReader): void {
    const { module, followed } = this.context;
    if (i.opcode === Op.call && (followed.has(i.first) || followed.isStub(i.first)))
      this.passDefined(module.functionTypes[i.first]!);
    if (i.opcode === Op.callIndirect && followed.anyInTable) this.passDefined(i.first);
    super.instruction(i);
  }

  private passDefined(typeIndex: number): void {
    this.passing.give(Layout.ARGUMENTS_BASE, this.context.module.types[typeIndex]!.parameters);
  }

  /** A caller through a pointer can't know whether this function follows values. */
  protected override leaveFunction(): void {
    super.leaveFunction();
    const { module, followed } = this.context;
    if (!followed.isInTable(this.scope.index)) return;
    this.passing.give(Layout.RESULTS_BASE, module.types[module.functionTypes[this.scope.index]!]!.results);
  }
}
