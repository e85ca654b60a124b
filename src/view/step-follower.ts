/** Keeps what a step is about in sight, where the picture is larger than its view. */
import { aboutOf, scrollTo, type Area } from '../layout/in-sight.ts';
import type { ObjectPicture } from '../layout/place-objects.ts';

export class StepFollower {
  #step: number | undefined;

  /** `canvas` lies in the element that is scrolled. Nothing moves but for another step: a person may be looking elsewhere. */
  follow(step: number, picture: ObjectPicture, scale: number, canvas: HTMLElement, isSmooth: boolean): void {
    if (step === this.#step) return;
    this.#step = step;
    const scroller = canvas.parentElement;
    const about = aboutOf(picture);
    if (!scroller || !about) return;
    const view: Area = {
      x: scroller.scrollLeft,
      y: scroller.scrollTop,
      width: scroller.clientWidth,
      height: scroller.clientHeight,
    };
    const { x, y } = scrollTo(about, view, scale);
    if (x === view.x && y === view.y) return;
    const isCalm = !isSmooth || matchMedia('(prefers-reduced-motion: reduce)').matches;
    scroller.scrollTo({ left: x, top: y, behavior: isCalm ? 'instant' : 'smooth' });
  }
}
