/** Puts a laid-out heap map on a canvas. Every kind has its own pattern: none is told by colour alone. */
import type { ByteLook } from '../layout/byte-cells.ts';
import type { MapSpan, SpanKind } from '../layout/heap-map.ts';

export const ROW_HEIGHT = 26;
/** Of a row, what is drawn on; the rest is the space to the next. */
const BAR_HEIGHT = 21;
const LEAST_FOR_TEXT = 64;
/** In a header, from its left edge to the middle of its square. */
const SQUARE_AT = 14;

export interface Palette {
  readonly text: (name: string) => string;
  readonly fonts: { readonly text: string; readonly code: string };
}

export interface PaintedByte {
  readonly row: number;
  readonly x: number;
  readonly width: number;
  readonly text: string;
  readonly look: ByteLook;
}

export interface Painting {
  readonly width: number;
  readonly height: number;
  readonly rows: number;
  readonly spans: readonly MapSpan[];
  /** What is written into a span. */
  readonly label: (span: MapSpan) => string;
  readonly isSelected: (span: MapSpan) => boolean;
  readonly isChanged: (span: MapSpan) => boolean;
  readonly isOffending: (span: MapSpan) => boolean;
  /** Single bytes, where they are wide enough to be read. */
  readonly bytes: readonly PaintedByte[];
  readonly links: readonly { readonly from: Point; readonly to: Point }[];
  /** Where this step cut chunks, or joined them. */
  readonly cuts: readonly { readonly kind: 'split' | 'join'; readonly at: Point }[];
  /** Where the wilderness begins, if that is in sight. */
  readonly top: Point | undefined;
  readonly topText: string;
  /** How far the changes of this step have come to show, from 0 to 1: a block grows from its header, or sinks to hatch. */
  readonly progress: number;
}

export interface Point {
  readonly x: number;
  readonly row: number;
}

/** Colours and fonts as the page's style sheet has them now. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  return {
    text: (name) => style.getPropertyValue(name).trim(),
    fonts: { text: style.getPropertyValue('--text'), code: style.getPropertyValue('--code') },
  };
}

export function paintHeapMap(context: CanvasRenderingContext2D, palette: Palette, painting: Painting): void {
  const { width, height, rows, spans } = painting;
  context.clearRect(0, 0, width, height);
  context.lineWidth = 1;
  context.strokeStyle = palette.text('--line');
  for (let row = 0; row < rows; row += 1)
    context.strokeRect(0.5, row * ROW_HEIGHT + 0.5, Math.max(1, width - 1), BAR_HEIGHT - 1);
  const fills = fillsOf(context, palette);
  for (const span of spans) {
    if (painting.progress < 1 && isPayload(span.kind) && painting.isChanged(span))
      paintMoving(context, palette, fills, span, painting.progress);
    else paintSpan(context, palette, fills, span);
  }
  for (const span of spans) paintMarks(context, palette, painting, span);
  paintBytes(context, palette, painting.bytes);
  paintCuts(context, palette, painting);
  paintTop(context, palette, painting);
  paintLinks(context, palette, painting.links);
}

type Fills = Readonly<Record<SpanKind, { readonly fill: string | CanvasPattern; readonly edge: string }>>;

function fillsOf(context: CanvasRenderingContext2D, { text }: Palette): Fills {
  const pattern = (ground: string, ink: string, size: number, draw: (tile: CanvasRenderingContext2D) => void) => {
    // Not an OffscreenCanvas: Chromium sometimes has none of its pixels when the pattern is made, and throws.
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = size;
    const tile = canvas.getContext('2d');
    if (!tile) return ground;
    tile.fillStyle = ground;
    tile.fillRect(0, 0, size, size);
    tile.strokeStyle = tile.fillStyle = ink;
    draw(tile);
    return context.createPattern(canvas, 'repeat') ?? ground;
  };
  const hatch = (tile: CanvasRenderingContext2D): void => {
    tile.beginPath();
    tile.moveTo(-1, 7);
    tile.lineTo(7, -1);
    tile.stroke();
  };
  const dots = (tile: CanvasRenderingContext2D): void => tile.fillRect(2, 2, 1, 1);
  const stripes = (tile: CanvasRenderingContext2D): void => tile.fillRect(0, 0, 1, 4);
  return {
    live: { fill: text('--heap-tint'), edge: text('--heap') },
    leaked: { fill: text('--error-tint'), edge: text('--error') },
    quarantined: { fill: pattern(text('--freed-tint'), text('--edge'), 6, hatch), edge: text('--freed') },
    free: { fill: pattern(text('--freed-tint'), text('--freed'), 5, dots), edge: text('--freed') },
    redzone: { fill: pattern(text('--paper'), text('--line'), 4, stripes), edge: text('--line') },
    header: { fill: text('--line'), edge: text('--line') },
  };
}

const isPayload = (kind: SpanKind): boolean => kind !== 'redzone' && kind !== 'header';

function paintMoving(
  context: CanvasRenderingContext2D,
  palette: Palette,
  fills: Fills,
  span: MapSpan,
  progress: number,
): void {
  const eased = 1 - (1 - progress) ** 2;
  if (span.kind === 'live' || span.kind === 'leaked') {
    paintSpan(context, palette, fills, { ...span, width: span.width * eased });
    return;
  }
  paintSpan(context, palette, fills, { ...span, kind: 'live' });
  context.globalAlpha = eased;
  paintSpan(context, palette, fills, span);
  context.globalAlpha = 1;
}

function paintSpan(context: CanvasRenderingContext2D, palette: Palette, fills: Fills, span: MapSpan): void {
  const { kind, x, width } = span;
  const y = span.row * ROW_HEIGHT;
  context.fillStyle = fills[kind].fill;
  context.fillRect(x, y, Math.max(1, width), BAR_HEIGHT);
  if (kind === 'header' && width >= 8) {
    // A small square says "bookkeeping" where a plain grey might be taken for nothing.
    context.fillStyle = palette.text('--muted');
    context.fillRect(x + Math.min(width / 2, SQUARE_AT) - 2, y + BAR_HEIGHT / 2 - 2, 4, 4);
  }
  if (!isPayload(kind)) return;
  context.strokeStyle = fills[kind].edge;
  context.setLineDash(kind === 'quarantined' || kind === 'free' ? [3, 3] : []);
  if (width < 5) {
    context.beginPath();
    context.moveTo(x + 0.5, y);
    context.lineTo(x + 0.5, y + BAR_HEIGHT);
    context.stroke();
  } else {
    outline(context, span, 0.5);
    if (kind === 'leaked' && width > 8) outline(context, span, 2.5);
  }
  context.setLineDash([]);
}

/** The edge of a span, open where it goes on in another row. */
function outline(context: CanvasRenderingContext2D, span: MapSpan, inset: number): void {
  const { x, width, openLeft, openRight } = span;
  const y = span.row * ROW_HEIGHT;
  const left = openLeft ? x : x + inset;
  const right = openRight ? x + width : x + width - inset;
  context.beginPath();
  context.moveTo(left, y + inset);
  context.lineTo(right, y + inset);
  context[openRight ? 'moveTo' : 'lineTo'](right, y + BAR_HEIGHT - inset);
  context.lineTo(left, y + BAR_HEIGHT - inset);
  if (!openLeft) context.lineTo(left, y + inset);
  context.stroke();
}

function paintMarks(context: CanvasRenderingContext2D, palette: Palette, painting: Painting, span: MapSpan): void {
  if (painting.progress < 1) return;
  // Where the bytes are read in the payload, the header says whose they are.
  const isReadable = painting.bytes.length > 0;
  if (span.kind === 'header' && isReadable) paintLabel(context, palette, painting, span);
  if (!isPayload(span.kind)) return;
  if (painting.isChanged(span)) {
    context.fillStyle = palette.text('--shared');
    context.fillRect(span.x, span.row * ROW_HEIGHT + BAR_HEIGHT - 3, Math.max(2, span.width), 3);
  }
  const isOffending = painting.isOffending(span);
  if (isOffending || painting.isSelected(span)) {
    context.strokeStyle = palette.text(isOffending ? '--error' : '--ink');
    context.lineWidth = 2.5;
    outline(context, span, 1.25);
    context.lineWidth = 1;
  }
  if (!isReadable) paintLabel(context, palette, painting, span);
}

function paintLabel(context: CanvasRenderingContext2D, palette: Palette, painting: Painting, span: MapSpan): void {
  const label = span.width >= LEAST_FOR_TEXT && !span.openLeft ? painting.label(span) : '';
  if (!label) return;
  const words = painting.isOffending(span) ? `! ${label}` : label;
  const [x, y] = [span.x + (span.kind === 'header' ? 2 * SQUARE_AT : 7), span.row * ROW_HEIGHT + BAR_HEIGHT / 2 + 1];
  const room = span.width - (x - span.x) - 3;
  context.font = `13px ${palette.fonts.text}`;
  context.textBaseline = 'middle';
  if (span.kind === 'quarantined' || span.kind === 'free') {
    context.strokeStyle = palette.text('--freed-tint');
    context.lineWidth = 4;
    context.strokeText(words, x, y, room);
    context.lineWidth = 1;
  }
  context.fillStyle = palette.text('--ink');
  context.fillText(words, x, y, room);
}

function paintBytes(context: CanvasRenderingContext2D, palette: Palette, bytes: readonly PaintedByte[]): void {
  context.font = `12px ${palette.fonts.code}`;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  for (const { row, x, width, text, look } of bytes) {
    const [across, down] = [x + width / 2, row * ROW_HEIGHT + BAR_HEIGHT / 2 + 1];
    const isFreed = look === 'freed' || look === 'free';
    if (isFreed) {
      // Digits on a pattern need a ground of their own.
      context.strokeStyle = palette.text('--freed-tint');
      context.lineWidth = 4;
      context.strokeText(text, across, down);
      context.lineWidth = 1;
    }
    context.fillStyle = palette.text(look === 'defined' || isFreed ? '--ink' : '--muted');
    context.fillText(text, across, down);
  }
  context.textAlign = 'start';
}

function paintTop(context: CanvasRenderingContext2D, palette: Palette, painting: Painting): void {
  const { top, topText, width, rows } = painting;
  if (!top) return;
  const y = top.row * ROW_HEIGHT;
  context.strokeStyle = palette.text('--muted');
  context.beginPath();
  context.moveTo(top.x + 0.5, y - 2);
  context.lineTo(top.x + 0.5, y + BAR_HEIGHT + 2);
  context.stroke();
  context.fillStyle = palette.text('--muted');
  context.font = `italic 13px ${palette.fonts.text}`;
  context.textBaseline = 'middle';
  const room = width - top.x - 12;
  // Where the rest of the row is too short for the words, the next is all wilderness.
  if (room >= context.measureText(topText).width) context.fillText(topText, top.x + 8, y + BAR_HEIGHT / 2 + 1);
  else if (top.row + 1 < rows) context.fillText(topText, 8, y + ROW_HEIGHT + BAR_HEIGHT / 2 + 1, width - 16);
}

/** A cut comes down between the parts and stays; a border that two chunks had fades, and its ends stay. */
function paintCuts(context: CanvasRenderingContext2D, palette: Palette, { cuts, progress }: Painting): void {
  context.strokeStyle = context.fillStyle = palette.text('--ink');
  context.lineWidth = 2;
  for (const { kind, at } of cuts) {
    const [x, top] = [at.x, at.row * ROW_HEIGHT];
    const bottom = top + BAR_HEIGHT;
    if (kind === 'split') {
      line(context, x, top - 3, top + (BAR_HEIGHT + 3) * progress);
      triangle(context, x, top - 4, 4);
      continue;
    }
    context.globalAlpha = 1 - progress;
    line(context, x, top, bottom);
    context.globalAlpha = 1;
    line(context, x, top - 2, top + 3);
    line(context, x, bottom - 3, bottom + 2);
  }
  context.lineWidth = 1;
}

function line(context: CanvasRenderingContext2D, x: number, from: number, to: number): void {
  context.beginPath();
  context.moveTo(x, from);
  context.lineTo(x, to);
  context.stroke();
}

/** Its point is down. */
function triangle(context: CanvasRenderingContext2D, x: number, top: number, size: number): void {
  context.beginPath();
  context.moveTo(x - size, top);
  context.lineTo(x + size, top);
  context.lineTo(x, top + size + 1);
  context.fill();
}

/** Lists of freed chunks: from each to the next, curved below their rows. */
function paintLinks(context: CanvasRenderingContext2D, palette: Palette, links: Painting['links']): void {
  context.strokeStyle = context.fillStyle = palette.text('--stack');
  context.lineWidth = 1.5;
  for (const { from, to } of links) {
    const [y1, y2] = [from.row * ROW_HEIGHT + BAR_HEIGHT - 2, to.row * ROW_HEIGHT + BAR_HEIGHT - 2];
    context.beginPath();
    context.arc(from.x, y1, 2, 0, 2 * Math.PI);
    context.fill();
    context.beginPath();
    context.moveTo(from.x, y1);
    const sag = Math.max(y1, y2) + 14;
    context.bezierCurveTo(from.x, sag, to.x, sag, to.x, y2 + 4);
    context.stroke();
    context.beginPath();
    context.moveTo(to.x, y2);
    context.lineTo(to.x - 3, y2 + 6);
    context.lineTo(to.x + 3, y2 + 6);
    context.fill();
  }
  context.lineWidth = 1;
}
