/**
 * A circle of waits, as boxes on an ellipse with arrows from each to the next, clockwise from the left:
 *
 *                  semaphore 2
 *      waits for /             \ taken by
 *             A                   B
 *      taken by  \             / waits for
 *                  semaphore 3
 */
import type { TaskRef, Wait } from '../replay/system.ts';
import type { WaitEdge } from './wait-graph.ts';

export interface WaitNode {
  readonly task?: TaskRef;
  /** What is waited for, in a box of its own. */
  readonly wait?: Wait;
  /** The middle, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface WaitArrow {
  readonly kind: 'waits' | 'taken';
  readonly path: string;
  /** Where its word stands: outside of the circle. */
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end';
}

export interface WaitPicture {
  readonly nodes: readonly WaitNode[];
  readonly arrows: readonly WaitArrow[];
  readonly width: number;
  readonly height: number;
}

export const NODE_HEIGHT = 28;
const TASK_WIDTH = 48;
const OBJECT_WIDTH = 128;
const WIDTH = 480;
/** Between a box and the head of an arrow. */
const GAP = 3;

export function layoutWaits(circle: readonly WaitEdge[]): WaitPicture {
  const parts = circle.flatMap(({ task, wait }) => (isHeld(wait) ? [{ task }, { wait }] : [{ task }]));
  const rx = (WIDTH - OBJECT_WIDTH) / 2 - 16;
  const ry = Math.max(56, parts.length * 15);
  const [cx, cy] = [WIDTH / 2, ry + NODE_HEIGHT / 2 + 8];
  const nodes = parts.map((part, i): WaitNode => {
    const angle = Math.PI + (2 * Math.PI * i) / parts.length;
    const width = 'task' in part ? TASK_WIDTH : OBJECT_WIDTH;
    return { ...part, x: Math.round(cx + rx * Math.cos(angle)), y: Math.round(cy + ry * Math.sin(angle)), width };
  });
  const arrows = nodes.map((from, i): WaitArrow => {
    const to = nodes[(i + 1) % nodes.length]!;
    const [start, end] = [edgeTowards(from, to), edgeTowards(to, from)];
    const [x, y] = [(start.x + end.x) / 2, (start.y + end.y) / 2];
    const isRight = x > cx;
    return {
      kind: from.wait ? 'taken' : 'waits',
      path: `M${start.x} ${start.y}L${end.x} ${end.y}`,
      x: Math.round(x + (isRight ? 10 : -10)),
      y: Math.round(y + (y > cy ? 12 : -4)),
      anchor: isRight ? 'start' : 'end',
    };
  });
  return { nodes, arrows, width: WIDTH, height: 2 * cy };
}

/** Whether somebody has it, as against is it. */
const isHeld = ({ reason }: Wait): boolean => reason === 'semaphore' || reason === 'lock';

/** Where the line to the middle of another box leaves this one. */
function edgeTowards(from: WaitNode, to: WaitNode): { readonly x: number; readonly y: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const [w, h] = [from.width / 2 + GAP, NODE_HEIGHT / 2 + GAP];
  const share = Math.min(dx === 0 ? Infinity : w / Math.abs(dx), dy === 0 ? Infinity : h / Math.abs(dy));
  return { x: Math.round(from.x + dx * share), y: Math.round(from.y + dy * share) };
}
