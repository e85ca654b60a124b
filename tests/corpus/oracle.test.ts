/**
 * What the corpus expects is true: gcc with valgrind's memcheck and with AddressSanitizer say the same on this machine.
 * Skipped where these tools are missing.
 */
import { describe, expect, it } from 'vitest';
import { disagreements, missingTool } from './oracle.mjs';
import { readCorpus } from './programs.mjs';

const missing = missingTool();

describe('the corpus, judged by native checkers', () => {
  for (const program of readCorpus())
    it(program.name, ({ skip }) => {
      if (missing !== undefined) skip(`${missing} is not installed`);
      if (program.notJudged !== undefined) skip(program.notJudged);
      expect(disagreements(program)).toEqual([]);
    });
});
