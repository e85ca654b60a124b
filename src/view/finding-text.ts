/** A finding in words. */
import { formatAddress, formatBytes, formatCount } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.svelte.ts';
import type { Finding } from '../session/recorded.ts';

/** "Leak · definitely lost" or "Double free". */
export function findingTitle(finding: Finding, { messages }: Locale): string {
  const kind = messages.findings.kinds[finding.kind];
  return finding.kind === 'leak' ? `${kind} · ${messages.findings.leakKinds[finding.leak]}` : kind;
}

/** What happened, with sizes and places. */
export function findingText(finding: Finding, locale: Locale): string {
  const { findings: t, heapMap } = locale.messages;
  const bytes = (n: number): string => formatBytes(n, locale.name);
  const count = (n: number): string => formatCount(n, locale.name);
  if (finding.kind === 'leak') {
    const say = {
      'definitely-lost': t.leakDefinite,
      'indirectly-lost': t.leakIndirect,
      'possibly-lost': t.leakDefinite,
      'still-reachable': t.leakReachable,
      'shared-segment': t.leakSegment,
    };
    return say[finding.leak](bytes(finding.bytes), heapMap.blocks(finding.blocks, count(finding.blocks)));
  }
  const parts: string[] = [];
  if (finding.access && finding.size > 0)
    parts.push(t.access[finding.access](bytes(finding.size), formatAddress(finding.address)));
  else if (finding.size > 0) parts.push(t.asked(bytes(finding.size)));
  else if (finding.address > 0) parts.push(t.atAddress(formatAddress(finding.address)));
  const { block } = finding;
  if (block) parts.push(t.distance[block.where](bytes(block.bytes), count(block.id), bytes(block.size)));
  if (finding.count > 1) parts.push(t.times(count(finding.count)));
  const text = parts.join(locale.name === 'zh' ? '，' : ', ');
  return text === '' ? '' : text.charAt(0).toUpperCase() + text.slice(1) + (locale.name === 'zh' ? '。' : '.');
}
