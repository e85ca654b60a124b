/** A module and its DWARF -> what a step read. */
import type { DebugInfo } from '../dwarf/debug-info.ts';
import { functionIndexAt } from '../dwarf/function-at.ts';
import { statementRows } from '../dwarf/statement-rows.ts';
import type { StackShadow } from '../dwarf/variable-arrays.ts';
import { readModule, type Module } from '../wasm-binary/module.ts';
import type { Address, ByteCount, CodeOffset, FunctionIndex } from '../util/units.ts';
import { createArithmetic, type Value } from './arithmetic.ts';
import { decodeFunction, type Code } from './decode.ts';
import { knowArrays } from './array-locals.ts';
import { Interpreter, type Activation, type Goal, type Program } from './interpreter.ts';
import type { Range } from './library-reads.ts';
import { StepMemory, UNKNOWN_MEMORY, type Change } from './memory.ts';

export interface StepCall {
  readonly functionIndex: FunctionIndex;
  readonly frameBase: Address;
  /** Of the statement that the innermost call begins, or of the call instruction in which the others are. */
  readonly at: CodeOffset;
}

/** A step: from the beginning of a statement to that of the next one of the same task. */
export interface MadeStep {
  /** The calls in progress when it began, innermost first, as many as one cares to give. */
  readonly calls: readonly StepCall[];
  readonly goal: Goal | undefined;
  readonly changes: readonly Change[];
  /** Memory after the step. */
  after(address: Address, n: ByteCount): Uint8Array;
  /** The state of its bytes. */
  readonly stack: StackShadow;
}

export type StepReader = (step: MadeStep) => readonly Range[];

/** A step that changed more is not made again. */
const MOST_CHANGES = 256;

type NameOf = (functionIndex: FunctionIndex) => string;

/** Takes the linked module as it was before it was instrumented. `nameOf`: for one without its section of names. */
export function createStepReader(wasm: Uint8Array, debug: DebugInfo, nameOf?: NameOf): StepReader {
  const program = programOf(readModule(wasm), nameOf);
  const activation = activations(program, debug);
  return ({ calls, goal, changes, after, stack }) => {
    const [innermost, ...callers] = calls;
    if (!innermost || changes.length > MOST_CHANGES) return [];
    const begun = (call: StepCall, skip: number): Activation | undefined => {
      const made = activation(call, skip);
      if (made) knowArrays(made, call, debug, { after, stack });
      return made;
    };
    const first = begun(innermost, 0);
    if (!first) return [];
    const open: [Activation, ...Activation[]] = [first];
    for (const call of callers) {
      const made = begun(call, 1);
      if (!made) break;
      // What it called has given it nothing yet.
      made.stack.length = Math.max(0, made.stack.length - open[0].code.results);
      open.unshift(made);
    }
    const interpreter = new Interpreter(program, new StepMemory(after, changes), open, innermost.frameBase, goal);
    interpreter.run();
    return interpreter.loads;
  };
}

/** A call in progress, about to run the instruction at its offset, or `skip` instructions further. */
function activations(program: Program, debug: DebugInfo): (call: StepCall, skip: number) => Activation | undefined {
  const firstStatements = new Map<number, CodeOffset>();
  for (const { function: index, code } of statementRows(debug))
    if (!firstStatements.has(index)) firstStatements.set(index, code);
  return ({ functionIndex, frameBase, at }, skip) => {
    const code = program.code(functionIndex);
    const found = code?.instructions.findIndex((each) => each.at === at) ?? -1;
    if (!code || found < 0) return undefined;
    const next = found + skip;
    const height = Math.max(0, code.instructions[next]?.height ?? 0);
    const index = functionIndexAt(debug, at);
    const base = debug.functions[index]?.frameBaseLocal;
    const body = firstStatements.get(index);
    const isFramed = base !== undefined && body !== undefined;
    const locals = isFramed
      ? prologueLocals(program, { code, functionIndex, base, frameBase, body })
      : Array.from<undefined>({ length: code.locals });
    return { code, functionIndex, locals, stack: Array.from<undefined>({ length: height }), next };
  };
}

interface Prologue {
  readonly code: Code;
  readonly functionIndex: FunctionIndex;
  /** The local that holds the frame base, and what that is. */
  readonly base: number;
  readonly frameBase: Address;
  /** Where the first statement begins. */
  readonly body: CodeOffset;
}

/** What the prologue leaves in locals for good: addresses in the frame. The rest isn't known. */
function prologueLocals(program: Program, { code, functionIndex, base, frameBase, body }: Prologue): Value[] {
  const run = (stackPointer: Address): Value[] => {
    const locals = Array.from<Value>({ length: code.locals });
    const call = { code, functionIndex, locals, stack: [], next: 0 };
    const followsNone = { ...program, code: () => undefined };
    new Interpreter(followsNone, UNKNOWN_MEMORY, [call], stackPointer, { functionIndex, at: body }).run();
    return locals;
  };
  // From where the stack pointer was, the frame base is as far down as from 0; both are aligned alike.
  const size = run(0)[base];
  const locals = typeof size === 'number' ? run(frameBase - size) : Array.from<Value>({ length: code.locals });
  const known = locals.map((value, local) => (code.constants.has(local) ? value : undefined));
  known[base] = frameBase;
  return known;
}

function programOf(module: Module, nameOf?: NameOf): Program {
  const codes = new Map<FunctionIndex, Code | undefined>();
  const shim = shimOf(module);
  const entries = new Map(
    (module.elements ?? []).flatMap(({ offset, functions }) =>
      functions.map((index, i) => [offset + i, index] as const),
    ),
  );
  return {
    module,
    arithmetic: createArithmetic(),
    stackPointer: module.globals.findIndex(({ mutable }) => mutable) + module.importedGlobals,
    code(index) {
      if (!codes.has(index)) codes.set(index, shim(index) ? undefined : decodeFunction(module, index));
      return codes.get(index);
    },
    name: nameOf ?? ((index) => module.names.functions.get(index) ?? ''),
    entry: (index) => entries.get(index),
  };
}

/** Functions of our own, whose stores are in no recording: they lie between two marks. */
function shimOf({ exports }: Module): (index: FunctionIndex) => boolean {
  const at = (name: string): number => exports.find((each) => each.kind === 0 && each.name === name)?.index ?? -1;
  const [first, last] = [at('__heapscope_begin'), at('__heapscope_end')];
  return (index) => index >= first && index <= last;
}
