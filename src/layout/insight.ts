/** What pictures after the first are placed with, fetched as one. */
import { keepPlaces } from './keep-places.ts';
import type { Insight } from './place-blocks.ts';
import { linkReader } from './read-links.ts';

export const insight: Insight = { keepPlaces, linkReader };
