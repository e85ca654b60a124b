/** What the compiler says about the sources as they are now. */
import type { Diagnostic } from '../compile/compile.ts';

export type { Diagnostic, SourcePosition } from '../compile/compile.ts';

export class Diagnostics {
  all = $state.raw<readonly Diagnostic[]>([]);

  readonly errors = $derived(this.all.filter(isError));
  readonly warnings = $derived(this.all.filter((one) => one.severity === 'warning'));
}

export function isError(one: Diagnostic): boolean {
  return one.severity === 'error' || one.severity === 'fatal';
}
