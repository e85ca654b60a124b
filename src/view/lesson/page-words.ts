import { LESSON_WORDS } from '../../lesson/messages.ts';
import type { LoadWords } from '../appearance.ts';
import { loadFindingWords } from '../finding-text.ts';

/** What the page of lessons says beside the page's own words: of findings, and of checks. */
export const LESSON_PAGE_WORDS: readonly LoadWords[] = [loadFindingWords, (name) => LESSON_WORDS.fetch(name)];
