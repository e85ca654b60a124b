/** The recording that `heapscope view` serves beside the page. */
import { openRecordingFile } from './open-recording.ts';
import type { Session } from './session.svelte.ts';

/** In the page's address: a recording is to be fetched from beside it. What it is called is its value. */
const PARAMETER = 'recording';
const BESIDE_PAGE = 'recording';

/** False: this page is served by something else. */
export async function openServed(session: Session): Promise<boolean> {
  const name = new URLSearchParams(location.search).get(PARAMETER);
  if (name === null) return false;
  const response = await fetch(new URL(BESIDE_PAGE, document.baseURI));
  if (!response.ok) return false;
  await openRecordingFile(session, name, new Uint8Array(await response.arrayBuffer()));
  return true;
}
