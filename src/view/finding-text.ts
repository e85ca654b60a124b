/** A finding in words: what the report says of it. */
import type { LocaleName } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import { REPORT_WORDS, reportMessages } from '../report/messages.ts';
import type { Finding } from '../session/recorded.ts';

/** To be waited for before `Locale.name` becomes this. */
export const loadFindingWords = (name: LocaleName): Promise<void> => REPORT_WORDS.fetch(name);

/** What happened, as a sentence. One that begins with C, as `free(name)` is, begins as C does. */
export function findingText(finding: Finding, locale: Locale): string {
  const text = reportMessages(locale.name).title(finding);
  const isCode = /^\w+\(/.test(text);
  return (isCode ? text : text.charAt(0).toUpperCase() + text.slice(1)) + locale.messages.status.full;
}

/** The usual cause and the usual fix, each with its label. */
export function findingAdvice(finding: Finding, locale: Locale): { readonly label: string; readonly text: string }[] {
  const messages = reportMessages(locale.name);
  const { cause, fix } = messages.explain(finding);
  return [
    { label: messages.cause, text: cause },
    { label: messages.fix, text: fix },
  ];
}
