/** What a box of the right side is called. */
import { formatCount } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import { segmentOf } from '../layout/mapped-blocks.ts';
import type { AllocationId } from '../util/units.ts';

export function blockName(block: AllocationId, { name, messages: { picture } }: Locale): string {
  const segment = segmentOf(block);
  return segment === undefined ? picture.block(formatCount(block, name)) : picture.segment(formatCount(segment, name));
}
