import { statementRows } from '../dwarf/statement-rows.ts';
import type { StackLine } from '../replay/timeline.ts';
import { InstructionReader, Op, readLocals } from '../wasm-binary/instructions.ts';
import { readModule } from '../wasm-binary/module.ts';
import type { CodeOffset, StepIndex } from '../util/units.ts';
import type { CheckFailure } from './check-result.ts';
import type { JudgedRun } from './judged-run.ts';
import type { LessonRun } from './lesson-run.ts';

/** The program must call the function, and get to the statement that does. */
export async function callsUsed(run: JudgedRun, name: string): Promise<CheckFailure | undefined> {
  const calls = callsOf(run, name);
  const whole = await run.whole();
  // Of a run too long to be followed it counts that there is one.
  const isReached = !whole || calls.some(({ code }) => firstTimeOf(code, whole) !== undefined);
  const isUsed = calls.length > 0 && isReached && hasRun(name, whole);
  return isUsed ? undefined : { what: { kind: 'never-called', function: name }, at: await run.atEnd() };
}

/** No call of the function may stand in the program, whether it is reached or not. */
export async function callsAvoided(run: JudgedRun, name: string): Promise<CheckFailure | undefined> {
  const [call] = callsOf(run, name);
  if (!call) return undefined;
  const whole = await run.whole();
  const step = whole && firstTimeOf(call.code, whole);
  return { what: { kind: 'called', function: name }, at: run.place([call], step ?? 0) };
}

/** A statement may be reached without its call being made: of a function with statements of its own, those tell. */
function hasRun(name: string, whole: LessonRun | undefined): boolean {
  const window = whole?.window;
  if (!window || !whole.debug.functions.some((one) => one.name === name)) return true;
  for (let step = window.first; step < window.end; step++) if (window.statementAt(step).function === name) return true;
  return false;
}

type CallSite = StackLine & { readonly code: CodeOffset };

/** Where the user's functions call one of this name. */
function callsOf(run: JudgedRun, name: string): CallSite[] {
  const { resolver } = run.found;
  const module = readModule(run.request.wasm);
  return module.bodies.flatMap(({ start, end }, i) => {
    if (resolver.functionName(i + module.importedFunctions).libc) return [];
    const calls: CallSite[] = [];
    const reader = new InstructionReader(module.bytes, readLocals(module.bytes, start, end).codeStart, end);
    while (reader.next()) {
      if (reader.opcode !== Op.call && reader.opcode !== Op.returnCall) continue;
      if (resolver.functionName(reader.first).name !== name) continue;
      const code = reader.start - module.codeStart;
      const [line] = resolver.locate(code);
      if (line) calls.push({ ...line, code });
    }
    return calls;
  });
}

/** The first time that the statement begins which this instruction belongs to. */
function firstTimeOf(code: CodeOffset, { debug, window }: LessonRun): StepIndex | undefined {
  const statement = statementRows(debug).findLast((row) => row.code <= code);
  if (!window || !statement) return undefined;
  for (let step = window.first; step < window.end; step++)
    if (window.codeOf(window.statementAt(step).site) === statement.code) return step;
  return undefined;
}
