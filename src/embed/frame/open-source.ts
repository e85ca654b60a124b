/** What the frame's address asks for: the recording of an example, or the program of a link. */
import { openReady, unpackReady } from '../../session/ready-recording.ts';
import type { Session } from '../../session/session.svelte.ts';
import { CODE_FRAGMENT } from '../protocol.ts';
import { isFilePath } from '../../util/file-path.ts';

export type Opened = 'recording' | 'program' | 'refused';

/** Opens it. Only a recording is shown at once; a program waits for the reader's click. */
export async function openSource(session: Session, src: string | null, fragment: string): Promise<Opened> {
  if (fragment.startsWith(CODE_FRAGMENT)) {
    session.open({ files: [{ path: 'main.c', text: decodeURIComponent(fragment.slice(CODE_FRAGMENT.length)) }] });
    return 'program';
  }
  if (fragment.length > 1) {
    const { readLink } = await import('../../share/link.ts');
    const link = readLink(fragment);
    if (link?.kind === 'refused') return 'refused';
    if (link) {
      const { openShared } = await import('../../session/share-session.ts');
      openShared(session, link.program);
      return 'program';
    }
  }
  if (src === null || !isFilePath(src)) return 'refused';
  const response = await fetch(new URL(`recordings/${src}.ready`, document.baseURI));
  if (!response.ok || !response.body) return 'refused';
  const ready = await unpackReady(response.body);
  await session.openRecorded(ready, () => openReady(ready));
  return 'recording';
}
