/** What language the command speaks. */
import { localeNamed, type LocaleName } from '../i18n/locale-name.ts';
import { LESSON_WORDS } from '../lesson/messages.ts';
import { NATIVE_WORDS } from '../report/native-messages.ts';
import { REPORT_WORDS } from '../report/messages.ts';
import { speakCommand } from './command-messages.ts';
import { languageOf } from './terminal.ts';

/** That of `--lang`, before anything else is read of the command line: what is wrong with that is told in it, too. */
export function askedLanguage(
  words: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): LocaleName {
  const at = words.findLastIndex((word) => /^--lang(=|$)/.test(word));
  const asked = words[at]?.startsWith('--lang=') ? words[at].slice('--lang='.length) : words[at + 1];
  return (at < 0 ? undefined : localeNamed(asked)) ?? languageOf(environment);
}

/** To be waited for before anything is said in this language. */
export async function speak(language: LocaleName): Promise<void> {
  const reports = [REPORT_WORDS, NATIVE_WORDS, LESSON_WORDS].map((words) => words.fetch(language));
  await Promise.all([...reports, speakCommand(language)]);
}
