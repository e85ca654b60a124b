/** The recording that `heapscope view` serves beside the page, or the one that `heapscope native --live` is writing. */
import { followRecording } from './follow-recording.ts';
import { Live } from './live.svelte.ts';
import { openRecordingFile } from './open-recording.ts';
import type { Session } from './session.svelte.ts';

/** In the page's address: a recording is to be fetched from beside it, or followed. What it is called is its value. */
const WHOLE = 'recording';
const GROWING = 'live';
const BESIDE_PAGE = 'recording';

/** False: this page is served by something else. */
export async function openServed(session: Session): Promise<boolean> {
  const wanted = new URLSearchParams(location.search);
  const growing = wanted.get(GROWING);
  const name = growing ?? wanted.get(WHOLE);
  if (name === null) return false;
  const response = await fetch(new URL(BESIDE_PAGE, document.baseURI));
  if (!response.ok || !response.body) return false;
  if (growing === null) {
    await openRecordingFile(session, name, new Uint8Array(await response.arrayBuffer()));
    return true;
  }
  session.open({ files: [] }, name);
  session.live = new Live(document.baseURI);
  void followRecording(session, name, piecesOf(response.body));
  return true;
}

/** Not all browsers let a stream be gone through by itself. */
async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
}
