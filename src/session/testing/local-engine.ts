/** The engine in the test's own process: the same compiler and runner, without workers. */
import type { LocalCompiler } from '../../compile/compiler.ts';
import { runProgram } from '../../run/run.ts';
import type { RunRequest } from '../../run/request.ts';
import type { Engine } from '../engine.ts';

export class LocalEngine implements Engine {
  /** What was asked to run, in order. */
  readonly requests: RunRequest[] = [];
  readonly compiler: LocalCompiler;

  constructor(compiler: LocalCompiler) {
    this.compiler = compiler;
  }

  compile: Engine['compile'] = (request) => Promise.resolve(this.compiler.compile(request));
  check: Engine['check'] = (request) => Promise.resolve(this.compiler.check(request));
  addr2line: Engine['addr2line'] = (args, files) => Promise.resolve(this.compiler.tool('addr2line', args, files));
  cancelCompile: Engine['cancelCompile'] = () => undefined;
  run: Engine['run'] = (request) => {
    this.requests.push(request);
    return { result: runProgram(request), stop: () => undefined };
  };
}
