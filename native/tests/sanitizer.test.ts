/** The recorder itself under ThreadSanitizer. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { AllocateEvent, FreeEvent } from '../../src/native/events.ts';
import { ControlOption } from '../../src/native/stream.ts';
import { compileProgram, hasSanitizer, obstacle, removePrograms } from './programs.ts';
import { trace } from './trace.ts';

const why = obstacle ?? (hasSanitizer('thread') ? '' : 'needs a gcc with ThreadSanitizer');

const native = path.join(import.meta.dirname, '..');
const { sources } = JSON.parse(readFileSync(path.join(native, 'build.json'), 'utf8')) as { sources: string[] };
/** What stands in for libc's functions would stand in for the sanitizer's. */
const recorder = sources.filter((source) => !source.includes('hooks-')).map((source) => path.join(native, source));

describe.skipIf(why)(`the recorder under ThreadSanitizer${why ? ` (${why})` : ''}`, () => {
  afterAll(removePrograms);

  it('16 threads hand blocks on, and code comes and goes: no data race, and no event lost', async () => {
    const flags = ['-O1', '-std=gnu11', '-fno-omit-frame-pointer', `-I${path.join(native, 'include')}`];
    const program = compileProgram('recorder', [...flags, '-fsanitize=thread'], '-tsan', recorder);
    const plugin = compileProgram('plugin', ['-shared', '-fPIC']);
    const { events, status, stderr } = await trace([program, plugin], {
      isLinked: true,
      control: { options: ControlOption.noScan },
      environment: { TSAN_OPTIONS: 'halt_on_error=0 exitcode=66' },
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const live = new Set<number>();
    let allocated = 0;
    for (const event of events) {
      if (event.type === 'allocate') take(event);
      if (event.type === 'free') giveBack(event);
    }
    expect(allocated).toBe(16 * 3 * 1500 + 60);
    expect(live.size).toBe(0);

    function take({ address }: AllocateEvent): void {
      expect(address).not.toBe(0);
      expect(live.has(address)).toBe(false);
      live.add(address);
      allocated++;
    }

    function giveBack({ address }: FreeEvent): void {
      expect(live.delete(address)).toBe(true);
    }
  });
});
