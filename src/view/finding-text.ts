/** A finding in words: what the report says of it. */
import type { LocaleName } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import type { Origin } from '../replay/findings.ts';
import { REPORT_WORDS, reportMessages, type ReportMessages } from '../report/messages.ts';
import type { Finding } from '../session/recorded.ts';
import { usersLines } from '../session/story-steps.ts';
import type { RunEnd, TrapReason } from '../trace/recording.ts';

/** To be waited for before `Locale.name` becomes this. */
export const loadFindingWords = (name: LocaleName): Promise<void> => REPORT_WORDS.fetch(name);

/** What happened, as a sentence. `end`: how the run did. */
export function findingText(finding: Finding, locale: Locale, end?: RunEnd): string {
  const reason = faultOf(finding, end);
  if (reason && isBare(finding)) return sentenceOf(locale.messages.traps[reason], locale);
  return sentenceOf(reportMessages(locale.name).title(finding), locale);
}

/** What else is known of it: where a value came from, and who waits for what. */
export function findingNotes(finding: Finding, locale: Locale): string[] {
  if (finding.kind === 'leak') return [];
  const messages = reportMessages(locale.name);
  const { origin, waits = [] } = finding;
  return [...(origin ? [originText(origin, messages)] : []), ...waits.map((task) => messages.waits(task))].map((text) =>
    sentenceOf(text, locale),
  );
}

function originText(origin: Origin, messages: ReportMessages): string {
  if (origin.kind === 'variable') return messages.valueFromVariable(origin.variable);
  const stack = origin.kind === 'block' ? origin.allocated.stack : origin.stack;
  const name = usersLines(stack)[0]?.function ?? '?';
  return origin.kind === 'block'
    ? messages.valueFromBlock(name, origin.size)
    : messages.valueFromAlloca(name, origin.size);
}

/** What the machine said of a fault. */
function faultOf(finding: Finding, end: RunEnd | undefined): TrapReason | undefined {
  return finding.kind === 'trap' && end?.kind === 'trap' ? end.reason : undefined;
}

/** Whether nothing is known of it but that there was a fault. */
const isBare = (finding: Finding): boolean =>
  finding.kind === 'trap' && !finding.access && !finding.unmapped && !finding.constant;

/** One that begins with C, as `free(name)` is, begins as C does. */
function sentenceOf(text: string, locale: Locale): string {
  const isCode = /^\w+\(/.test(text);
  return (isCode ? text : text.charAt(0).toUpperCase() + text.slice(1)) + locale.messages.status.full;
}

/** The usual cause and the usual fix, each with its label. */
export function findingAdvice(
  finding: Finding,
  locale: Locale,
  end?: RunEnd,
): { readonly label: string; readonly text: string }[] {
  const messages = reportMessages(locale.name);
  const { cause, fix } = messages.explain(finding, faultOf(finding, end));
  return [
    { label: messages.cause, text: cause },
    { label: messages.fix, text: fix },
  ];
}
