/** What a person has set up for themselves: theme, language, panes. Kept in localStorage. */
import { ENGLISH, localeOfTag, type LocaleName } from '../i18n/locale-name.ts';
import { readStored, writeStored } from './storage.ts';

export type Theme = 'light' | 'dark';
export const PICTURE_TABS = ['objects', 'heap', 'bytes', 'processes', 'sites'] as const;
export type PictureTab = (typeof PICTURE_TABS)[number];
export type OutputTab = 'console' | 'findings' | 'files' | 'problems';
export type PhoneTab = 'editor' | 'picture' | 'output';

export const SPEEDS: readonly number[] = [1, 2, 5, 10, 30, 100, 1000];

export class Preferences {
  theme = $state<Theme>('light');
  locale = $state<LocaleName>(ENGLISH);
  pictureTab = $state<PictureTab>('objects');
  outputTab = $state<OutputTab>('console');
  phoneTab = $state<PhoneTab>('picture');
  /** Large type, for a projector. */
  projector = $state(false);
  /** Steps a second while playing. */
  speed = $state(2);
  /** Width of the editor's column and height of the editor in it, in percent. */
  columns = $state<number>(40);
  rows = $state<number>(64);

  /** Takes what first-paint.js chose for theme and language, then the stored rest. */
  constructor() {
    const root = globalThis.document?.documentElement;
    if (root?.dataset['theme'] === 'dark') this.theme = 'dark';
    // The page's own is what was chosen, or else the browser's first: it may have others that we speak.
    const tags = [root?.lang ?? '', ...(globalThis.navigator?.languages ?? [])];
    this.locale = tags.map(localeOfTag).find((name) => name !== undefined) ?? ENGLISH;
    const stored = readStored('preferences');
    if (!stored) return;
    if (SPEEDS.includes(Number(stored['speed']))) this.speed = Number(stored['speed']);
    this.projector = stored['projector'] === true;
    if (isPercent(stored['columns'])) this.columns = stored['columns'];
    if (isPercent(stored['rows'])) this.rows = stored['rows'];
  }

  save(): void {
    const { theme, locale, speed, columns, rows, projector } = this;
    writeStored('preferences', { theme, locale, speed, columns, rows, projector });
  }
}

function isPercent(value: unknown): value is number {
  return typeof value === 'number' && value >= 10 && value <= 90;
}
