/** What `detail` records say about findings. */
import { DetailKind, NativeDetail, OriginKind, type FindingKind } from '../trace/records.ts';
import { recordBytes, stepOf } from '../trace/walk-records.ts';
import type { Address, AllocationId, ByteCount, ProcessId, SiteId, StackId, StepIndex } from '../util/units.ts';
import type { SurveyFinding } from './timeline.ts';

export interface InjectedFailure {
  /** Which allocation it was, counted from 1. */
  readonly number: number;
  readonly size: ByteCount;
  readonly stack: StackId;
  readonly step: StepIndex;
  readonly process: ProcessId;
}

export interface FindingFrames {
  /** The program's innermost frame, with its first bytes. */
  readonly own: { readonly site: SiteId; readonly frameBase: Address; readonly bytes: Uint8Array };
  /** The frame that the address was in, live or returned. */
  readonly owner: { readonly site: SiteId; readonly frameBase: Address } | undefined;
}

/** What lies below a frame: an array of variable length, or what alloca() gave. */
export interface BelowFrame {
  readonly frame: { readonly site: SiteId; readonly frameBase: Address; readonly bytes: Uint8Array };
  readonly address: Address;
  readonly size: ByteCount;
}

/** The variable that an access was meant for. */
export interface MissedObject {
  /** As debug information has it. */
  readonly address: Address;
  /** From its first byte to the access. */
  readonly distance: number;
}

export type FindingOrigin =
  /** As malloc gave it; the block is one of those that the same stack allocated. */
  | { readonly kind: 'block'; readonly block: AllocationId }
  /** A local variable: in the frame of the function that has this site, so far from its base. */
  | { readonly kind: 'frame'; readonly site: SiteId; readonly offset: number }
  /** What lay below a frame: where the function took it, and how much the first time. */
  | { readonly kind: 'below-frame'; readonly site: SiteId; readonly size: ByteCount };

/** What one finding has in common with others of the same group. */
type Group = Pick<SurveyFinding, 'kind' | 'site' | 'stack' | 'process'>;

export interface FindingDetails {
  readonly failures: readonly InjectedFailure[];
  /** Of the finding with this position in the survey. */
  framesOf(finding: number): FindingFrames | undefined;
  /** Leak scans that were told of, of all processes. */
  readonly scans: number;
  /** Leak findings of a process before this position were taken back by a later scan; undefined: no scan was told of. */
  firstLeakOf(process: ProcessId): number | undefined;
  /** Where the undefined value came from that the finding is about. */
  originOf(finding: number): FindingOrigin | undefined;
  /** The variable that the access was meant for, where its instructions tell. */
  objectOf(finding: number): MissedObject | undefined;
  /** What an access missed that lies below a frame. */
  belowFrameOf(finding: number): BelowFrame | undefined;
  /** How many calls were in progress. */
  depthOf(finding: number): number | undefined;
  /** What happened, in words of its own: "signed integer overflow: ...". */
  textOf(finding: number): string | undefined;
  /** How many findings of this kind, place and stack there were besides those that were recorded. */
  repeatsOf(finding: Group): number;
  /** Likewise of those whose stack was not kept. */
  repeatsWithAnyStack(finding: Group): number;
}

export class DetailLog implements FindingDetails {
  readonly failures: InjectedFailure[] = [];
  scans = 0;
  readonly #frames = new Map<number, FindingFrames>();
  readonly #origins = new Map<number, FindingOrigin>();
  readonly #texts = new Map<number, string>();
  readonly #depths = new Map<number, number>();
  readonly #belowFrames = new Map<number, BelowFrame>();
  readonly #objects = new Map<number, MissedObject>();
  readonly #repeats = new Map<string, number>();
  /** By process. */
  readonly #firstLeaks = new Map<ProcessId, number>();

  /**
   * `at`: the first word of the record's bytes; `finding`: the position of the finding before it, or -1. Records with fewer
   * bytes than their kind has are left out.
   */
  add(detail: number, words: Uint32Array, at: number, process: ProcessId, finding: number): void {
    const bytes = words[at - 1]!;
    if (detail === DetailKind.repeats && bytes >= 16) {
      const [kind, site, stack, times] = words.subarray(at, at + 4);
      const key = groupKey({ kind: kind as FindingKind, site: site!, stack: stack!, process });
      this.#repeats.set(key, (this.#repeats.get(key) ?? 0) + times!);
    } else if (detail === DetailKind.injectedFailure && bytes >= 20) {
      const [number, size, stack, low, high] = words.subarray(at, at + 5);
      this.failures.push({ number: number!, size: size!, stack: stack!, step: stepOf(low!, high!), process });
    } else if (detail === DetailKind.origin && bytes >= 16) {
      const [index, kind, first, second] = words.subarray(at, at + 4);
      if (kind === OriginKind.block) this.#origins.set(index!, { kind: 'block', block: first! });
      else if (kind === OriginKind.frame)
        this.#origins.set(index!, { kind: 'frame', site: first!, offset: second! | 0 });
      else if (kind === OriginKind.belowFrame)
        this.#origins.set(index!, { kind: 'below-frame', site: first!, size: second! });
    } else if (detail === NativeDetail.leakScan) {
      this.#firstLeaks.set(process, finding + 1);
      this.scans++;
    } else if (detail === DetailKind.text && finding >= 0) {
      this.#texts.set(finding, new TextDecoder().decode(recordBytes(words, at, bytes)));
    } else if (detail === DetailKind.depth && bytes >= 4 && finding >= 0) {
      this.#depths.set(finding, words[at]!);
    } else if (detail === DetailKind.object && bytes >= 8 && finding >= 0) {
      this.#objects.set(finding, { address: words[at]!, distance: words[at + 1]! | 0 });
    } else if (detail === DetailKind.belowFrame && bytes >= 16 && finding >= 0) {
      const [site, frameBase, address, size] = words.subarray(at, at + 4);
      const frame = { site: site!, frameBase: frameBase!, bytes: recordBytes(words, at + 4, bytes - 16) };
      this.#belowFrames.set(finding, { frame, address: address!, size: size! });
    } else if (detail === DetailKind.frame && bytes >= 16 && finding >= 0) {
      const [ownSite, ownBase, site, frameBase] = words.subarray(at, at + 4);
      this.#frames.set(finding, {
        own: { site: ownSite!, frameBase: ownBase!, bytes: recordBytes(words, at + 4, bytes - 16) },
        owner: site === 0 ? undefined : { site: site!, frameBase: frameBase! },
      });
    }
  }

  firstLeakOf(process: ProcessId): number | undefined {
    return this.#firstLeaks.get(process);
  }

  originOf(finding: number): FindingOrigin | undefined {
    return this.#origins.get(finding);
  }

  objectOf(finding: number): MissedObject | undefined {
    return this.#objects.get(finding);
  }

  belowFrameOf(finding: number): BelowFrame | undefined {
    return this.#belowFrames.get(finding);
  }

  depthOf(finding: number): number | undefined {
    return this.#depths.get(finding);
  }

  textOf(finding: number): string | undefined {
    return this.#texts.get(finding);
  }

  framesOf(finding: number): FindingFrames | undefined {
    return this.#frames.get(finding);
  }

  repeatsOf(finding: Group): number {
    return this.#repeats.get(groupKey(finding)) ?? 0;
  }

  repeatsWithAnyStack(finding: Group): number {
    return this.repeatsOf({ ...finding, stack: 0 });
  }
}

const groupKey = ({ kind, site, stack, process }: Group): string => [kind, site, stack, process].join(' ');
