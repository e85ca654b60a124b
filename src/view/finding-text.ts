/** A finding in words: its name here, and what the report says of it. */
import type { Locale } from '../i18n/locale.svelte.ts';
import { reportMessages } from '../report/messages.ts';
import type { Finding } from '../session/recorded.ts';

/** "Leak · definitely lost" or "Double free". */
export function findingTitle(finding: Finding, { messages }: Locale): string {
  const kind = messages.findings.kinds[finding.kind];
  return finding.kind === 'leak' ? `${kind} · ${messages.findings.leakKinds[finding.leak]}` : kind;
}

/** What happened, as a sentence. */
export function findingText(finding: Finding, { name }: Locale): string {
  const text = reportMessages(name).title(finding);
  return text.charAt(0).toUpperCase() + text.slice(1) + (name === 'zh' ? '。' : '.');
}

/** The usual cause and the usual fix, each with its label. */
export function findingAdvice(finding: Finding, { name }: Locale): { readonly label: string; readonly text: string }[] {
  const messages = reportMessages(name);
  const { cause, fix } = messages.explain(finding);
  return [
    { label: messages.cause, text: cause },
    { label: messages.fix, text: fix },
  ];
}
