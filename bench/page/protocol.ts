import type { SourceFile } from '../../src/compile/compile.ts';

/** What `bench/chromium.ts` may ask of the worker in the page, each with the milliseconds (or bytes) that it answers. */
export interface PageTasks {
  /** Compile, link and instrument for a survey, with nothing kept from an earlier call: milliseconds. */
  compile(files: readonly SourceFile[]): Promise<number>;
}

export interface TaskMessage {
  readonly name: keyof PageTasks;
  readonly args: readonly unknown[];
}

export type TaskAnswer = { readonly value: number } | { readonly error: string };
