import { expect, test } from 'vitest';
import { bendArrows } from './bend-arrows.ts';
import { PictureKeeper } from './keep-picture.ts';
import { insight } from './insight.ts';
import { placeObjects, type ObjectPicture } from './place-objects.ts';
import { replayProgram } from './replayed-program.fixture.ts';

const metrics = { width: 900, rowHeight: 24, headHeight: 28, gap: 16, padding: 24 };

/** All that a box may depend on outside of itself: strings, other blocks, variables that end, shared text, arrays of pointers. */
const MIXED = `#include <stdlib.h>
#include <string.h>
struct node { int value; struct node *next; char *name; int *counter; };
static struct node *made(int value, struct node *next, int *counter) {
    int local = value;
    struct node *node = malloc(sizeof *node);
    node->value = local;
    node->next = next;
    node->counter = &local;
    node->name = malloc(8);
    strcpy(node->name, "node");
    node->name[0] += value;
    node->counter = counter;
    return node;
}
int main(void) {
    int counter = 0;
    struct node *list = NULL;
    void **all = malloc(5 * sizeof *all);
    for (int i = 0; i < 5; i++) {
        list = made(i, list, &counter);
        all[i] = list;
        counter += i;
    }
    struct node *second = list->next;
    second->name[1] = 'O';
    free(second->name);
    free(second);
    list->next = NULL;
    free(all);
    list = NULL;
    return counter;
}
`;

test('a picture that keeps what did not change is the picture made anew, forward, backward and in leaps', async () => {
  const program = await replayProgram(MIXED);
  const { end } = program.replay;
  const forward = Array.from({ length: end + 1 }, (_, step) => step);
  const leaps = forward.map((step) => (step * 37) % (end + 1));
  const keeper = new PictureKeeper();
  let [kept, anew]: (ObjectPicture | undefined)[] = [];
  let reused = 0;
  for (const step of [...forward, ...forward.toReversed(), ...leaps]) {
    const plain = program.objectsAt(step);
    const model = program.objectsAt(step, keeper.boxes);
    expect(model, `step ${step}`).toEqual(plain);
    const before = kept;
    kept = keeper.place(model, metrics, { before, ...insight, bendArrows });
    anew = placeObjects(plain, metrics, { before: anew, ...insight, bendArrows });
    expect(kept, `step ${step}`).toEqual(anew);
    reused += kept.boxes.filter((box) => before?.boxes.includes(box)).length;
  }
  expect(reused).toBeGreaterThan(forward.length * 4);
});
