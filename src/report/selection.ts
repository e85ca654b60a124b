/** Which findings a report shows and which count as errors: suppressions, and memcheck's options about leaks. */
import { LEAK_KINDS, type Finding, type LeakKind } from '../replay/findings.ts';
import type { ByteCount } from '../util/units.ts';
import { isSuppressed, type Suppression } from './suppressions.ts';

export interface ReportPolicy {
  /** no: leaks aren't looked at; summary: only their totals are given; full: each place that leaks is a finding. */
  readonly leakCheck: 'no' | 'summary' | 'full';
  readonly shownLeaks: ReadonlySet<LeakKind>;
  /** Those that count as errors. */
  readonly leakErrors: ReadonlySet<LeakKind>;
  readonly suppressions: readonly Suppression[];
}

export const ALL_LEAK_KINDS: ReadonlySet<LeakKind> = new Set(LEAK_KINDS.filter((kind) => kind !== ''));

export const DEFAULT_POLICY: ReportPolicy = {
  leakCheck: 'full',
  shownLeaks: ALL_LEAK_KINDS,
  leakErrors: ALL_LEAK_KINDS,
  suppressions: [],
};

export type LeakTotals = Readonly<Record<LeakKind, { readonly bytes: ByteCount; readonly blocks: number }>>;

export interface Selection {
  readonly findings: readonly Finding[];
  /** Of those that aren't suppressed, shown or not. */
  readonly leaks: LeakTotals;
  readonly suppressed: number;
  /** Whether there is anything that counts as an error. */
  readonly hasErrors: boolean;
}

export function selectFindings(all: readonly Finding[], policy: ReportPolicy = DEFAULT_POLICY): Selection {
  const wanted = all.filter((finding) => finding.kind !== 'leak' || policy.leakCheck !== 'no');
  const kept = wanted.filter((finding) => !isSuppressed(finding, policy.suppressions));
  const isFull = policy.leakCheck === 'full';
  return {
    findings: kept.filter((finding) => finding.kind !== 'leak' || (isFull && policy.shownLeaks.has(finding.leak))),
    leaks: leakTotals(kept),
    suppressed: wanted.length - kept.length,
    hasErrors: kept.some((finding) => finding.kind !== 'leak' || (isFull && policy.leakErrors.has(finding.leak))),
  };
}

function leakTotals(findings: readonly Finding[]): LeakTotals {
  const totals = Object.fromEntries([...ALL_LEAK_KINDS].map((kind) => [kind, { bytes: 0, blocks: 0 }]));
  for (const finding of findings) {
    if (finding.kind !== 'leak') continue;
    const total = totals[finding.leak]!;
    total.bytes += finding.bytes;
    total.blocks += finding.blocks;
  }
  return totals as LeakTotals;
}
