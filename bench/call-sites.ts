import { measureCallSites } from '../src/layout/testing/measure-call-sites.ts';
import type { Measurement } from './index.ts';
import { shared } from './shared.ts';

const EVENTS = 10_000_000;

/** The call-site table and flame graph of a run of ten million allocations and frees. */
export const callSites: Measurement = {
  name: 'page call sites',
  prepare() {
    const [first, step] = ['from columns to table and flame graph', 'what lives, at another step'] as const;
    const once = shared(() => measureCallSites(EVENTS));
    return Promise.resolve({
      title: `Call sites of ${EVENTS} events with 2,000 stacks`,
      unit: 'ms',
      contenders: [
        { name: first, run: once(({ firstMilliseconds }) => firstMilliseconds) },
        { name: step, run: once(({ stepMilliseconds }) => stepMilliseconds) },
      ],
      baseline: first,
      rounds: 3,
      limits: [{ contender: first, atMost: 2000 }],
    });
  },
};
