/** All languages of a lesson must lead the picture in the same way. */
import type { Block, LessonText } from './model.ts';
import type { ProblemList } from './problem.ts';

/** Adds to `problems` (those of `text`'s file) where it departs from `first`. */
export function compareDirectives(first: LessonText, firstFile: string, text: LessonText, problems: ProblemList): void {
  const wanted = directivesOf(first);
  const here = directivesOf(text);
  for (let i = 0; i < Math.max(wanted.length, here.length); i++) {
    const [one, other] = [wanted[i], here[i]];
    if (one?.said === other?.said) continue;
    const line = other?.line ?? here.at(-1)?.line ?? 1;
    const what = { otherLine: one?.line ?? wanted.at(-1)?.line ?? 1, there: one?.said ?? '' };
    problems.add(line, other?.kind ?? one!.kind, { kind: 'differs', other: firstFile, ...what });
    // What follows is out of step with the other text only because of this.
    return;
  }
}

interface Directive {
  readonly line: number;
  readonly kind: Block['kind'];
  /** What it says apart from its words. */
  readonly said: string;
}

function directivesOf({ blocks }: LessonText): Directive[] {
  return blocks.flatMap((block) => {
    const said = saidBy(block);
    return said === undefined ? [] : [{ line: block.line, kind: block.kind, said }];
  });
}

function saidBy(block: Block): string | undefined {
  switch (block.kind) {
    case 'prose':
      return undefined;
    case 'show':
      return `show ${plain(block.show)}`;
    case 'predict': {
      const cells = block.cells.map(({ line: _, label: __, ...cell }) => plain(cell));
      return `predict id=${block.id} program=${block.program} ${plain(block.at)} (${cells.join('; ')})`;
    }
    case 'quiz':
      return `quiz id=${block.id} (${block.choices.map(({ isRight }) => (isRight ? '[x]' : '[ ]')).join(' ')})`;
    case 'exercise':
    case 'hint':
      return block.kind;
  }
}

/** 'kind=line line=12 time=1'. */
function plain(value: object): string {
  return Object.entries(value)
    .map(([name, part]) => (typeof part === 'object' ? plain(part as object) : `${name}=${String(part)}`))
    .join(' ');
}
