/** What was looked for, as a person would have written it into the box that asks. */
import type { Sought } from '../session/time-search.svelte.ts';

/** The longest that is written as a number. */
const LONGEST = 8;

/** The box's field for where to look. */
export function targetText(sought: Sought): string {
  switch (sought.kind) {
    case 'line':
      return `${sought.file}:${sought.line}`;
    case 'lost':
      return String(sought.block);
    case 'write':
      return placeText(sought.address, sought.size);
    case 'value':
      return placeText(sought.address, sought.wanted.length);
  }
}

/** The box's field for a value; '' for what has none. */
export function valueText(sought: Sought): string {
  if (sought.kind !== 'value' || sought.wanted.length > LONGEST) return '';
  return String(sought.wanted.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n));
}

const placeText = (address: number, size: number): string => `0x${address.toString(16)}+${size}`;
