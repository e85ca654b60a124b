/**
 * Programs as an introduction to shared memory and to hooks of malloc writes them, with its slips, and corrected: all that the command
 * prints. (The hooks with their slips are among the examples.)
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { heapscope } from '../heapscope-command.ts';

const PROGRAMS = join(import.meta.dirname, 'programs');

describe('first programs', () => {
  it.each(readdirSync(PROGRAMS))('%s', async (name) => {
    const { code, stdout, stderr } = heapscope(['run', name], { cwd: PROGRAMS });
    const shown = `${stdout}--- stderr\n${stderr}--- exit code ${code}\n`.replaceAll(/0x[0-9a-f]+/g, '0x…');
    await expect(shown).toMatchFileSnapshot(`golden/${name}.txt`);
  });
});
