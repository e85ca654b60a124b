import binaryen from 'binaryen';
import type { DebugInfo, FunctionInfo } from '../debug-info.ts';
import { functionAt } from '../function-at.ts';
import { statementRows } from '../statement-rows.ts';
import { wasmLocalsOf } from '../wasm-locals.ts';

const { Features } = binaryen;
/** What clang's default target has; with all of them on, binaryen writes what Node 20 doesn't read. */
const FEATURES =
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.SignExt |
  Features.MutableGlobals |
  Features.NontrappingFPToInt |
  Features.ReferenceTypes |
  Features.Multivalue |
  Features.CallIndirectOverlong;

/** The program at a call of `stop()`, as a debugger would have it. */
export interface Stop {
  readonly functionName: string;
  readonly frameBase: number;
  /** The code offset of the statement with that call. */
  readonly codeOffset: number;
  readonly readMemory: (address: number, n: number) => Uint8Array;
  readonly wasmLocal: (index: number) => bigint | undefined;
}

/** To be put into a fixture; each call needs a line of its own, and each function at most one. */
export const STOP = '__attribute__((import_module("t"), import_name("stop"))) void stop(void);\n';

/**
 * Runs a program and calls back at each `stop()`. Other imports, called just before, report the local that the debug
 * information says holds the frame base, and those that locations refer to (i32 only: build fixtures with -O0).
 */
export function runWithStops(wasm: Uint8Array, info: DebugInfo, source: string, onStop: (stop: Stop) => void): void {
  const module = new WebAssembly.Module(reportFrameBases(wasm, info).slice());
  const imports: Record<string, Record<string, (...args: number[]) => number | void>> = {};
  for (const { module: space, name } of WebAssembly.Module.imports(module)) (imports[space] ??= {})[name] = () => 0;
  let frameBase = 0;
  let functionIndex = 0;
  const locals = new Map<number, bigint>();
  imports['t'] = {
    frame_base: (index = 0, base = 0) => {
      functionIndex = index;
      frameBase = base >>> 0;
      locals.clear();
    },
    local: (index = 0, value = 0) => {
      locals.set(index, BigInt(value >>> 0));
    },
    stop: () => {
      const functionName = info.functions[functionIndex]?.name ?? '';
      const codeOffset = stopOffset(info, source, functionName);
      const readMemory = (address: number, n: number) => new Uint8Array(memory.buffer).slice(address, address + n);
      onStop({ functionName, frameBase, codeOffset, readMemory, wasmLocal: (index) => locals.get(index) });
    },
  };
  const instance = new WebAssembly.Instance(module, imports);
  const memory = instance.exports['memory'] as WebAssembly.Memory;
  (instance.exports['_start'] as () => void)();
}

function stopOffset(info: DebugInfo, source: string, functionName: string): number {
  const stopLines = source.split('\n').flatMap((text, i) => (/^\s*stop\(\);/.test(text) ? [i + 1] : []));
  const row = statementRows(info).find(
    ({ line, code }) => stopLines.includes(line) && functionAt(info, code)?.name === functionName,
  );
  if (!row) throw new Error(`no statement calls stop() in ${functionName}`);
  return row.code;
}

function reportFrameBases(wasm: Uint8Array, info: DebugInfo): Uint8Array {
  const module = binaryen.readBinary(wasm);
  module.setFeatures(FEATURES);
  let text = module.emitText();
  const stop = /\(import "t" "stop" \(func (\$[^\s()]+)/.exec(text)?.[1];
  if (!stop) throw new Error('the program does not import t.stop');
  const functions = text.split(/(?=\n \(func )/);
  text = functions
    .map((code) => {
      const name = /^\n \(func \$(\S+)/.exec(code)?.[1];
      const index = info.functions.findIndex(
        (each) => each.name === name || (each.name === 'main' && name?.includes('main')),
      );
      const local = info.functions[index]?.frameBaseLocal;
      if (!code.includes(`(call ${stop}`) || local === undefined) return code;
      const others = wasmLocalsOf(info.functions[index] as FunctionInfo);
      const probe = [
        `(call $frame_base (i32.const ${index}) (local.get ${local}))`,
        ...others.map((each) => `(call $local (i32.const ${each}) (local.get ${each}))`),
      ].join('\n');
      return code.replace(`(call ${stop}`, (call) => `${probe}\n${call}`);
    })
    .join('');
  const imported = ['frame_base', 'local']
    .map((name) => `(import "t" "${name}" (func $${name} (param i32 i32)))`)
    .join('\n');
  const probed = binaryen.parseText(text.replace('(import ', () => `${imported}\n (import `));
  probed.setFeatures(FEATURES);
  return probed.emitBinary();
}
