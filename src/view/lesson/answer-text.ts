/** The answers of predictions in words. */
import { formatList } from '../../i18n/format.ts';
import type { Locale } from '../../i18n/locale.svelte.ts';
import type { CellAnswer, Target } from '../../lesson/answer.ts';

export function targetText(target: Target, { messages }: Locale): string {
  const t = messages.lesson;
  switch (target.kind) {
    case 'null':
      return t.toNull;
    case 'unwritten':
      return t.notSet;
    case 'literal':
      return t.toLiteral;
    case 'function':
      return t.toFunction;
    case 'elsewhere':
      return t.toNowhere;
    case 'block':
      return target.isFreed ? t.toFreed(String(target.block)) : t.toBlock(String(target.block));
    case 'variable':
      return t.toVariable(target.function === undefined ? target.name : `${target.function}.${target.name}`);
  }
}

/** What may go wrong, for a choice: every kind of finding by its name. */
export function findingChoices({ messages }: Locale): { readonly id: string; readonly text: string }[] {
  return Object.entries(messages.findings.kinds).map(([id, text]) => ({ id, text }));
}

export function answerText(answer: CellAnswer, locale: Locale): string {
  const t = locale.messages.lesson;
  switch (answer.kind) {
    case 'value':
      return answer.atoms.every(({ kind }) => kind === 'unwritten') ? t.notSet : answer.text;
    case 'points-to': {
      const target = answer.targets.find(({ id }) => id === answer.right);
      return target ? targetText(target, locale) : t.toNowhere;
    }
    case 'leaks':
      return answer.right.length === 0
        ? t.noLeaks
        : formatList(
            answer.right.map((block) => t.toBlock(String(block))),
            locale.name,
          );
    case 'output':
      return answer.text === '' ? t.nothing : `\n${answer.text.trimEnd()}`;
    case 'finding-kind':
      return locale.messages.findings.kinds[answer.right];
    case 'finding-line':
    case 'visits':
      return String(answer.right);
  }
}
