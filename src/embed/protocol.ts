/**
 * What a page and the widget's frame say to each other, by postMessage. Every message is an object with `heapscope`, the
 * version of this protocol, and `type`; whatever else arrives is ignored. Both sides are read before anything else can be shown, so
 * what is needed to check so little is here, and not a library.
 */

export const PROTOCOL = 1;
/** The frame's fragment may begin so; C source in percent-encoding follows. */
export const CODE_FRAGMENT = '#code=';

type Guard<Value> = (value: unknown) => value is Value;
/** By type of message: its fields. */
type Shapes = Readonly<Record<string, Readonly<Record<string, Guard<unknown>>>>>;
type FieldsOf<Shape> = { readonly [Name in keyof Shape]: Shape[Name] extends Guard<infer Value> ? Value : never };
type Said<Of extends Shapes> = { [Type in keyof Of]: { readonly type: Type } & FieldsOf<Of[Type]> }[keyof Of];

const wholeNumber: Guard<number> = (value): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
/** What may be a language's name: the frame knows which there are. */
const tag: Guard<string> = (value): value is string => typeof value === 'string' && /^[a-z]{2,3}(-\w+)*$/i.test(value);
const text: Guard<string> = (value) => typeof value === 'string';
const oneOf =
  <Name extends string>(names: readonly Name[]): Guard<Name> =>
  (value): value is Name =>
    names.some((name) => name === value);

export const TO_FRAME = {
  go: { step: wholeNumber },
  play: {},
  pause: {},
  language: { name: tag },
  theme: { name: oneOf<'light' | 'dark'>(['light', 'dark']) },
  /** With a port: whoever has the other end compiles in this frame. */
  'compiler-serve': {},
  'compiler-stopped': {},
} satisfies Shapes;
export type ToFrame = Said<typeof TO_FRAME>;

/** Steps count from 0; lines from 1, 0 where there is none. */
export const FROM_FRAME = {
  /** A recording is shown: at first, and after each run. */
  ready: { steps: wholeNumber, findings: wholeNumber },
  step: { step: wholeNumber, of: wholeNumber },
  /** One for each finding of what is shown. */
  finding: { kind: text, file: text, line: wholeNumber, step: wholeNumber },
  /** The reader has come to the last step. */
  complete: {},
  /** With a port, for the frame that compiles for all. Only of frames whose address has `shares`. */
  'compiler-wanted': {},
  'compiler-stopped': {},
  /** CSS pixels that the contents would like to have. */
  height: { pixels: wholeNumber },
} satisfies Shapes;
export type FromFrame = Said<typeof FROM_FRAME>;

/** The message in a MessageEvent's data, with nothing but what it may hold; undefined when it is none of ours. */
export function readMessage<Of extends Shapes>(shapes: Of, data: unknown): Said<Of> | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { heapscope, type, ...fields } = data as Record<string, unknown>;
  const shape = typeof type === 'string' && Object.hasOwn(shapes, type) ? shapes[type] : undefined;
  if (heapscope !== PROTOCOL || !shape) return undefined;
  const names = Object.keys(shape);
  if (!names.every((name) => shape[name]?.(fields[name]))) return undefined;
  return { type, ...Object.fromEntries(names.map((name) => [name, fields[name]])) } as Said<Of>;
}
