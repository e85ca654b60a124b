/** Going about in the drawing of the Objects view with the keyboard: from cell to cell, along arrows and back. */
import { tick } from 'svelte';
import type { Match } from '../layout/find-in-picture.ts';

export interface Drawing {
  /** The element in which boxes and cells are. */
  canvas(): HTMLElement | undefined;
  /** Shows the rows of a box that is folded. */
  unfold(box: string): void;
  openMenu(cell: HTMLElement): void;
}

const CELL = 'li[data-address]';

export class ObjectWalk {
  readonly #drawing: Drawing;
  /** Where arrows were followed from. */
  readonly #trail: string[] = [];

  constructor(drawing: Drawing) {
    this.#drawing = drawing;
  }

  /** Brings a box or a row into sight and gives it the focus. */
  async goTo(place: Match, part = ''): Promise<void> {
    this.#drawing.unfold(place.box);
    await tick();
    const element = this.#drawing.canvas()?.querySelector<HTMLElement>(`${selectorOf(place)} ${part}`.trim());
    element?.focus({ preventScroll: true });
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** The focus stays where it is. */
  bringIntoSight(place: Match): void {
    const element = this.#drawing.canvas()?.querySelector(selectorOf(place));
    element?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** The cell that an event is about, if it has an address. */
  cellOf({ target }: Event): HTMLElement | undefined {
    return (target instanceof Element && target.closest<HTMLElement>(CELL)) || undefined;
  }

  /** Along the arrow of a row. */
  follow(row: string, to: Match): void {
    this.#trail.push(row);
    void this.goTo(to);
  }

  pressed(event: KeyboardEvent): void {
    const { target } = event;
    if (!(target instanceof HTMLElement) || target instanceof HTMLInputElement) return;
    if (this.#moves(event.key, target)) event.preventDefault();
  }

  #moves(key: string, target: HTMLElement): boolean {
    if (key === 'Backspace') return this.#back();
    if (target.matches('.scroller')) return key === 'Enter' && this.#focus(0);
    const cell = target.closest<HTMLElement>('li[data-row]');
    if (!cell) return false;
    if (key === 'ArrowDown' || key === 'ArrowUp') {
      const cells = this.#cells();
      return this.#focus(cells.indexOf(cell) + (key === 'ArrowDown' ? 1 : -1), cells);
    }
    if (key === 'Escape') {
      cell.closest<HTMLElement>('.scroller')?.focus();
      return true;
    }
    if (key !== 'Enter' || target !== cell || !cell.matches(CELL)) return false;
    this.#drawing.openMenu(cell);
    return true;
  }

  /** Back along the arrow that was followed last. */
  #back(): boolean {
    const row = this.#trail.pop();
    if (row === undefined) return false;
    void this.goTo({ box: '', row }, '.dot');
    return true;
  }

  #cells(): HTMLElement[] {
    return [...(this.#drawing.canvas()?.querySelectorAll<HTMLElement>('li[data-row]') ?? [])];
  }

  #focus(index: number, cells = this.#cells()): boolean {
    const cell = cells[index];
    cell?.focus({ preventScroll: true });
    cell?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    return cell !== undefined;
  }
}

/** The element of a box or a row. */
function selectorOf({ box, row }: Match): string {
  return row === undefined ? `[data-box="${CSS.escape(box)}"]` : `[data-row="${CSS.escape(row)}"]`;
}
