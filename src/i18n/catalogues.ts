/** The words of the page in each language, fetched when they are first spoken: nobody fetches what they don't read. */
import type { LocaleName } from './locale-name.ts';
import type { Messages } from './messages.ts';

export const CATALOGUES: Readonly<Record<LocaleName, () => Promise<Messages>>> = {
  en: async () => (await import('./en.ts')).en,
  zh: async () => (await import('./zh.ts')).zh,
};
