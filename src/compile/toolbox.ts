import { FileTree } from './file-tree.ts';
import { ToolExit, ToolHost, type ToolRun } from './tool-host.ts';

/** LLVM's tools are one WebAssembly module that looks at its first argument; this runs them one after another. */

export interface ToolResult {
  /** Exit status; 134 (as after SIGABRT) when the tool crashed. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The trap's text, if the tool crashed. */
  readonly crash: string | undefined;
  /** As the tool left them. */
  readonly files: FileTree;
}

interface ToolExports {
  readonly memory: WebAssembly.Memory;
  readonly _start: () => void;
}

interface Spare {
  readonly exports: ToolExports;
  readonly host: ToolHost;
}

export class Toolbox {
  readonly #module: WebAssembly.Module;
  readonly #sysroot: FileTree;
  readonly #spares: Spare[] = [];

  constructor(module: WebAssembly.Module, sysroot: FileTree) {
    this.#module = module;
    this.#sysroot = sysroot;
  }

  /** An empty layer over the toolchain's files. */
  newFiles(): FileTree {
    return new FileTree(this.#sysroot);
  }

  /** Makes instances ahead of time, so that the next `count` runs start at once. Call when idle. */
  prepare(count: number): void {
    while (this.#spares.length < count) this.#spares.push(this.#instantiate());
  }

  /** Runs `args[0]` ('clang', 'wasm-ld', 'objdump', ...) to its end. A crash is a result, never a throw. */
  run(args: readonly string[], files: FileTree): ToolResult {
    const spare = this.#spares.pop() ?? this.#instantiate();
    const output = { stdout: '', stderr: '' };
    const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
    const run: ToolRun = {
      arguments: ['llvm', ...args],
      files,
      write: (stream, bytes) => void (output[stream] += decoders[stream].decode(bytes, { stream: true })),
    };
    spare.host.begin(run);
    let code = 0;
    let crash: string | undefined;
    try {
      spare.exports._start();
    } catch (error) {
      if (error instanceof ToolExit) code = error.code;
      else {
        code = 134;
        crash = error instanceof Error ? error.message : String(error);
      }
    }
    return { code, crash, files, ...output };
  }

  #instantiate(): Spare {
    const host = new ToolHost();
    const instance = new WebAssembly.Instance(this.#module, { wasi_snapshot_preview1: host.imports });
    const exports = instance.exports as unknown as ToolExports;
    host.attach(exports.memory);
    return { exports, host };
  }
}
