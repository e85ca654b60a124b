/** What the system does around the program, in words. */
import { formatAddress, formatBytes, formatCount, formatSeconds } from '../../i18n/format.ts';
import type { Locale } from '../../i18n/locale.svelte.ts';
import { processLetter } from '../../util/process-letter.ts';
import type { ExitStatus, KernelHappening, TaskState, Wait } from '../../replay/system.ts';
import { waitText as waitWords } from '../../report/system-words.ts';
import { systemWords } from './system-messages.ts';
import { SIGNAL_NAMES } from '../../session/trace-flags.ts';

/** What a task waits for: "a child's end", "semaphore 3". */
export function waitText(wait: Wait, { name }: Locale): string {
  return waitWords(wait, systemWords().waits, name);
}

function statusText(status: ExitStatus): string {
  const t = systemWords();
  return status.kind === 'exit' ? t.exited(String(status.code)) : t.signalled(signalName(status.signal));
}

function signalName(signal: number): string {
  return SIGNAL_NAMES[signal] ?? String(signal);
}

export function stateText(state: TaskState, locale: Locale): string {
  const t = systemWords();
  switch (state.kind) {
    case 'blocked':
      return t.blocked(waitText(state.wait, locale));
    case 'zombie':
      return [t.zombie, state.status && statusText(state.status)].filter(Boolean).join(': ');
    case 'ended':
      return state.status ? statusText(state.status) : t.ended;
    default:
      return t.states[state.kind];
  }
}

/**
 * An event in words; undefined for those that say nothing to a person. `isVirtual`: the run's clock moves only when everyone waits; that of
 * a native program moves by itself.
 */
export function happeningText(event: KernelHappening, locale: Locale, isVirtual: boolean): string | undefined {
  const { name } = locale;
  const words = systemWords();
  const t = words.events;
  const count = (n: number): string => formatCount(n, name);
  switch (event.kind) {
    case 'fork':
      return t.fork(processLetter(event.child), String(event.pid));
    case 'fork-refused':
      return t.forkRefused;
    case 'exit':
      return statusText(event.status);
    case 'reap':
      return t.reap(processLetter(event.child));
    case 'block':
      return words.blocked(waitText(event.wait, locale));
    case 'signal-sent':
      return t.signalSent(signalName(event.signal), processLetter(event.receiver));
    case 'signal-delivered':
      return t.signalDelivered(signalName(event.signal));
    case 'segment-created':
      return t.segmentCreated(count(event.segment), formatBytes(event.bytes, name));
    case 'segment-attached':
      return t.segmentAttached(count(event.segment), formatAddress(event.address));
    case 'segment-detached':
      return t.segmentDetached(count(event.segment));
    case 'segment-removed':
      return t.segmentRemoved(count(event.segment));
    case 'semaphore':
      return t.semaphore(count(event.semaphore), count(event.value));
    case 'queue':
      if (event.before === undefined) return t.queueCreated(count(event.queue));
      if (event.messages === undefined) return t.queueRemoved(count(event.queue));
      return t.queue(count(event.queue), event.messages, count(event.messages));
    case 'clock':
      return (isVirtual ? t.clock : t.realClock)(formatSeconds(event.time, name));
    case 'thread-created':
      return t.threadCreated(count(event.created + 1));
    case 'thread-exited':
      return t.threadExited;
    case 'thread-joined':
      return t.threadJoined(count(event.joined + 1));
    case 'segment-left':
      return t.segmentLeft(count(event.segment));
    case 'orphaned':
      return t.orphaned(processLetter(event.orphan));
    case 'zombie-left':
      return t.zombieLeft(processLetter(event.child));
    case 'pipe-created':
      return t.pipeCreated(count(event.pipe));
    case 'wake':
    case 'preempted':
      return undefined;
  }
}
