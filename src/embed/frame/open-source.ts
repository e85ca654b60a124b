/** What the frame's address asks for: the recording of an example, or the program of a link. */
import { openReady, readyStepReader, unpackReady, type ReadyRecording } from '../../session/ready-recording.ts';
import type { Session } from '../../session/session.svelte.ts';
import { CODE_FRAGMENT } from '../protocol.ts';

export type Opened =
  /** `tellReads` makes that what steps read is told: the code for it is fetched when it is called. */
  { readonly kind: 'recording'; tellReads(): Promise<void> } | { readonly kind: 'program' | 'refused' };

/** Opens it. Only a recording, which is on its way, is shown at once; a program waits for the reader's click. */
export async function openSource(
  session: Session,
  recording: Promise<Response> | undefined,
  fragment: string,
): Promise<Opened> {
  if (fragment.startsWith(CODE_FRAGMENT)) {
    session.open({ files: [{ path: 'main.c', text: decodeURIComponent(fragment.slice(CODE_FRAGMENT.length)) }] });
    return { kind: 'program' };
  }
  if (fragment.length > 1) {
    const { readLink } = await import('../../share/link.ts');
    const link = readLink(fragment);
    if (link?.kind === 'refused') return { kind: 'refused' };
    if (link) {
      const { openShared } = await import('../../session/share-session.ts');
      openShared(session, link.program);
      return { kind: 'program' };
    }
  }
  const response = await recording;
  if (!response?.ok || !response.body) return { kind: 'refused' };
  const ready = await unpackReady(response.body);
  await session.openRecorded(ready, () => openReady(ready));
  return { kind: 'recording', tellReads: () => tellReads(session, ready) };
}

async function tellReads({ playback }: Session, ready: ReadyRecording): Promise<void> {
  const shown = playback.recorded;
  const { window } = await openReady(ready, await readyStepReader(ready));
  if (window && playback.recorded === shown) playback.window = window;
}
