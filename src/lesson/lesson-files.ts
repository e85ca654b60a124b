/** What the files of a lesson are called. */
import type { LocaleName } from '../i18n/format.ts';

export const SETTINGS_FILE = 'lesson.yaml';
export const textFile = (language: LocaleName): string => `lesson.${language}.md`;
