/** What `detail` records say about findings. */
import { DetailKind, type FindingKind } from '../trace/records.ts';
import { stepOf } from '../trace/walk-records.ts';
import type { ByteCount, ProcessId, StackId, StepIndex } from '../util/units.ts';
import type { SurveyFinding } from './timeline.ts';

export interface InjectedFailure {
  /** Which allocation it was, counted from 1. */
  readonly number: number;
  readonly size: ByteCount;
  readonly stack: StackId;
  readonly step: StepIndex;
  readonly process: ProcessId;
}

/** What one finding has in common with others of the same group. */
type Group = Pick<SurveyFinding, 'kind' | 'site' | 'stack' | 'process'>;

export interface FindingDetails {
  readonly failures: readonly InjectedFailure[];
  /** How many findings of this kind, place and stack there were besides those that were recorded. */
  repeatsOf(finding: Group): number;
  /** Likewise of those whose stack was not kept. */
  repeatsWithAnyStack(finding: Group): number;
}

export class DetailLog implements FindingDetails {
  readonly failures: InjectedFailure[] = [];
  readonly #repeats = new Map<string, number>();

  /** `at`: the first word of the record's bytes. Records with fewer than their kind has are left out. */
  add(detail: number, words: Uint32Array, at: number, process: ProcessId): void {
    const bytes = words[at - 1]!;
    if (detail === DetailKind.repeats && bytes >= 16) {
      const [kind, site, stack, times] = words.subarray(at, at + 4);
      const key = groupKey({ kind: kind as FindingKind, site: site!, stack: stack!, process });
      this.#repeats.set(key, (this.#repeats.get(key) ?? 0) + times!);
    } else if (detail === DetailKind.injectedFailure && bytes >= 20) {
      const [number, size, stack, low, high] = words.subarray(at, at + 5);
      this.failures.push({ number: number!, size: size!, stack: stack!, step: stepOf(low!, high!), process });
    }
  }

  repeatsOf(finding: Group): number {
    return this.#repeats.get(groupKey(finding)) ?? 0;
  }

  repeatsWithAnyStack(finding: Group): number {
    return this.repeatsOf({ ...finding, stack: 0 });
  }
}

const groupKey = ({ kind, site, stack, process }: Group): string => [kind, site, stack, process].join(' ');
