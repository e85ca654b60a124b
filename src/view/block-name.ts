/** What a box of the right side is called. */
import { formatCount } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import { segmentOf } from '../layout/mapped-blocks.ts';
import type { Recorded } from '../session/recorded.ts';
import type { AllocationId } from '../util/units.ts';

export function blockName(
  block: AllocationId,
  { name, messages: { picture } }: Locale,
  recorded: Pick<Recorded, 'survey'> | undefined,
): string {
  const segment = segmentOf(block);
  return segment === undefined
    ? picture.block(formatCount(numberOf(block, recorded), name))
    : picture.segment(formatCount(segment, name));
}

/** A block's number as a person knows it. */
export function numberOf(block: AllocationId, recorded: Pick<Recorded, 'survey'> | undefined): number {
  return recorded?.survey.part?.numberOf(block) ?? block;
}
