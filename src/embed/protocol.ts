/**
 * What a page and the widget's frame say to each other, by postMessage. Every message is an object with `heapscope`, the
 * version of this protocol, and `type`; whatever else arrives is ignored.
 */
import * as v from 'valibot';

export const PROTOCOL = 1;
/** The frame's fragment may begin so; C source in percent-encoding follows. */
export const CODE_FRAGMENT = '#code=';

const WholeNumber = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const own = { heapscope: v.literal(PROTOCOL) };

/** To the frame. */
export const ToFrame = v.variant('type', [
  v.object({ ...own, type: v.literal('go'), step: WholeNumber }),
  v.object({ ...own, type: v.literal('play') }),
  v.object({ ...own, type: v.literal('pause') }),
  v.object({ ...own, type: v.literal('language'), name: v.picklist(['en', 'zh']) }),
  v.object({ ...own, type: v.literal('theme'), name: v.picklist(['light', 'dark']) }),
  /** With a port: whoever has the other end compiles in this frame. */
  v.object({ ...own, type: v.literal('compiler-serve') }),
  v.object({ ...own, type: v.literal('compiler-stopped') }),
]);
export type ToFrame = v.InferOutput<typeof ToFrame>;

/** From the frame. Steps count from 0; lines from 1, 0 where there is none. */
export const FromFrame = v.variant('type', [
  /** A recording is shown: at first, and after each run. */
  v.object({ ...own, type: v.literal('ready'), steps: WholeNumber, findings: WholeNumber }),
  v.object({ ...own, type: v.literal('step'), step: WholeNumber, of: WholeNumber }),
  /** One for each finding of what is shown. */
  v.object({
    ...own,
    type: v.literal('finding'),
    kind: v.string(),
    file: v.string(),
    line: WholeNumber,
    step: WholeNumber,
  }),
  /** The reader has come to the last step. */
  v.object({ ...own, type: v.literal('complete') }),
  /** With a port, for the frame that compiles for all. Only of frames whose address has `shares`. */
  v.object({ ...own, type: v.literal('compiler-wanted') }),
  v.object({ ...own, type: v.literal('compiler-stopped') }),
  /** CSS pixels that the contents would like to have. */
  v.object({ ...own, type: v.literal('height'), pixels: WholeNumber }),
]);
export type FromFrame = v.InferOutput<typeof FromFrame>;

/** A message without its mark, of any type. */
export type Unmarked<Message> = Message extends unknown ? Omit<Message, 'heapscope'> : never;

/** The message in a MessageEvent's data, or undefined when it is none of ours. */
export function readMessage<Schema extends v.GenericSchema>(
  schema: Schema,
  data: unknown,
): v.InferOutput<Schema> | undefined {
  const read = v.safeParse(schema, data);
  return read.success ? read.output : undefined;
}
