import { sourceOfObject } from './arguments.ts';

/** Finds which main a program has, from what wasm-ld says about symbols (`--trace-symbol`, `-y`). */

export interface MainFunction {
  readonly kind: 'none' | 'standard' | 'unusual';
  /** The C files that define one. */
  readonly files: readonly string[];
}

/** `stdout` has lines `.o/a.c.o: definition of main`; libc has one definition of its own, which doesn't count. */
export function mainFunctionIn(stdout: string, stderr: string): MainFunction {
  const names = new Set<string>();
  const files = new Set<string>();
  for (const [, object = '', name = ''] of stdout.matchAll(
    /^(.*): definition of (main|__main_void|__main_argc_argv)$/gm,
  )) {
    const file = sourceOfObject(object);
    if (file === undefined) continue;
    names.add(name);
    files.add(file);
  }
  const standard = names.has('__main_argc_argv') ? typeOfMain(stderr) === undefined : names.has('__main_void');
  return { kind: names.size === 0 ? 'none' : standard ? 'standard' : 'unusual', files: [...files] };
}

/** The object of wasm/start/ that calls a main of this type; the type as wasm-ld writes it. */
export const START_OBJECTS: Readonly<Record<string, string>> = {
  '() -> void': 'void-none',
  '(i32) -> i32': 'int-argc',
  '(i32) -> void': 'void-argc',
  '(i32, i32) -> void': 'void-argc-argv',
  '(i32, i32, i32) -> i32': 'int-argc-argv-envp',
  '(i32, i32, i32) -> void': 'void-argc-argv-envp',
};

/** The type of the program's main if wasm-ld complained that it isn't the expected one. */
export function typeOfMain(stderr: string): string | undefined {
  const complaint = /function signature mismatch: (?:main|__main_argc_argv)\n((?:>>> .*\n?)*)/.exec(stderr);
  for (const [, type, object = ''] of (complaint?.[1] ?? '').matchAll(/^>>> defined as (.*) in (.*)$/gm)) {
    if (sourceOfObject(object) !== undefined) return type;
  }
  return undefined;
}
