/**
 * What the corpus expects is true: gcc with valgrind's memcheck and with AddressSanitizer say the same on this machine.
 * Skipped where these tools are missing.
 */
import { describe, expect, it } from 'vitest';
import { disagreements, missingTool } from './oracle.mjs';
import { readCorpus } from './programs.mjs';

const missing = missingTool();
const title = missing === undefined ? '' : ` (skipped: ${missing} is not installed)`;

describe.skipIf(missing !== undefined)(`the corpus, judged by native checkers${title}`, () => {
  for (const program of readCorpus())
    it.skipIf(program.notJudged !== undefined)(
      program.notJudged === undefined ? program.name : `${program.name}: ${program.notJudged}`,
      () => {
        expect(disagreements(program)).toEqual([]);
      },
    );
});
