import type { JudgingEngine } from '../lesson/judged-run.ts';
import type { RunRequest } from '../run/request.ts';

/** An engine that does nothing twice: each source is compiled once, and each run is made once but for trials, of which no two are the same. */
export function remembering(engine: JudgingEngine): JudgingEngine {
  const compiled = new Map<string, ReturnType<JudgingEngine['compile']>>();
  const runs = new Map<Uint8Array, Map<string, ReturnType<JudgingEngine['run']>>>();
  return {
    compile: (request) => once(compiled, JSON.stringify(request), () => engine.compile(request)),
    run(request) {
      if (isTrial(request)) return engine.run(request);
      const { wasm, ...others } = request;
      const ofProgram = runs.get(wasm) ?? new Map<string, ReturnType<JudgingEngine['run']>>();
      runs.set(wasm, ofProgram);
      return once(ofProgram, JSON.stringify(others, plain), () => engine.run(request));
    },
  };
}

/** With a failing allocation, or under another schedule. */
const isTrial = ({ checks, schedule }: RunRequest): boolean => checks !== undefined || schedule !== undefined;

function once<Value>(made: Map<string, Value>, key: string, make: () => Value): Value {
  const before = made.get(key);
  if (before !== undefined) return before;
  const value = make();
  made.set(key, value);
  return value;
}

/** The clock's start is a BigInt, which JSON doesn't have. */
const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
