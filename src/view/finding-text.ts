/** A finding in words: what the report says of it. */
import type { LocaleName } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import { englishMessages } from '../report/messages.en.ts';
import type { ReportMessages } from '../report/messages.ts';
import type { Finding } from '../session/recorded.ts';

/** English is always there, as in `Locale`. */
const words: Partial<Record<LocaleName, ReportMessages>> = { en: englishMessages };
const LOADERS: Readonly<Record<LocaleName, () => Promise<ReportMessages>>> = {
  en: () => Promise.resolve(englishMessages),
  zh: async () => (await import('../report/messages.zh.ts')).chineseMessages,
};

/** To be waited for before `Locale.name` becomes this. */
export async function loadFindingWords(name: LocaleName): Promise<void> {
  words[name] ??= await LOADERS[name]();
}

function wordsOf({ name }: Locale): ReportMessages {
  return words[name] ?? englishMessages;
}

/** What happened, as a sentence. */
export function findingText(finding: Finding, locale: Locale): string {
  const text = wordsOf(locale).title(finding);
  return text.charAt(0).toUpperCase() + text.slice(1) + locale.messages.status.full;
}

/** The usual cause and the usual fix, each with its label. */
export function findingAdvice(finding: Finding, locale: Locale): { readonly label: string; readonly text: string }[] {
  const messages = wordsOf(locale);
  const { cause, fix } = messages.explain(finding);
  return [
    { label: messages.cause, text: cause },
    { label: messages.fix, text: fix },
  ];
}
