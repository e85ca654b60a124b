/** Takes a view as a picture: SVG with its HTML inside, or PNG drawn from that. Nothing is fetched; fonts are generic families. */

/** What a drawing needs to look the same outside the page. */
const PROPERTIES = (
  'display position inset width height min-width min-height max-width box-sizing overflow z-index transform transform-origin opacity ' +
  'margin padding gap flex flex-direction flex-wrap align-items align-self justify-content justify-items place-items order ' +
  'grid-template-columns grid-template-rows grid-template-areas grid-area grid-auto-flow ' +
  'border-top border-right border-bottom border-left border-collapse border-spacing border-radius outline background-color background-image background-size ' +
  'background-position background-repeat box-shadow color font-family font-size font-weight font-style line-height letter-spacing ' +
  'text-align text-decoration text-overflow text-indent white-space vertical-align list-style font-variant-numeric visibility ' +
  'fill fill-opacity stroke stroke-width stroke-dasharray stroke-opacity stroke-linecap stroke-linejoin paint-order marker-end marker-start ' +
  'clip-path'
).split(' ');
const CAPTION_HEIGHT = 64;
/** What only a page can do. */
const LEFT_OUT = '.unseen, [role="toolbar"], [data-page-only], form, select, button.outlined, label:has(input)';
/** Paper under the last thing that is drawn. */
const MARGIN_BELOW = 24;

export interface Caption {
  readonly title: string;
  readonly step: string;
}

/** The view in `panel` as an SVG document, under a caption. */
export function svgOf(panel: HTMLElement, { title, step }: Caption): { text: string; width: number; height: number } {
  const { width, height } = extentOf(panel);
  const copy = copyOf(panel) as HTMLElement;
  copy.style.cssText += `width:${width}px;height:${height}px;overflow:visible`;
  const style = getComputedStyle(document.documentElement);
  const [paper, ink, muted] = ['--paper', '--ink', '--muted'].map((name) => style.getPropertyValue(name).trim());
  const text =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + CAPTION_HEIGHT}" role="img">` +
    `<title>${escaped(`${title}, ${step}`)}</title>` +
    `<rect width="100%" height="100%" fill="${paper}"/>` +
    `<text x="24" y="28" font-family="system-ui, sans-serif" font-size="20" font-weight="600" fill="${ink}">${escaped(title)}</text>` +
    `<text x="24" y="50" font-family="system-ui, sans-serif" font-size="13" fill="${muted}">${escaped(step)}</text>` +
    `<foreignObject y="${CAPTION_HEIGHT}" width="${width}" height="${height}">` +
    new XMLSerializer().serializeToString(copy) +
    '</foreignObject></svg>';
  return { text, width, height: height + CAPTION_HEIGHT };
}

/** The same as a PNG file, with two pixels for one. */
export async function pngOf(panel: HTMLElement, caption: Caption): Promise<Uint8Array> {
  const { text, width, height } = svgOf(panel, caption);
  const image = new Image();
  // A data: address, as a blob: one would make the canvas unreadable.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const scale = Math.min(2, 16_000 / Math.max(width, height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw new Error('the picture is too large for this browser to draw');
  return new Uint8Array(await blob.arrayBuffer());
}

/** A drawing is taken whole, not just what is scrolled into sight; of long lists what is in sight. */
function extentOf(panel: HTMLElement): { width: number; height: number } {
  let { clientWidth: width, clientHeight: height } = panel;
  for (const scroller of panel.querySelectorAll<HTMLElement>('*')) {
    if (!isOpened(scroller)) continue;
    width = Math.max(width, scroller.scrollWidth);
    height = Math.max(height, scroller.offsetTop + scroller.scrollHeight);
  }
  const drawn = lowestDrawn(panel, Infinity) - panel.getBoundingClientRect().top;
  return { width, height: Math.max(1, Math.min(height, Math.ceil(drawn) + MARGIN_BELOW)) };
}

/** How far down something is drawn, in the window's pixels; what a list has beyond `bottom` is not. */
function lowestDrawn(element: Element, bottom: number): number {
  if (element.matches(LEFT_OUT)) return -Infinity;
  const box = element.getBoundingClientRect();
  const end = element.classList.contains('viewport') ? Math.min(bottom, box.bottom) : bottom;
  const isLeaf = element.childElementCount === 0 || element instanceof SVGElement || hasEdge(element);
  let lowest = isLeaf && box.width > 0 ? Math.min(end, box.bottom) : -Infinity;
  if (element instanceof SVGElement) return lowest;
  for (const child of element.children) lowest = Math.max(lowest, lowestDrawn(child, end));
  return lowest;
}

function hasEdge(element: Element): boolean {
  const { borderBottomWidth, borderBottomStyle } = getComputedStyle(element);
  return borderBottomStyle !== 'none' && borderBottomWidth !== '0px';
}

/** Whether an element scrolls a drawing: that is taken whole. */
function isOpened(element: Element): boolean {
  return !element.classList.contains('viewport') && /auto|scroll/.test(getComputedStyle(element).overflowY);
}

function copyOf(element: Element): Element {
  if (element instanceof HTMLCanvasElement) return imageOf(element);
  const copy = element.cloneNode(false) as HTMLElement;
  const style = getComputedStyle(element);
  copy.removeAttribute('class');
  copy.setAttribute(
    'style',
    PROPERTIES.map(
      (name) => `${name}:${name === 'font-family' ? family(style.fontFamily) : style.getPropertyValue(name)}`,
    ).join(';'),
  );
  // Its computed margin is what controls beside it left, which are not in the picture. Firefox has no such map.
  if ('computedStyleMap' in element && String(element.computedStyleMap().get('margin-left')) === 'auto')
    copy.style.marginLeft = 'auto';
  // Its computed height has the caption's in it, which a set one would add to the rows.
  if (element instanceof HTMLTableElement) copy.style.height = 'auto';
  if (isOpened(element) || [...element.children].some(isOpened)) {
    copy.style.overflow = 'visible';
    copy.style.height = `${element.scrollHeight}px`;
  }
  for (const child of element.childNodes) {
    if (child instanceof Element) {
      if (!child.matches(LEFT_OUT)) copy.append(copyOf(child));
    } else if (child.nodeType === Node.TEXT_NODE) copy.append(child.cloneNode());
  }
  if (element.classList.contains('viewport')) showSight(element, copy);
  if (isCutRow(element)) copy.style.opacity = '0';
  return copy;
}

/** Half a row of a list can't be read, and nobody can scroll to the rest of it. */
function isCutRow(element: Element): boolean {
  if (!element.parentElement?.classList.contains('shown')) return false;
  const sight = element.closest('.viewport')?.getBoundingClientRect();
  const { top, bottom } = element.getBoundingClientRect();
  return sight !== undefined && (top < sight.top - 1 || bottom > sight.bottom + 1);
}

/** A list shows what is in sight: a copy has not been scrolled there, and needs no bars for it. */
function showSight({ scrollLeft, scrollTop }: Element, copy: HTMLElement): void {
  copy.style.overflow = 'hidden';
  if (scrollLeft === 0 && scrollTop === 0) return;
  for (const child of copy.children)
    (child as HTMLElement).style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`;
}

function imageOf(canvas: HTMLCanvasElement): Element {
  const image = document.createElement('img');
  image.src = canvas.toDataURL();
  image.setAttribute(
    'style',
    `position:absolute;inset:0;width:${canvas.clientWidth}px;height:${canvas.clientHeight}px`,
  );
  return image;
}

const family = (name: string): string => (/mono/i.test(name) ? 'ui-monospace, monospace' : 'system-ui, sans-serif');

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
