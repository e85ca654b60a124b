/**
 * Many raw streams in, one row of events out.
 *
 *     stream 0 of each image  ---> modules, stacks: at once, since they only name things
 *     images, threads' streams --> the one with the earliest time goes on, until its time is later than another's,
 *                                  or it has to wait for an event of another stream (`after`)
 */
import type { EventSink } from './events.ts';
import { ImageReader, Numbers, imageKey } from './image-reader.ts';
import { ThreadReader } from './thread-reader.ts';

export interface StreamKey {
  readonly pid: number;
  readonly image: number;
  /** 0: of the process; from 1: of its threads. */
  readonly stream: number;
}

export class EventOrder {
  private readonly numbers = new Numbers();
  /** Of each image that isn't over, its threads' streams by number. */
  private readonly threads = new Map<ImageReader, Map<number, ThreadReader>>();
  /** Bytes of images that can't be read yet: their start, or their parent's, isn't there. */
  private readonly early: { key: StreamKey; bytes: Uint8Array }[] = [];
  private readonly announced = new Set<ImageReader>();
  private readonly ended = new Set<ImageReader>();
  private readonly sink: EventSink;

  constructor(sink: EventSink) {
    this.sink = sink;
  }

  /** Takes what one stream has had since it was last taken: whole records. Keeps `bytes`. */
  add(key: StreamKey, bytes: Uint8Array): void {
    if (key.stream === 0) this.imageOf(key).push(bytes);
    else this.early.push({ key, bytes });
  }

  /** Nothing follows in any stream of this image. */
  end(key: StreamKey): void {
    this.ended.add(this.imageOf(key));
  }

  /** Delivers what can be ordered. What was added must be all that existed at one moment, streams 0 read last. */
  deliver(): void {
    this.readImages();
    for (const { key, bytes } of this.early.splice(0)) {
      const image = this.imageOf(key);
      if (image.started) this.threadOf(image, key.stream).push(bytes);
      else this.early.push({ key, bytes });
    }
    for (let reader = this.earliest(); reader; reader = this.earliest()) this.run(reader);
    for (const image of this.ended) this.forget(image);
  }

  /** Nothing more will come: delivers the rest, also what waits for events that were lost. */
  finish(): void {
    this.deliver();
    for (let stuck = this.earliest(true); stuck; stuck = this.earliest(true)) {
      if (stuck instanceof ThreadReader) stuck.waitsFor = undefined;
      this.deliver();
    }
  }

  /** A program may start thousands of processes: only those that have something to say are looked through. */
  private forget(image: ImageReader): void {
    const threads = [...(this.threads.get(image)?.values() ?? [])];
    if (!this.announced.has(image) || threads.some((thread) => thread.hasMore)) return;
    this.threads.delete(image);
    this.announced.delete(image);
    this.ended.delete(image);
  }

  private imageOf(key: StreamKey): ImageReader {
    const name = imageKey(key.pid, key.image);
    let image = this.numbers.readers.get(name);
    if (!image) {
      image = new ImageReader(key.pid, key.image, this.numbers, this.sink);
      this.numbers.readers.set(name, image);
      this.threads.set(image, new Map());
    }
    return image;
  }

  private threadOf(image: ImageReader, stream: number): ThreadReader {
    const threads = this.threads.get(image)!;
    const known = threads.get(stream);
    if (known) return known;
    const reader = new ThreadReader(image, stream);
    threads.set(stream, reader);
    return reader;
  }

  /** A parent's start is read before its child's, whichever was seen first: it began earlier. */
  private readImages(): void {
    const images = [...this.threads.keys()];
    const starts = images.filter((image) => !image.started).map((image) => ({ image, time: image.peekTime() }));
    starts.sort((a, b) => a.time - b.time);
    for (const { image } of starts) image.readStart();
    for (const image of images) if (image.started) image.readRest();
  }

  /** What goes on next: of those that may (or `stuck`, that may not), the one with the earliest time. */
  private earliest(stuck = false): ImageReader | ThreadReader | undefined {
    let best: ImageReader | ThreadReader | undefined;
    let bestTime = Infinity;
    for (const [image, threads] of this.threads) {
      if (!image.started) continue;
      if (!this.announced.has(image)) {
        if (image.started.time < bestTime) [best, bestTime] = [image, image.started.time];
        continue;
      }
      for (const thread of threads.values()) {
        if (!thread.hasMore || thread.time >= bestTime || this.mayGoOn(thread) === stuck) continue;
        [best, bestTime] = [thread, thread.time];
      }
    }
    return best;
  }

  private mayGoOn({ waitsFor, image }: ThreadReader): boolean {
    return !waitsFor || (this.threads.get(image)?.get(waitsFor.stream)?.events ?? 0) >= waitsFor.event;
  }

  /** Until it waits, or its time goes on. */
  private run(reader: ImageReader | ThreadReader): void {
    if (reader instanceof ImageReader) {
      this.announced.add(reader);
      if (reader.started) this.sink.event(reader.started);
      return;
    }
    const { time } = reader;
    while (reader.hasMore && reader.time === time && this.mayGoOn(reader)) reader.advance(this.sink);
  }
}
