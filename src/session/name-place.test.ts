import { describe, expect, it } from 'vitest';
import { memoryOf, namePlace } from './name-place.ts';
import { LEAKY_LIST, useLocalSession } from './testing/local-session.ts';
import { writtenPlaces } from './written-places.ts';

const local = useLocalSession();

/** What the step wrote: names with the values that a sentence tells. */
function written(): unknown[] {
  const { seen, blocks, recorded } = local().session.playback;
  if (!seen || !recorded) throw new Error('nothing is seen');
  const stores = seen.moment.events.filter((event) => event.kind === 'store');
  const places = writtenPlaces(stores, (range, task) => {
    const memory = memoryOf(task, seen, blocks);
    return memory && namePlace(range, memory, seen.codeOf, recorded);
  });
  return places.map(({ place }) => {
    if (place.kind !== 'variable') return [place.kind, place.size];
    const { name, value } = place;
    return [name, value?.kind === 'text' ? value.text : value?.kind];
  });
}

/** The same, after the first time that each line ran. */
function writtenAt(...lines: readonly number[]): unknown[] {
  const { playback } = local().session;
  return lines.map((line) => {
    local().goToLine(line);
    playback.goTo(playback.position + 1);
    return written();
  });
}

describe('what a step wrote', () => {
  it('is named by the pointers that lead there, and pointers are told by what they lead to', async () => {
    await local().run(LEAKY_LIST);
    expect(writtenAt(6, 7, 8)).toEqual([[['made', 'block']], [['made->value', '1']], [['made->next', 'NULL']]]);
  });

  it('is told as one where it is an array, a text or a struct', async () => {
    await local().run(
      '#include <stdlib.h>\n#include <string.h>\nstruct pair { int a, b; };\nint main(void) {\n' +
        '  int **rows = malloc(2 * sizeof *rows);\n  rows[1] = malloc(2 * sizeof **rows);\n  rows[1][1] = 7;\n' +
        '  char *text = malloc(8);\n  strcpy(text, "abc");\n  int numbers[3] = {1, 2, 3};\n' +
        '  struct pair pair = {4, 5}, copy;\n  copy = pair;\n  int *one = malloc(sizeof *one);\n  *one = 6;\n' +
        '  int **link = &rows[1];\n  int *into = &numbers[1];\n  return copy.a + *into + **link == 0;\n}\n',
    );
    expect(writtenAt(7, 9, 10, 12, 14, 15, 16)).toEqual([
      [['rows[1][1]', '7']],
      [['text', '"abc"']],
      [['numbers', '{1, 2, 3}']],
      [['copy', '{4, 5}']],
      [['*one', '6']],
      [['link', 'block']],
      [['into', 'stack']],
    ]);
  });

  it('is found through structs, arrays and frames further out; bit-fields are told with their struct', async () => {
    await local().run(
      '#include <stdlib.h>\n#include <string.h>\nstruct word { int length; char letters[]; };\n' +
        'struct date { unsigned day : 5, month : 4; };\nstruct list { struct word *words[2]; };\n' +
        'static void set(struct list *list) {\n  list->words[1]->length = 3;\n}\nint main(void) {\n' +
        '  struct list list = {{0}};\n  list.words[1] = malloc(sizeof(struct word) + 4);\n' +
        '  strcpy(list.words[1]->letters, "two");\n  struct date date = {1, 2};\n  date.month = 3;\n' +
        '  void (*f)(struct list *) = set;\n  f(&list);\n  return date.day == 0;\n}\n',
    );
    expect(writtenAt(7, 12, 14, 15)).toEqual([
      [['list->words[1]->length', '3']],
      [['list.words[1]->letters', '"two"']],
      [['date', '{1, 3}']],
      [['f', 'set']],
    ]);
  });

  it('has no value where it is set in part, and no name where no typed pointer leads there', async () => {
    await local().run(
      '#include <stdlib.h>\nint main(void) {\n  int n;\n  char *first = (char *)&n;\n  *first = 1;\n' +
        '  n = 0;\n  void *any = malloc(8);\n  *(int *)any = 1;\n  return n;\n}\n',
    );
    expect(writtenAt(5, 6, 8)).toEqual([[['n', undefined]], [['n', '0']], [['block', 4]]]);
  });

  it('is told with the function whose variable it is, where that is one further out', async () => {
    await local().run(
      'struct text { int size, length; };\nstatic void grow(struct text *text, int length) {\n  text->length += length;\n' +
        '}\nint main(void) {\n  struct text text = {1, 2};\n  grow(&text, 40);\n  return 0;\n}\n',
    );
    local().goToLine(4);
    const { seen, blocks, recorded } = local().session.playback;
    const store = seen?.moment.events.find((event) => event.kind === 'store');
    if (!seen || !recorded || store?.kind !== 'store') throw new Error('no store');
    const memory = memoryOf(store, seen, blocks)!;
    const named = namePlace({ address: store.change.address, size: 4 }, memory, seen.codeOf, recorded);
    const value = { kind: 'text', text: '42' };
    expect(named).toEqual({ kind: 'variable', name: 'text.length', whole: 'text', frame: 'main', value });
  });
});
