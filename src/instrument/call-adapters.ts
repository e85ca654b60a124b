import { Op } from '../wasm-binary/instructions.ts';
import { ValueType, type FunctionType, type Module } from '../wasm-binary/module.ts';
import { STUB_NAME } from './followed-functions.ts';
import { Layout } from './memory-layout.ts';
import { ProbeWriter } from './probe-writer.ts';

/** A function that is called as `type` and calls what the program calls as another. */
interface Adapter {
  readonly index: number;
  readonly type: number;
  readonly body: Uint8Array;
}

const { i32, i64, f32, f64 } = ValueType;
const isFloat = (type: number): boolean => type === f32 || type === f64;

/**
 * Calls of a function as another type than it has. A real machine makes them: each argument lies in the next register of its class, a
 * missing one is whatever lay there, a result that there is not likewise. Programs rely on it (handlers without parameters, `free`
 * for a function of no prototype), but wasm traps.
 *
 * So the table gets another row of all its entries for each type that it is called as, in which the functions of other types are
 * replaced by adapters, and a call of that type adds the row's offset to the pointer. Missing values are 0.
 */
export class CallAdapters {
  /** By type: the row for calls as it, from 1 on, in order. */
  private readonly rows = new Map<number, number>();
  /** By both types. */
  private readonly adapters = new Map<string, Adapter>();
  private readonly typesInTable: ReadonlySet<number>;

  constructor(
    private readonly module: Module,
    private readonly followsUndefined: boolean,
  ) {
    const functions = (module.elements ?? []).flatMap((segment) => segment.functions);
    this.typesInTable = new Set(module.tableSize > 0 ? functions.map((index) => module.functionTypes[index]!) : []);
  }

  /** How far behind the pointer's own entry the one for calls as this type lies: 0 where no function of the table needs an adapter. */
  offsetOf(typeIndex: number): number {
    const isOnlyType = this.typesInTable.size === 1 && this.typesInTable.has(typeIndex);
    if (this.typesInTable.size === 0 || isOnlyType) return 0;
    let row = this.rows.get(typeIndex);
    if (row === undefined) {
      row = this.rows.size + 1;
      this.rows.set(typeIndex, row);
    }
    return row * this.module.tableSize;
  }

  /**
   * Replaces the pointer, which is in this local, by the entry to call it through. Nothing is behind the program's own entries
   * for it: a pointer past them stays one that traps.
   */
  writeEntry(out: ProbeWriter, pointer: number, typeIndex: number): void {
    const offset = this.offsetOf(typeIndex);
    out.get(pointer);
    if (offset === 0) return;
    out.add(offset);
    out.i32(-1);
    out.get(pointer);
    out.i32(this.module.tableSize);
    out.u8(Op.i32LtU);
    out.u8(Op.select);
  }

  /**
   * The body for a function of the linker's that stands for `name` in calls as another type than it is defined with, and would trap;
   * undefined for all other functions.
   */
  bodyOfStub(functionIndex: number): Uint8Array | undefined {
    const { names, functionTypes, importedFunctions } = this.module;
    const name = STUB_NAME.exec(names.functions.get(functionIndex) ?? '')?.[1];
    if (name === undefined) return undefined;
    const targets = [...names.functions].filter(([index, of]) => of === name && index >= importedFunctions);
    const target = targets.length === 1 ? targets[0]![0] : undefined;
    if (target === undefined) return undefined;
    return this.body(functionTypes[functionIndex]!, functionTypes[target]!, (out) => out.call(target));
  }

  /** The functions to append to the module, once all calls are known. */
  build(): readonly Adapter[] {
    for (const type of this.rows.keys()) for (const own of this.typesInTable) if (own !== type) this.adapter(type, own);
    return [...this.adapters.values()];
  }

  /** The table's size with all rows. */
  get tableSize(): number {
    return this.module.tableSize * (this.rows.size + 1);
  }

  /** What the rows hold, the program's own entries first. */
  elements(): { readonly offset: number; readonly functions: readonly number[] }[] {
    const { elements = [], functionTypes, tableSize } = this.module;
    const entry = (index: number, type: number): number => {
      const own = functionTypes[index]!;
      return own === type ? index : this.adapter(type, own).index;
    };
    const rows = [...this.rows].flatMap(([type, row]) =>
      elements.map(({ offset, functions }) => ({
        offset: offset + row * tableSize,
        functions: functions.map((index) => entry(index, type)),
      })),
    );
    return [...elements, ...rows];
  }

  private adapter(type: number, own: number): Adapter {
    const key = `${type} ${own}`;
    let adapter = this.adapters.get(key);
    if (!adapter) {
      const body = this.body(type, own, (out) => {
        out.state(Layout.STATE_CALLEE);
        out.u8(Op.callIndirect);
        out.u32(own);
        out.u32(0);
      });
      adapter = { index: this.module.functionTypes.length + this.adapters.size, type, body };
      this.adapters.set(key, adapter);
    }
    return adapter;
  }

  private body(type: number, own: number, call: (out: ProbeWriter) => void): Uint8Array {
    const from = this.module.types[type]!;
    const to = this.module.types[own]!;
    const sources = sourcesOf(from, to);
    const out = new ProbeWriter(64);
    out.u32(0);
    if (this.followsUndefined) moveShadows(out, sources);
    to.parameters.forEach((parameter, k) => {
      const source = sources[k];
      if (source === undefined) return zero(out, parameter);
      out.get(source);
      convert(out, from.parameters[source]!, parameter);
    });
    call(out);
    this.giveResult(out, to.results[0], from.results[0]);
    out.end();
    return out.bytes.slice();
  }

  private giveResult(out: ProbeWriter, has: number | undefined, wanted: number | undefined): void {
    const isUsable = has !== undefined && wanted !== undefined && isFloat(has) === isFloat(wanted);
    if (isUsable) convert(out, has, wanted);
    else {
      if (has !== undefined) out.u8(Op.drop);
      if (wanted !== undefined) zero(out, wanted);
    }
    if (!this.followsUndefined || has === wanted) return;
    out.i32(Layout.RESULTS_BASE);
    out.i32(0);
    out.memory(Op.i32Store, 4);
    if (isUsable) return;
    out.i32(Layout.RESULTS_BASE);
    out.i32(0);
    out.memory(Op.i32Store, 0);
  }
}

/** For each parameter of `to` the one of `from` that lies in its register: the nth integer in the nth for integers, floats likewise. */
function sourcesOf(from: FunctionType, to: FunctionType): (number | undefined)[] {
  const registers = [false, true].map((float) =>
    [...from.parameters.keys()].filter((k) => isFloat(from.parameters[k]!) === float),
  );
  return to.parameters.map((parameter) => registers[isFloat(parameter) ? 1 : 0]!.shift());
}

/** The area for arguments' undefined bits, from one order to the other. */
function moveShadows(out: ProbeWriter, sources: readonly (number | undefined)[]): void {
  for (const source of sources) {
    out.i32(Layout.ARGUMENTS_BASE);
    if (source === undefined) out.i64(0n);
    else {
      out.i32(Layout.ARGUMENTS_BASE);
      out.memory(Op.i64Load, source * 8);
    }
  }
  for (let k = sources.length - 1; k >= 0; k--) out.memory(Op.i64Store, k * 8);
}

function zero(out: ProbeWriter, type: number): void {
  if (type === i32 || type === f32) out.i32(0);
  else out.i64(0n);
  if (type === f32) out.u8(Op.f32ReinterpretI32);
  if (type === f64) out.u8(Op.f64ReinterpretI64);
}

/** As the machine would: the register's low bits. */
function convert(out: ProbeWriter, from: number, to: number): void {
  if (from === to) return;
  if (from === i32 && to === i64) out.u8(Op.i64ExtendI32U);
  else if (from === i64 && to === i32) out.u8(Op.i32WrapI64);
  else if (from === f32 && to === f64) {
    out.u8(Op.i32ReinterpretF32);
    out.u8(Op.i64ExtendI32U);
    out.u8(Op.f64ReinterpretI64);
  } else if (from === f64 && to === f32) {
    out.u8(Op.i64ReinterpretF64);
    out.u8(Op.i32WrapI64);
    out.u8(Op.f32ReinterpretI32);
  }
}
