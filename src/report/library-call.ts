import type { StackLine } from '../replay/timeline.ts';

/** The function of the C library that the program's own code called, where a stack begins inside one: not what that one uses. */
export function libraryCall(stack: readonly StackLine[]): string | undefined {
  const own = stack.findIndex((line) => !line.libc);
  return own > 0 ? stack[own - 1]!.function : undefined;
}
