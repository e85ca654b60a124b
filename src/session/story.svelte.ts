/** The finding that a person has opened, and how far they have followed its story. */
import type { EndedVariable, Offence } from '../layout/offence.ts';
import type { ObjectLife } from '../replay/object-life.ts';
import type { Playback } from './playback.svelte.ts';
import type { MisuseFinding } from '../replay/findings.ts';
import type { Finding } from './recorded.ts';
import { storyOf, usersLines, type StoryStep } from './story-steps.ts';

export class Story {
  /** Position in the list of findings; -1: none is open. */
  opened = $state(-1);

  readonly finding = $derived.by((): Finding | undefined => this.#playback.recorded?.findings[this.opened]);
  readonly steps = $derived.by((): readonly StoryStep[] => {
    const { recorded } = this.#playback;
    return this.finding && recorded ? storyOf(this.finding, recorded) : [];
  });
  /** The step of the story that is being looked at; -1 when the person is elsewhere in the run. */
  readonly current = $derived.by(() => {
    // Two steps of a story may lie at one position: the one chosen last is meant.
    if (this.steps[this.#chosen]?.position === this.#playback.position) return this.#chosen;
    return this.steps.findLastIndex((step) => step.position === this.#playback.position);
  });
  readonly currentStep = $derived(this.steps[this.current]);
  /** What the views mark while a step of the story is being looked at. */
  readonly offence = $derived.by((): Offence | undefined => {
    const { finding, currentStep } = this;
    if (!finding || !currentStep) return undefined;
    if (finding.kind === 'leak') return { blocks: finding.blockIds, bytes: undefined };
    const { kind, address, size, block, variable } = finding;
    const ended = endedVariable(finding, this.#playback.recorded?.lives.get(finding));
    const isFree = kind === 'double-free' || kind === 'invalid-free';
    const use = isFree ? 'free' : finding.access;
    return {
      blocks: block ? [block.id] : [],
      bytes:
        currentStep.isMisuse && use
          ? {
              address,
              size: Math.max(1, size),
              use,
              ...(block && { block }),
              ...(variable && { variable }),
              ...(ended && { ended }),
            }
          : undefined,
    };
  });

  #chosen = $state(-1);
  #playback: Playback;

  constructor(playback: Playback) {
    this.#playback = playback;
  }

  /** Opens a finding without going anywhere. */
  open(index: number): void {
    this.opened = index;
    this.#chosen = -1;
  }

  /** Opens a finding at the end of its story: where it shows. */
  show(index: number): void {
    this.open(index);
    this.goTo(this.steps.length - 1);
  }

  close(): void {
    this.opened = -1;
  }

  goTo(step: number): void {
    const target = this.steps[step];
    if (!target) return;
    this.#chosen = step;
    this.#playback.pause();
    this.#playback.goTo(target.position);
  }

  /** To the next (1) or previous (-1) step of the story. From elsewhere in the run: to the nearest in that direction. */
  move(direction: 1 | -1): void {
    if (this.opened < 0) {
      this.show(0);
      return;
    }
    if (this.current >= 0) {
      this.goTo(this.current + direction);
      return;
    }
    const { position } = this.#playback;
    const ahead = this.steps
      .map((step, i) => ({ step, i }))
      .filter(({ step }) => (step.position - position) * direction > 0);
    const next = direction === 1 ? ahead[0] : ahead.at(-1);
    if (next) this.goTo(next.i);
  }

  /** To the next (1) or previous (-1) finding; from the last to the first. */
  moveFinding(direction: 1 | -1): void {
    const count = this.#playback.recorded?.findings.length ?? 0;
    if (count === 0) return;
    this.show(this.opened < 0 ? (direction === 1 ? 0 : count - 1) : (this.opened + direction + count) % count);
  }
}

/** The variable that the bytes were, if it is no more. */
function endedVariable({ kind, variable }: MisuseFinding, life: ObjectLife | undefined): EndedVariable | undefined {
  if (kind !== 'use-after-return' && kind !== 'use-after-scope') return undefined;
  const owner = variable?.function ?? (life && usersLines(life.ended.stack)[0]?.function);
  return { name: variable?.name ?? '', function: owner ?? '', isFrame: kind === 'use-after-return' };
}
