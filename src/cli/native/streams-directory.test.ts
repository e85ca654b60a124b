import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { StreamKey } from '../../native/event-order.ts';
import {
  Control,
  CONTROL_MAGIC,
  STREAM_HEADER_BYTES,
  STREAM_MAGIC,
  STREAM_VERSION,
  StreamHeader,
} from '../../native/stream.ts';
import { removeStale } from './stale-directories.ts';
import { StreamsDirectory } from './streams-directory.ts';
import { spawnSync } from '../../../tests/bounded-spawn.ts';

const RING = 65536;
const why = process.platform === 'linux' ? '' : ' (skipped: it needs Linux)';

/** The pid of a process that is over. */
const goneProcess = (): number => spawnSync('true').pid;

/** A stream with `bytes` behind its header, as the library would have made it. */
function writeStream(folder: string, { pid, image, stream }: StreamKey, bytes: Uint8Array): string {
  const file = new Uint8Array(STREAM_HEADER_BYTES + RING);
  const view = new DataView(file.buffer);
  const words = { magic: STREAM_MAGIC, version: STREAM_VERSION, ringBytes: RING, pid, image, stream };
  for (const [field, value] of Object.entries(words))
    view.setUint32(StreamHeader[field as keyof typeof words], value, true);
  view.setBigUint64(StreamHeader.head, BigInt(bytes.length), true);
  file.set(bytes, STREAM_HEADER_BYTES);
  const name = path.join(folder, `${pid}-${image}-${stream}.hs`);
  writeFileSync(name, file);
  return name;
}

describe.skipIf(why !== '')(`streams${why}`, () => {
  let streams: StreamsDirectory | undefined;
  afterEach(() => streams?.remove());

  it('are removed once their process is gone, but for the name of its own', () => {
    streams = new StreamsDirectory();
    const pid = goneProcess();
    const own = writeStream(streams.path, { pid, image: 0, stream: 0 }, Uint8Array.of(1, 2));
    const thread = writeStream(streams.path, { pid, image: 0, stream: 1 }, Uint8Array.of(3));
    const alive = writeStream(streams.path, { pid: process.pid, image: 0, stream: 1 }, Uint8Array.of(4));
    const seen: string[] = [];
    streams.drain(
      ({ stream }, bytes) => void seen.push(`${stream}: ${[...bytes].join(' ')}`),
      ({ pid: over, image }) => void seen.push(`over: ${over}-${image}`),
    );
    expect(seen.sort()).toEqual(['0: 1 2', '1: 3', '1: 4', `over: ${pid}-0`]);
    expect(existsSync(thread)).toBe(false);
    expect(statSync(own).size).toBe(STREAM_HEADER_BYTES);
    expect(statSync(alive).size).toBe(STREAM_HEADER_BYTES + RING);
    // It is not found anew.
    expect(
      streams.drain(
        () => expect.unreachable(),
        () => expect.unreachable(),
      ),
    ).toBe(0);
  });

  it('of an image before the one that runs are at their ends', () => {
    streams = new StreamsDirectory();
    const before = writeStream(streams.path, { pid: process.pid, image: 0, stream: 1 }, Uint8Array.of(1));
    const now = writeStream(streams.path, { pid: process.pid, image: 1, stream: 1 }, Uint8Array.of(2));
    expect(streams.skip()).toBe(2);
    expect([existsSync(before), existsSync(now)]).toEqual([false, true]);
  });
});

describe.skipIf(why !== '')(`what a killed launcher left${why}`, () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'stale-'));
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it('is removed by the next one, and nothing else is', () => {
    const make = (name: string, drainer: number, seconds: number, mode = 0o700): void => {
      const folder = path.join(parent, name);
      mkdirSync(folder, { mode });
      const words = new Uint32Array(1024);
      words[Control.magic / 4] = CONTROL_MAGIC;
      words[Control.drainer / 4] = drainer;
      const control = path.join(folder, 'control');
      writeFileSync(control, words);
      utimesSync(control, Date.now() / 1000 - seconds, Date.now() / 1000 - seconds);
    };
    make('heapscope-aaaaaa', goneProcess(), 60);
    make('heapscope-runsss', process.pid, 60);
    make('heapscope-newwww', goneProcess(), 1);
    make('heapscope-others', goneProcess(), 60, 0o755);
    make('something-aaaaaa', goneProcess(), 60);
    mkdirSync(path.join(parent, 'heapscope-empty1'), { mode: 0o700 });
    removeStale(parent);
    expect(readdirSync(parent).sort()).toEqual([
      ...['heapscope-empty1', 'heapscope-newwww', 'heapscope-others', 'heapscope-runsss'],
      'something-aaaaaa',
    ]);
  });
});
