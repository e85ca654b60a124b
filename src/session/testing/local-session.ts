/** A session over the compiler and the runner of the test's own process, and what tests ask about what it shows. */
import { beforeAll, beforeEach } from 'vitest';
import type { LocalCompiler } from '../../compile/compiler.ts';
import { testCompiler } from '../../compile/testing.node.ts';
import { buildObjects, type ObjectSource } from '../../layout/build-objects.ts';
import { findRow } from '../../layout/find-row.ts';
import type { ObjectModel, Row } from '../../layout/object-model.ts';
import { ownMoment } from '../followed.ts';
import { ProgramAnalyst } from '../program-analyst.ts';
import { Session } from '../session.svelte.ts';
import { LocalEngine } from './local-engine.ts';

/** A list of three nodes that leaks two of them. */
export const LEAKY_LIST = `#include <stdio.h>
#include <stdlib.h>
struct node { int value; struct node *next; };
static int count;
static struct node *push(struct node *next, int value) {
    struct node *made = malloc(sizeof *made);
    made->value = value;
    made->next = next;
    count++;
    return made;
}
int main(void) {
    struct node *list = NULL;
    int squares[3] = {1, 4, 9};
    for (int i = 0; i < 3; i++)
        list = push(list, squares[i]);
    printf("%d\\n", list->value);
    free(list->next);
    list = NULL;
    return 0;
}
`;

export class LocalSession {
  readonly engine: LocalEngine;
  readonly session: Session;

  constructor(compiler: LocalCompiler) {
    this.engine = new LocalEngine(compiler);
    this.session = new Session(this.engine, new ProgramAnalyst());
  }

  async run(text: string): Promise<void> {
    this.session.open({ files: [{ path: 'main.c', text }] });
    await this.session.run();
  }

  /** Moves to the moment before the first (or nth) time the line runs. */
  goToLine(line: number, nth = 1): void {
    const { playback, shown } = this.session;
    shown.breakpoints.clear();
    shown.breakpoints.toggle('main.c', line);
    playback.start();
    for (let i = 0; i < nth; i += 1) playback.breakpoint(1);
  }

  /** The line that runs next (0), or that ran last (-1). */
  line(offset: 0 | -1 = 0): number {
    const { playback } = this.session;
    return playback.window?.statementAt(playback.position + offset).line ?? 0;
  }

  /** The picture of the moment that is seen. */
  objects(): ObjectModel {
    return buildObjects(this.#input());
  }

  /** The row whose id ends so. */
  row(id: string): Row {
    const model = this.objects();
    const found = [...model.left, ...model.right].flatMap((box) => box.rows).find((each) => each.id.endsWith(id));
    if (!found) throw new Error(`no row ${id}`);
    return found;
  }

  /** Where a variable that is in sight lies. */
  place(name: string): { address: number; size: number } {
    const found = findRow(this.#input(), name);
    if (found?.address === undefined) throw new Error(`no ${name}`);
    return { address: found.address, size: found.size };
  }

  consoleText(): string {
    return this.session.shown.console.lines.map((line) => line.map((piece) => piece.text).join('')).join('\n');
  }

  #input(): ObjectSource {
    const { seen, blocks, recorded } = this.session.playback;
    if (!seen || !recorded) throw new Error('nothing is seen');
    return {
      moment: ownMoment(seen, recorded.survey.system),
      debug: recorded.debug,
      blocks,
      codeOf: (site) => seen.codeOf(site),
      isLeaked: (block) => (recorded.leaked.get(block) ?? Infinity) <= seen.step,
      typeOf: (block) => recorded.types?.get(block),
      isLibcs: () => false,
      functionName: (tableIndex) => recorded.functionName(tableIndex),
      opened: new Map(),
    };
  }
}

/** For the tests of a file: a new session for each, over one compiler. */
export function useLocalSession(): () => LocalSession {
  let compiler: LocalCompiler;
  let local: LocalSession;
  beforeAll(async () => {
    compiler = await testCompiler();
  });
  beforeEach(() => {
    local = new LocalSession(compiler);
  });
  return () => local;
}
