/** Debug information that can't be what a compiler wrote. Caught inside the stage, and listed as a `DebugProblem`. */
export class DwarfError extends Error {
  override readonly name = 'DwarfError';

  /** `offset` counts bytes from the start of `section`. */
  constructor(
    readonly section: string,
    readonly offset: number,
    readonly reason: string,
  ) {
    super(`${section} at byte ${offset}: ${reason}`);
  }
}
