/** What the command says of itself. A process speaks one language: that of its command line. */
import type { LocaleName } from '../i18n/locale-name.ts';
import type { Widen } from '../i18n/messages.ts';
import { Words } from '../i18n/words.ts';
import { commandMessagesEn } from './command-messages.en.ts';

export type CommandMessages = Widen<typeof commandMessagesEn>;

const COMMAND_WORDS = new Words<CommandMessages>(
  commandMessagesEn,
  import.meta.glob<CommandMessages>('../languages/*.ts', { import: 'command' }),
);
let spoken: CommandMessages = commandMessagesEn;

/** To be waited for before the command line is read. */
export async function speakCommand(language: LocaleName): Promise<void> {
  await COMMAND_WORDS.fetch(language);
  spoken = COMMAND_WORDS.in(language);
}

export const commandWords = (): CommandMessages => spoken;
