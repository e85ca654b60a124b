import type { Locale } from '../i18n/locale.svelte.ts';
import type { Finding } from '../session/recorded.ts';

/** "Leak · definitely lost" or "Double free". */
export function findingTitle(finding: Finding, { messages }: Locale): string {
  const kind = messages.findings.kinds[finding.kind];
  return finding.kind === 'leak' ? `${kind} · ${messages.findings.leakKinds[finding.leak]}` : kind;
}
