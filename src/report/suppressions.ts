/** Rules that keep findings out of a report: `kind[:function[:file]]`, each part with `*` and `?` as in file names. */
import { FINDING_NAMES, LEAK_KINDS, type Finding } from '../replay/findings.ts';
import type { StackLine } from '../replay/timeline.ts';
import { globPattern } from '../util/glob.ts';

export interface Suppression {
  readonly text: string;
  /** A finding's kind, or a leak's (definitely-lost, ...). */
  readonly kind: RegExp;
  /** One and the same frame of the stack must fit both. */
  readonly function: RegExp;
  /** Fits the path or its last part. */
  readonly file: RegExp;
}

const KINDS: readonly string[] = [...FINDING_NAMES, ...LEAK_KINDS.filter((kind) => kind !== '')];

/** Undefined if the first part is no kind of finding, nor a pattern that fits one. */
export function parseSuppression(text: string): Suppression | undefined {
  const [kind = '', name = '', ...file] = text.trim().split(':');
  const suppression = {
    text: text.trim(),
    kind: globPattern(kind),
    function: globPattern(name.replace(/\(\)$/, '') || '*'),
    file: globPattern(file.join(':') || '*'),
  };
  return KINDS.some((known) => suppression.kind.test(known)) ? suppression : undefined;
}

/** One rule a line; empty lines and those that begin with # don't count. Lines that are no rules come back with their number. */
export function parseSuppressions(text: string): {
  readonly rules: readonly Suppression[];
  readonly wrong: readonly { readonly line: number; readonly text: string }[];
} {
  const rules: Suppression[] = [];
  const wrong: { line: number; text: string }[] = [];
  text.split(/\r?\n/).forEach((each, index) => {
    if (/^\s*(#|$)/.test(each)) return;
    const rule = parseSuppression(each);
    if (rule) rules.push(rule);
    else wrong.push({ line: index + 1, text: each.trim() });
  });
  return { rules, wrong };
}

export function isSuppressed(finding: Finding, rules: readonly Suppression[]): boolean {
  return rules.some(
    (rule) =>
      (rule.kind.test(finding.kind) || (finding.kind === 'leak' && rule.kind.test(finding.leak))) &&
      (finding.stack.length === 0 ? [NOWHERE] : finding.stack).some((line) => fits(line, rule)),
  );
}

const NOWHERE = { function: '', file: '' };

function fits({ function: name, file }: Pick<StackLine, 'function' | 'file'>, rule: Suppression): boolean {
  const base = file.slice(file.lastIndexOf('/') + 1);
  return rule.function.test(name) && (rule.file.test(file) || rule.file.test(base));
}
