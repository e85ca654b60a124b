/** What one step did, in a sentence. */
import type { Locale } from '../i18n/locale.svelte.ts';
import type { Seen } from '../session/playback.svelte.ts';
import type { Recorded } from '../session/recorded.ts';

export function describeStep(seen: Seen, recorded: Recorded, locale: Locale): string {
  if (seen.step === 0) return locale.messages.status.start;
  void recorded;
  return locale.messages.status.nothing;
}
