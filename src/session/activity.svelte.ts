/** What the engine is doing right now, for the progress line and for Stop. */
import type { LoadProgress } from '../compile/compile.ts';
import type { StepIndex } from '../util/units.ts';

export type Stage =
  | { readonly kind: 'idle' }
  | { readonly kind: 'loading'; readonly progress: LoadProgress }
  | { readonly kind: 'compiling' }
  | { readonly kind: 'running'; readonly steps: StepIndex }
  /** A window is made by running again. */
  | { readonly kind: 'recording'; readonly steps: StepIndex; readonly of: StepIndex }
  | { readonly kind: 'reading' }
  /** A long recording is gone through. */
  | { readonly kind: 'opening'; readonly share: number };

export class Activity {
  stage = $state.raw<Stage>({ kind: 'idle' });
  readonly busy = $derived(this.stage.kind !== 'idle');
}
