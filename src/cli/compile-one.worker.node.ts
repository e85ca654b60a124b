/** A thread that compiles one program. Whoever started it ends it when it takes too long. */
import { parentPort, workerData } from 'node:worker_threads';
import { createCompiler } from '../compile/compiler.ts';
import { nodeLoader } from '../compile/node-loader.node.ts';
import type { CompileTask } from './compile-in-thread.ts';

const { toolchain, request } = workerData as CompileTask;
const result = (await createCompiler(nodeLoader(toolchain))).compile(request);
parentPort?.postMessage(result, result.kind === 'linked' ? [result.wasm.buffer as ArrayBuffer] : []);
