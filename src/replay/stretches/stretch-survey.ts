/**
 * Summary + one stretch -> a survey in which the steps of the stretch are as they were, and elsewhere only pinned blocks and those that live
 * through it. Blocks are numbered anew, one after the other, as columns need it:
 *
 *     pinned or live at the beginning | allocated in the stretch | pinned, later
 */
import { KIND_BITS, KIND_MASK, NativeDetail, RecordKind } from '../../trace/records.ts';
import type { Chunk, SiteTable } from '../../trace/recording.ts';
import { recordSize } from '../../trace/walk-records.ts';
import type { AllocationId, StepIndex } from '../../util/units.ts';
import { firstAbove } from '../columns.ts';
import { SurveyReader } from '../read-survey.ts';
import type { RunSurvey } from '../run-survey.ts';
import type { Resolver } from '../resolver.ts';
import { BlockRows, NO_BLOCKS, rowAt, type BlockColumns } from './block-rows.ts';
import type { RunSummary } from './run-summary.ts';

/** What was read of a stretch. */
export interface ReadStretch {
  readonly index: number;
  /** The blocks that live at its beginning, without pinned ones. */
  readonly live: BlockColumns;
  readonly chunks: readonly Chunk[];
}

/** Without a stretch: only what the summary has. */
export function stretchSurvey(
  summary: RunSummary,
  sites: SiteTable,
  resolver: Resolver,
  stretch?: ReadStretch,
): RunSurvey {
  return new StretchReader(summary, sites, resolver, stretch).survey();
}

class StretchReader {
  readonly #summary: RunSummary;
  readonly #stretch: ReadStretch | undefined;
  readonly #reader: SurveyReader;
  /** Blocks that are not in the chunks, and how many of them come before the chunks' own. */
  readonly #rows: BlockColumns;
  readonly #rowsBefore: number;
  /** Numbers of the blocks in the chunks: from `#first` on, before `#end`. */
  readonly #first: AllocationId;
  readonly #end: AllocationId;
  /** The last steps before the stretch, and in it. */
  readonly #from: StepIndex;
  readonly #to: StepIndex;
  #nextRow = 0;
  #nextFree = 0;

  constructor(summary: RunSummary, sites: SiteTable, resolver: Resolver, stretch: ReadStretch | undefined) {
    this.#summary = summary;
    this.#stretch = stretch;
    this.#reader = new SurveyReader(sites, resolver);
    const beyond = { firstId: summary.blocks + 1, stepBefore: summary.steps };
    const own = (stretch && summary.stretches[stretch.index]) ?? beyond;
    const next = (stretch && summary.stretches[stretch.index + 1]) ?? beyond;
    [this.#first, this.#end] = [own.firstId, next.firstId];
    [this.#from, this.#to] = [own.stepBefore, next.stepBefore];
    this.#rows = mergeBlocks(summary.pinned, stretch?.live ?? NO_BLOCKS, (id) => id < this.#first || id >= this.#end);
    this.#rowsBefore = firstAbove(this.#rows.id.length, (at) => this.#rows.id[at]!, this.#first - 1);
  }

  survey(): RunSurvey {
    const { rest, whole, steps } = this.#summary;
    const stretch = this.#stretch;
    const index = stretch?.index ?? rest.length;
    for (const chunk of rest.slice(0, index)) this.#addRest(chunk);
    this.#happenUpTo(this.#from, this.#rowsBefore);
    this.#reader.reach(this.#from);
    for (const chunk of stretch?.chunks ?? []) this.#reader.add(this.#renumber(chunk));
    while (this.#nextFree < this.#frees && this.#summary.pinnedFrees.step[this.#nextFree]! <= this.#to)
      this.#nextFree += 1;
    for (const chunk of rest.slice(index + 1)) this.#addRest(chunk);
    this.#happenUpTo(steps, this.#rows.id.length);
    this.#reader.reach(steps);
    const [first, end] = [this.#from, this.#to];
    return this.#reader.survey({ whole, first, end, numberOf: (id) => this.#numberOf(id) });
  }

  get #frees(): number {
    return this.#summary.pinnedFrees.id.length;
  }

  get #inChunks(): number {
    return this.#end - this.#first;
  }

  #addRest(chunk: Chunk): void {
    const rows = this.#nextRow < this.#rowsBefore ? this.#rowsBefore : this.#rows.id.length;
    this.#reader.add(this.#renumber(chunk), (step) => this.#happenUpTo(step, rows));
  }

  /** What happened to the first `rowLimit` blocks that are not in the chunks. */
  #happenUpTo(step: StepIndex, rowLimit: number): void {
    const frees = this.#summary.pinnedFrees;
    for (;;) {
      const rowStep = this.#nextRow < rowLimit ? this.#rows.step[this.#nextRow]! : Infinity;
      const freeStep = this.#nextFree < this.#frees ? frees.step[this.#nextFree]! : Infinity;
      if (Math.min(rowStep, freeStep) > step) return;
      // The two halves of a realloc are one step: its free comes first.
      if (freeStep <= rowStep) this.#free(this.#nextFree++);
      else {
        const row = rowAt(this.#rows, this.#nextRow++);
        this.#reader.addBlock({ ...row, id: this.#localOf(row.id) });
      }
    }
  }

  #free(at: number): void {
    const { id, step, operation, stack, process } = this.#summary.pinnedFrees;
    this.#reader.freeBlock(operation[at]!, this.#localOf(id[at]!), stack[at]!, step[at]!, process[at]!);
  }

  /** 0: nothing is known of the block. */
  #localOf(id: AllocationId): AllocationId {
    if (id >= this.#first && id < this.#end) return this.#rowsBefore + 1 + id - this.#first;
    const ids = this.#rows.id;
    const at = firstAbove(ids.length, (index) => ids[index]!, id) - 1;
    if (ids[at] !== id) return 0;
    return at < this.#rowsBefore ? at + 1 : at + 1 + this.#inChunks;
  }

  #numberOf(local: AllocationId): AllocationId {
    const inChunks = local - this.#rowsBefore;
    if (inChunks <= 0) return this.#rows.id[local - 1] ?? 0;
    return inChunks <= this.#inChunks ? this.#first + inChunks - 1 : (this.#rows.id[local - this.#inChunks - 1] ?? 0);
  }

  /** A copy of the chunk with the numbers that blocks have here. */
  #renumber({ process, words: before, length }: Chunk): Chunk {
    const words = before.slice(0, length);
    for (let at = 0; at < length; at += recordSize(words, at)) {
      const word = blockWord(words[at]!);
      if (word > 0 && words[at + word] !== 0) words[at + word] = this.#localOf(words[at + word]!);
    }
    return { process, words, length };
  }
}

/** Which word of a record is a block's number; 0: none. */
function blockWord(header: number): number {
  switch (header & KIND_MASK) {
    case RecordKind.allocate:
    case RecordKind.free:
    case RecordKind.quickFree:
      return 1;
    case RecordKind.finding:
      return 4;
    case RecordKind.detail:
      return header >>> KIND_BITS === NativeDetail.blockContents ? 2 : 0;
    default:
      return 0;
  }
}

/** Both, each block once, ascending by number. */
function mergeBlocks(a: BlockColumns, b: BlockColumns, isWanted: (id: AllocationId) => boolean): BlockColumns {
  const rows = new BlockRows();
  const add = (from: BlockColumns, at: number): void => {
    if (isWanted(from.id[at]!)) rows.add(rowAt(from, at));
  };
  let [inA, inB] = [0, 0];
  while (inA < a.id.length || inB < b.id.length) {
    const [idA, idB] = [a.id[inA] ?? Infinity, b.id[inB] ?? Infinity];
    if (idA <= idB) add(a, inA++);
    else add(b, inB++);
    if (idA === idB) inB++;
  }
  return rows.columns();
}
