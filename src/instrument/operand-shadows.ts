import { Op, type InstructionReader } from '../wasm-binary/instructions.ts';
import { ValueType } from '../wasm-binary/module.ts';
import type { FunctionScope } from './rewrite-context.ts';
import type { StateWriter } from './state-writer.ts';
import { DEFINED, UndefinedBits } from './undefined-bits.ts';
import { shadowType } from './value-types.ts';

/**
 * The operands on the wasm stack with their shadows: the local that holds an operand's undefined bits, one for each stack depth,
 * or DEFINED.
 */
export class OperandShadows {
  readonly bits: UndefinedBits;
  private types: number[] = [];
  private shadows: number[] = [];
  /** Of the function's own locals, parameters first. */
  localTypes: readonly number[] = [];

  constructor(
    private readonly scope: FunctionScope,
    private readonly out: StateWriter,
  ) {
    this.bits = new UndefinedBits(out);
  }

  /** Starts a new function. */
  begin(localTypes: readonly number[]): void {
    this.types.length = this.shadows.length = 0;
    this.localTypes = localTypes;
  }

  get depth(): number {
    return this.types.length;
  }
  get topType(): number {
    return this.types.at(-1)!;
  }
  get top(): number {
    return this.shadows.at(-1) ?? DEFINED;
  }

  slot(depth: number, type: number): number {
    return this.out.numberedLocal('shadow', depth, shadowType(type));
  }
  /** The local with the shadow of the function's own local. */
  ofLocal(index: number): number {
    return this.out.numberedLocal('local', index, shadowType(this.localTypes[index]!));
  }
  push(type: number, shadow = DEFINED): void {
    this.types.push(type);
    this.shadows.push(shadow);
  }
  /** Pushes an operand whose shadow is on the wasm stack now. */
  pushComputed(type: number): void {
    const slot = this.slot(this.types.length, type);
    this.out.set(slot);
    this.push(type, slot);
  }
  pop(): number {
    this.types.pop();
    return this.shadows.pop() ?? DEFINED;
  }

  /** Makes a finding if any bit of the shadow is set. The wasm stack is left alone. */
  report(shadow: number, type: number, start: number): void {
    if (shadow === DEFINED) return;
    const site = this.scope.site(start);
    this.reportAt(shadow, type, () => this.out.i32(site));
  }

  /** As `report`, at a site that `pushSite` leaves on the stack. */
  reportAt(shadow: number, type: number, pushSite: () => void): void {
    if (shadow === DEFINED) return;
    const { out, scope } = this;
    this.ifAny(shadow, type, () =>
      out.slowCall(() => {
        pushSite();
        out.call(scope.context.shim.uninitialised);
      }),
    );
  }

  /** Writes what is to be done in the unlikely case that the shadow has any bit. */
  ifAny(shadow: number, type: number, emit: () => void): void {
    const { out } = this;
    out.get(shadow);
    if (shadowType(type) === ValueType.i64) {
      out.i64(0n);
      out.u8(Op.i64Ne);
    }
    out.ifUnlikely();
    emit();
    out.end();
  }

  /** Writes the shadows of the topmost operands where a label at `height` expects them. */
  moveTo(height: number, types: readonly number[]): void {
    const from = this.types.length - types.length;
    types.forEach((type, k) => {
      const target = this.slot(height + k, type);
      const source = this.shadows[from + k] ?? DEFINED;
      if (source === target) return;
      this.bits.getShadow(source, type);
      this.out.set(target);
    });
  }

  /** Gives operands that are known to be defined a shadow local, so that other paths can write it. */
  materialise(height: number, types: readonly number[]): void {
    this.moveTo(height, types);
    types.forEach((type, k) => (this.shadows[height + k] = this.slot(height + k, type)));
  }

  /** Writes a `select` with that of the shadows. */
  select(i: InstructionReader): void {
    const { out } = this;
    const { bytes } = this.scope.context.module;
    const condition = this.pop();
    const type = this.topType;
    const second = this.pop();
    const first = this.pop();
    this.report(condition, ValueType.i32, i.start);
    if (first === DEFINED && second === DEFINED) {
      out.copy(bytes, i.start, i.end);
      return this.push(type);
    }
    const chosen = out.local('condition');
    out.tee(chosen);
    out.copy(bytes, i.start, i.end);
    this.bits.getShadow(first, type);
    this.bits.getShadow(second, type);
    out.get(chosen);
    out.u8(Op.select);
    this.pushComputed(type);
  }

  cut(height: number): void {
    this.types.length = Math.min(this.types.length, height);
    this.shadows.length = this.types.length;
  }
}
