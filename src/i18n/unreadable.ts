/** Why a recording can't be read, or not to its end: the page and the command say it in the same words. */
import type { Unreadable } from '../trace/read-recording.ts';
import type { Widen } from './messages.ts';
import type { unreadableEn } from './unreadable.en.ts';

export type UnreadableMessages = Widen<typeof unreadableEn>;

/** A part of a sentence, without a full stop. */
export function whyUnreadable(words: UnreadableMessages, of: Unreadable): string {
  if ('reason' in of) return words.damaged(of.reason);
  if (of.what === 'no-recording') return words.noRecording;
  return words.otherVersion(String(of.version), String(of.readable));
}
