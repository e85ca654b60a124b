/** What a step's sentence calls places in memory and what is in them. Fetched when the first sentence is said. */
export { memoryOf, namePlace } from './name-place.ts';
export { writtenPlaces } from './written-places.ts';
