/** A finding in words. */
import type { Messages } from '../i18n/messages.ts';
import { formatAddress } from '../i18n/format.ts';
import type { ShownFinding } from '../session/recorded.ts';

type Format = (n: number) => string;

/** "Leak, definitely lost" or "Double free". */
export function findingTitle(finding: ShownFinding, messages: Messages): string {
  const kind = messages.findings.kinds[finding.kind];
  return finding.leak ? `${kind} · ${messages.findings.leakKinds[finding.leak]}` : kind;
}

/** What happened, with sizes and addresses. */
export function findingText(finding: ShownFinding, messages: Messages, bytes: Format, count: Format): string {
  const { findings, heapMap } = messages;
  if (finding.kind === 'leak') {
    const blocks = heapMap.blocks(finding.blocks.length, count(finding.blocks.length));
    const say = { 'definitely-lost': findings.leakDefinite, 'indirectly-lost': findings.leakIndirect, 'possibly-lost': findings.leakDefinite, 'still-reachable': findings.leakReachable };
    return say[finding.leak ?? 'definitely-lost'](bytes(finding.bytes), blocks);
  }
  if (finding.detail) return finding.detail;
  return finding.size > 0 ? `${bytes(finding.size)}, ${formatAddress(finding.address)}` : formatAddress(finding.address);
}
