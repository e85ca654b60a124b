/** The bytes are not a module this reader understands. `offset` counts from the start of the module. */
export class WasmError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(`${message} (at byte ${offset})`);
    this.name = 'WasmError';
  }
}
