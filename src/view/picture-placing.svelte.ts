import type { ArrangeGraph } from '../layout/arrange-structure.ts';
import type { PictureKeeper } from '../layout/keep-picture.ts';
import type { ObjectModel } from '../layout/object-model.ts';
import { placeObjects, type ObjectMetrics, type ObjectPicture } from '../layout/place-objects.ts';
import type { Insight } from '../layout/place-blocks.ts';
import type { BendArrows } from '../layout/route-arrows.ts';
import type { Recorded } from '../session/recorded.ts';

/** What is to be placed, and in which room. */
export interface ToPlace {
  readonly recorded: Recorded;
  readonly model: ObjectModel;
  readonly metrics: ObjectMetrics;
  /** Takes over what is equal to what was placed before; without it, all is made anew. */
  readonly keeper: PictureKeeper | undefined;
  /** Of the view; 0 before it is measured. */
  readonly width: number;
  /** How small what is wider than the view may be drawn; 1: not at all. */
  readonly least: number;
}

/** The smallest at which words are still read with ease. */
export const READABLE = 0.7;
const SCALES = [1, 0.85, 0.7, 0.55, 0.45, 0.35, 0.28, 0.2];

/**
 * Where objects are drawn, and how large, from picture to picture of a run: each depends on the one before it, so that what is still
 * there stays where it was. What only some pictures need for that is fetched with the first of these, which is then placed anew.
 *
 * To be created while a component is.
 */
export class PicturePlacing {
  readonly #given: () => ToPlace;
  #arrangeGraph = $state.raw<ArrangeGraph>();
  #bendArrows = $state.raw<BendArrows>();
  #insight = $state.raw<Insight>({});
  /** What was placed last. Another run is placed without regard to it. */
  #last: { readonly of: Recorded; readonly picture: ObjectPicture } | undefined;
  #fit = { of: undefined as Recorded | undefined, width: 0, scale: 1 };

  constructor(given: () => ToPlace) {
    this.#given = given;
    let first: ObjectModel | undefined;
    let isAsked = false;
    // Whoever sees a picture with all that belongs to it goes on to the next; one that stands alone may be all that is looked at.
    $effect(() => {
      const { keeper, model } = this.#given();
      first ??= model;
      if (isAsked || (!keeper && model === first)) return;
      isAsked = true;
      void import('../layout/insight.ts').then(({ insight }) => {
        this.#last = undefined;
        this.#insight = insight;
      });
    });
    $effect(() => {
      if (this.picture.hasGraph && !this.#arrangeGraph)
        void import('../layout/arrange-graph.ts').then((loaded) => {
          // Graphs that were placed without it are placed anew.
          this.#last = undefined;
          this.#arrangeGraph = loaded.arrangeGraph;
        });
      if (this.picture.isBlocked && !this.#bendArrows)
        void import('../layout/bend-arrows.ts').then((loaded) => (this.#bendArrows = loaded.bendArrows));
    });
  }

  readonly picture = $derived.by((): ObjectPicture => {
    const { recorded, model, metrics, keeper } = this.#given();
    const before = this.#last?.of === recorded ? this.#last.picture : undefined;
    const options = { before, arrangeGraph: this.#arrangeGraph, bendArrows: this.#bendArrows, ...this.#insight };
    const picture = keeper?.place(model, metrics, options) ?? placeObjects(model, metrics, options);
    this.#last = { of: recorded, picture };
    return picture;
  });

  /** Few sizes, and never back to a larger one: a picture that is drawn larger and smaller from step to step moves all of it. */
  readonly scale = $derived.by((): number => {
    const { recorded, width, least } = this.#given();
    if (least === 1 || width === 0) return 1;
    if (this.#fit.of !== recorded || this.#fit.width !== width) this.#fit = { of: recorded, width, scale: 1 };
    const needed = SCALES.find((each) => each <= least || each * this.picture.width <= width) ?? least;
    return (this.#fit.scale = Math.min(this.#fit.scale, needed));
  });
}
