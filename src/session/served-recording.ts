/** The recording that `heapscope view` serves beside the page, or the one that `heapscope native --live` is writing. */
import { followRecording } from './follow-recording.ts';
import { Live } from './live.svelte.ts';
import type { RangeSource, ReadRange } from './long-recording.ts';
import { openRecordingFile } from './open-recording.ts';
import type { Session } from './session.svelte.ts';

/** In the page's address: a recording is to be fetched from beside it, or followed. What it is called is its value. */
const WHOLE = 'recording';
const GROWING = 'live';
const BESIDE_PAGE = 'recording';

/** Whether the address asks for a recording from beside the page. */
export function isServedHere(): boolean {
  const wanted = new URLSearchParams(location.search);
  return wanted.has(WHOLE) || wanted.has(GROWING);
}

/** False: this page is served by something else. */
export async function openServed(session: Session): Promise<boolean> {
  const wanted = new URLSearchParams(location.search);
  const growing = wanted.get(GROWING);
  const name = growing ?? wanted.get(WHOLE);
  if (name === null) return false;
  const url = new URL(BESIDE_PAGE, document.baseURI);
  if (growing === null) {
    const source = await servedFile(url);
    if (source) await openRecordingFile(session, name, source);
    return source !== undefined;
  }
  const response = await fetch(url);
  if (!response.ok || !response.body) return false;
  session.open({ files: [] }, name);
  session.live = new Live(document.baseURI);
  void followRecording(session, name, piecesOf(response.body), rangesOf(url));
  return true;
}

/** Undefined: nobody serves it, or not in parts. */
async function servedFile(url: URL): Promise<RangeSource | undefined> {
  const first = await askFor(url, 0, 1);
  const size = /\/(\d+)$/.exec(first.headers.get('Content-Range') ?? '')?.[1];
  if (first.status !== PARTIAL_CONTENT || size === undefined) return undefined;
  return { size: Number(size), read: rangesOf(url) };
}

function rangesOf(url: URL): ReadRange {
  return async (from, to) => {
    const response = await askFor(url, from, to);
    if (response.status !== PARTIAL_CONTENT) throw new Error(`the recording can't be read: ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
}

const askFor = (url: URL, from: number, to: number): Promise<Response> =>
  fetch(url, { headers: { Range: `bytes=${from}-${to - 1}` } });

const PARTIAL_CONTENT = 206;

/** Not all browsers let a stream be gone through by itself. */
async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}
