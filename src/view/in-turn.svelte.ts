/**
 * Parts of a picture that are made one after the other, each in a task of its own, so that the page (and the one around it) can go on in
 * between. The first ones have the code still to be compiled; each turn makes half as many again as there are. Once all were made,
 * whatever is added later is made at once.
 *
 * To be created while a component is.
 */
export class InTurn {
  #made = $state(1);

  /** `total`: of the parts; undefined as long as they can't be made. */
  constructor(total: () => number | undefined) {
    $effect(() => {
      const wanted = total();
      if (wanted === undefined || this.#made === Infinity) return undefined;
      const made = this.#made + Math.ceil(this.#made / 2);
      const timer = setTimeout(() => (this.#made = made < wanted ? made : Infinity));
      return () => clearTimeout(timer);
    });
  }

  /** How many of the parts are made, the first ones: 1 at least, and `Infinity` once all are. */
  get made(): number {
    return this.#made;
  }
}
