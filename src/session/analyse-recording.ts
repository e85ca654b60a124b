import type { Recording } from '../trace/recording.ts';
import type { Recorded } from './recorded.ts';
import type { Analyst } from './analyst.ts';

/** What the page reads of a recording that is there as a whole. */
export async function analyseRecording(analyst: Analyst, recording: Recording): Promise<Recorded> {
  const { module, sites, survey, windows, end, meta } = recording;
  const [window] = windows;
  const run = { sites, survey, window, end, files: {} };
  const full = window && { ...run, sites: window.sites ?? sites };
  const recorded = await analyst.analyse(module, run, full);
  return meta.checks ? { ...recorded, checks: meta.checks } : recorded;
}
