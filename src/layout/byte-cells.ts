import { ShadowState } from '../trace/records.ts';

/** How a byte is shown. */
export type ByteLook = 'defined' | 'undefined' | 'freed' | 'redzone' | 'unallocated';

const LOOKS: Readonly<Record<number, ByteLook>> = {
  [ShadowState.defined]: 'defined',
  [ShadowState.readOnly]: 'defined',
  [ShadowState.undefined]: 'undefined',
  [ShadowState.freed]: 'freed',
  [ShadowState.heapHeaderFreed]: 'freed',
  [ShadowState.heapRedzone]: 'redzone',
  [ShadowState.heapHeader]: 'redzone',
  [ShadowState.stackRedzone]: 'redzone',
  [ShadowState.globalRedzone]: 'redzone',
};

/** The look that a byte's shadow state gives it; what nobody may touch counts as unallocated. */
export function byteLook(state: number): ByteLook {
  return LOOKS[state] ?? 'unallocated';
}

/** A byte as a character: printable ASCII, else a dot. */
export function byteCharacter(byte: number): string {
  return byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·';
}
