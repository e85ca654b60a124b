import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { testCompiler } from '../compile/testing.node.ts';
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { resolveFindings } from '../replay/findings.ts';
import { createResolver } from '../replay/program-resolver.ts';
import { openWindow } from '../replay/replay.ts';
import { readSurvey } from '../replay/read-survey.ts';
import type { Recording } from '../trace/recording.ts';
import { writeRecording } from '../trace/write-recording.ts';
import { lighten } from './light-recording.ts';
import { recordProgram } from './record-program.ts';

/** What a reader may see of it. */
function seen(recording: Recording): unknown {
  const { module, sites } = recording;
  const debug = readDebugInfo(module);
  const resolver = createResolver(module, debug);
  const survey = readSurvey(recording, resolver);
  const window = recording.windows[0]!;
  const replay = openWindow(window, { sites: window.sites ?? sites, survey, resolver });
  const moments = Array.from({ length: replay.end }, (_, step) => {
    const { frames, blocks, events } = replay.seek(step);
    return { frames: frames.map(({ name, at }) => [name, at]), blocks, events };
  });
  return { findings: resolveFindings(survey, debug), moments };
}

it.each(['use-after-free.c', 'mmap-letters.c', 'sort-strings.c', 'uninitialised.c'])(
  'shows %s as the whole recording does, at a fraction of its size',
  async (name) => {
    const compiler = await testCompiler();
    const files = [{ path: name, text: readFileSync(`examples/${name}`, 'utf8') }];
    const made = await recordProgram(compiler, { files, flags: [], arguments: [], stdin: '', environment: {} });
    if (made.kind !== 'recorded') throw new Error(made.kind);
    const whole = made.recording;
    const light = lighten(whole);
    expect(seen(light)).toEqual(seen(whole));
    const size = (recording: Recording): number => writeRecording(recording, { deflate: true }).length;
    expect(size(light)).toBeLessThan(size(whole) / 1.5);
  },
  60_000,
);
