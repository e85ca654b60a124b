/** Links from one lesson to another: `#02-first-leak`. */
import type { Block, Inline, LessonText, Prose } from './model.ts';

/** The names of the lessons that a text links to, with the line of the block that does. */
export function linkedLessons({ blocks }: LessonText): { readonly line: number; readonly name: string }[] {
  return blocks.flatMap((block) =>
    linksIn(block)
      .filter((href) => href.startsWith('#'))
      .map((href) => ({ line: block.line, name: href.slice(1) })),
  );
}

function linksIn(block: Block): string[] {
  switch (block.kind) {
    case 'show':
      return [];
    case 'predict':
      return [...linksOf(block.content), ...block.cells.flatMap(({ label }) => inlineLinks(label ?? []))];
    case 'quiz':
      return [
        ...linksOf(block.content),
        ...block.choices.flatMap(({ text, why }) => [...inlineLinks(text), ...inlineLinks(why)]),
      ];
    case 'prose':
    case 'exercise':
    case 'hint':
      return linksOf(block.content);
  }
}

function linksOf(content: readonly Prose[]): string[] {
  return content.flatMap((part) => {
    switch (part.kind) {
      case 'heading':
      case 'paragraph':
        return inlineLinks(part.content);
      case 'list':
        return part.items.flatMap(linksOf);
      case 'quote':
        return linksOf(part.content);
      case 'table':
        return [part.header, ...part.rows].flat().flatMap(inlineLinks);
      case 'code':
      case 'rule':
        return [];
    }
  });
}

function inlineLinks(content: readonly Inline[]): string[] {
  return content.flatMap((part) => {
    if (part.kind === 'link') return [part.href, ...inlineLinks(part.content)];
    return 'content' in part ? inlineLinks(part.content) : [];
  });
}
