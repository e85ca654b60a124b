/** The catalogue's words about the system around the program, for reports and page alike. */
import { formatCount, formatSeconds, type LocaleName } from '../i18n/format.ts';
import type { Messages, SystemMessages } from '../i18n/messages.ts';
import type { Wait } from '../replay/system.ts';
import type { RunNote } from '../trace/run-note.ts';

/** What a task waits for: "a child to end", "semaphore 3". `words`: the catalogue's. */
export function waitText(wait: Wait, words: SystemMessages['waits'], locale: LocaleName): string {
  const count = (n: number): string => formatCount(n, locale);
  switch (wait.reason) {
    case 'sleep':
      return words.sleep(formatSeconds(wait.until, locale));
    case 'child':
    case 'vfork':
      return wait.pid === 0 ? words.anyChild : words.child(String(wait.pid));
    case 'pipe-data':
      return words.pipeData(count(wait.pipe));
    case 'pipe-room':
      return words.pipeRoom(count(wait.pipe));
    case 'semaphore':
      return words.semaphore(count(wait.semaphore));
    case 'lock':
      return words.lock(count(wait.lock));
    case 'thread':
      return words.thread(count(wait.thread + 1));
    case 'condition':
    case 'barrier':
    case 'message':
      return words[wait.reason](count(wait.object));
    case 'signal':
    case 'input':
      return words[wait.reason];
  }
}

/** What the system refused, as a sentence. */
export function noteText(note: RunNote, words: Messages['output']['told'], locale: LocaleName): string {
  switch (note.kind) {
    case 'unsupported-call':
      return words.unsupportedCall(note.call);
    case 'fork-refused':
      return words.forkRefused(formatCount(note.mostProcesses, locale));
  }
}
