import { formatBytesShort, formatCount } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import type { RunOutcome } from '../session/run-outcome.ts';
import { DEFAULT_LIMITS } from '../session/limits.ts';

/** How a run ended, in a sentence; '' while it waits for input. */
export function endText(end: RunOutcome['end'], { messages, name }: Locale): string {
  const t = messages.output;
  switch (end.kind) {
    case 'exit':
      return t.exit(String(end.code));
    case 'trap':
      return t.trap(messages.traps[end.reason]);
    case 'killed':
      return t.killed;
    case 'limit':
      return {
        time: t.limitTime(formatCount(DEFAULT_LIMITS.seconds, name)),
        steps: t.limitSteps(formatCount(DEFAULT_LIMITS.steps, name)),
        memory: t.limitMemory(formatBytesShort(DEFAULT_LIMITS.recordingBytes, name)),
        output: t.limitOutput(formatBytesShort(DEFAULT_LIMITS.outputBytes, name)),
      }[end.reason];
    case 'needs-input':
      return '';
  }
}
