const USES = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Resolves when nobody has used the page for `milliseconds`: what can wait slows down no one then. */
export function quiet(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const listening = new AbortController();
    const end = (): void => {
      listening.abort();
      resolve();
    };
    let timer = setTimeout(end, milliseconds);
    const used = (): void => {
      clearTimeout(timer);
      timer = setTimeout(end, milliseconds);
    };
    for (const use of USES) addEventListener(use, used, { capture: true, passive: true, signal: listening.signal });
  });
}
