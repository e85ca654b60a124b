import { EMPTY_BLOCK } from './instructions.ts';
import type { FunctionType, Module } from './module.ts';

const NOTHING: FunctionType = { parameters: [], results: [] };

/** What a block takes and gives, by its encoded type: an index of a function type, or, negative, one result or none. */
export function blockType({ types }: Module, encoded: number): FunctionType {
  if (encoded >= 0) return types[encoded] ?? NOTHING;
  const result = encoded & 0x7f;
  return result === EMPTY_BLOCK ? NOTHING : { parameters: [], results: [result] };
}
