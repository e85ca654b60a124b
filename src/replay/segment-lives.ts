/** What becomes of segments: who has them mapped, where, and for how long. */
import { SegmentKind, SystemEvent } from '../trace/records.ts';
import type { Address, ByteCount, ProcessId, StepIndex } from '../util/units.ts';
import type { Attachment, SegmentLife } from './system.ts';

type Writable<T> = { -readonly [Name in keyof T]: T[Name] };
type DraftSegment = Writable<Omit<SegmentLife, 'attachments'>> & { readonly attachments: Writable<Attachment>[] };

export class SegmentLives {
  readonly #segments = new Map<number, DraftSegment>();

  get(segment: number): SegmentLife | undefined {
    return this.#segments.get(segment);
  }

  /** Ascending by id. */
  all(): SegmentLife[] {
    return [...this.#segments.values()].sort((a, b) => a.segment - b.segment);
  }

  /** An event of a process; those that are not about segments change nothing. */
  follow(event: number, process: ProcessId, step: StepIndex, a: number, b: number, c: number): void {
    switch (event as SystemEvent) {
      case SystemEvent.segmentCreated:
        this.#segment(a, b, c as SegmentKind, process, step);
        break;
      case SystemEvent.segmentAttached: {
        const { attachments } = this.#segment(a, c, SegmentKind.anonymous, process, step);
        attachments.push({ process, address: b, bytes: c, offset: 0, from: step, to: Infinity });
        break;
      }
      case SystemEvent.segmentDetached:
        detach(this.#segments.get(a)?.attachments ?? [], process, b, c, step);
        break;
      case SystemEvent.segmentRemoved: {
        const segment = this.#segments.get(a);
        if (segment) segment.removed ??= step;
        break;
      }
      case SystemEvent.segmentLeft: {
        const segment = this.#segments.get(a);
        if (segment) segment.isLeft = true;
        break;
      }
      default:
    }
  }

  /** The child has mapped what its parent has. */
  fork(parent: ProcessId, child: ProcessId, step: StepIndex): void {
    for (const { attachments } of this.#segments.values())
      for (const each of [...attachments])
        if (each.process === parent && each.to === Infinity) attachments.push({ ...each, process: child, from: step });
  }

  exit(process: ProcessId, step: StepIndex): void {
    for (const { attachments } of this.#segments.values())
      for (const each of attachments) if (each.process === process && each.to === Infinity) each.to = step;
  }

  #segment(segment: number, bytes: ByteCount, kind: SegmentKind, creator: ProcessId, created: StepIndex): DraftSegment {
    let life = this.#segments.get(segment);
    if (!life) {
      life = { segment, kind, bytes, created, creator, isLeft: false, attachments: [] };
      this.#segments.set(segment, life);
    }
    return life;
  }
}

/** Ends what a process has in [address, address + bytes); what is left of a mapping on either side goes on as one of its own. */
function detach(
  attachments: Writable<Attachment>[],
  process: ProcessId,
  address: Address,
  bytes: ByteCount,
  step: StepIndex,
): void {
  const end = address + bytes;
  for (const each of [...attachments]) {
    const eachEnd = each.address + each.bytes;
    if (each.process !== process || each.to !== Infinity || each.address >= end || eachEnd <= address) continue;
    each.to = step;
    const rest = { ...each, from: step, to: Infinity };
    if (each.address < address) attachments.push({ ...rest, bytes: address - each.address });
    if (eachEnd > end)
      attachments.push({ ...rest, address: end, bytes: eachEnd - end, offset: each.offset + end - each.address });
  }
}
