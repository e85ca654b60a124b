import type { DebugInfo } from '../dwarf/debug-info.ts';
import { locate } from '../dwarf/locate.ts';
import type { Resolver } from './resolver.ts';

/** What a resolver tells of code offsets. */
export function linesOf(debug: DebugInfo): Resolver['locate'] {
  return (code) =>
    locate(debug, code).map((frame) => ({
      function: frame.function,
      file: frame.file,
      line: frame.line,
      column: frame.column,
      libc: false,
    }));
}
