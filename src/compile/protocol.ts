import type { CompileRequest, CompileResult, Diagnostic, LoadProgress } from './compile.ts';
import type { LlvmTool, ToolOutput } from './compiler.ts';

/** Every message between the page and the compile worker. Replies carry the `id` of what they answer. */

/** What a worker has loaded; handed to its successor when it had to be ended, so that nothing is fetched twice. */
export interface LoadedToolchain {
  readonly module: WebAssembly.Module;
  readonly sysroot: Uint8Array;
}

export type ToWorker =
  /** First of all. `base` is the URL of the toolchain's folder, with a slash at its end. */
  | { readonly type: 'load'; readonly base: string; readonly loaded: LoadedToolchain | undefined }
  | { readonly type: 'compile'; readonly id: number; readonly request: CompileRequest }
  | { readonly type: 'check'; readonly id: number; readonly request: CompileRequest }
  | {
      readonly type: 'tool';
      readonly id: number;
      readonly name: LlvmTool;
      readonly args: readonly string[];
      readonly files: Readonly<Record<string, Uint8Array>>;
    };

export type FromWorker =
  | { readonly type: 'progress'; readonly progress: LoadProgress }
  /** To those who share a worker without what was loaded. */
  | { readonly type: 'loaded'; readonly loaded?: LoadedToolchain | undefined }
  /** The toolchain could not be fetched or compiled. */
  | { readonly type: 'load-failed'; readonly message: string }
  | { readonly type: 'compiled'; readonly id: number; readonly result: CompileResult }
  | { readonly type: 'checked'; readonly id: number; readonly diagnostics: readonly Diagnostic[] }
  | { readonly type: 'tool-ran'; readonly id: number; readonly output: ToolOutput }
  /** A programmer's error; what the person got wrong comes as diagnostics. */
  | { readonly type: 'threw'; readonly id: number; readonly message: string };
