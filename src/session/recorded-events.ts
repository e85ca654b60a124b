/** What happened in a program without a module, as the page reads it: each event is a step, and what memory held isn't known. */
import { readDebugInfo } from '../dwarf/read-debug-info.ts';
import { LOST_KINDS, type Finding } from '../replay/findings.ts';
import { resolveFindings } from '../replay/resolve-findings.ts';
import { resolverOf } from '../replay/program-resolver.ts';
import { readSurvey } from '../replay/read-survey.ts';
import { replaySurvey } from '../replay/survey-replay.ts';
import type { RunSurvey } from '../replay/run-survey.ts';
import type { Recording, RunEnd } from '../trace/recording.ts';
import { wordRows } from '../layout/word-rows.ts';
import { missingSources, NO_SYMBOLS, type SymbolTable } from '../trace/symbols.ts';
import type { ByteCount } from '../util/units.ts';
import { leakedBlocks } from './as-recorded.ts';
import type { Recorded } from './recorded.ts';

/** Of a recording that is there as a whole. */
export function readEvents(recording: Recording): Recorded {
  const survey = readSurvey(recording, resolverOf(recording));
  return recordedEvents(survey, resolveFindings(survey), recording.end, recording.symbols ?? NO_SYMBOLS);
}

export function recordedEvents(
  survey: RunSurvey,
  found: readonly Finding[],
  end: RunEnd,
  symbols: SymbolTable,
): Recorded {
  const isCounted = (finding: Finding): boolean => finding.kind === 'leak' && finding.leak === 'still-reachable';
  const findings = found.filter((finding) => finding.kind !== 'leak' || LOST_KINDS.has(finding.leak));
  const replay = replaySurvey(survey);
  const { first, end: last } = survey.part ?? replay;
  return {
    reachable: sizeOfLeaks(found.filter(isCounted)),
    ...{ survey, findings, end, steps: survey.steps, hasMemory: false, wordRows, scans: survey.details.scans },
    missingSources: () => missingSources(symbols),
    debug: readDebugInfo(new Uint8Array(0)),
    functionName: () => undefined,
    window: {
      first,
      end: last,
      seek: (step) => replay.seek(step),
      statementAt: (step) => replay.statementAt(step),
      find: (from, direction, wanted) => {
        const step = replay.find(from, direction, wanted);
        // Beyond the stretch not all is known that may come before it.
        return step !== undefined && step >= first && step <= last ? step : undefined;
      },
      codeOf: () => 0,
    },
    lost: new Map(),
    lives: new Map(),
    // A scan finds them at its step; when they were lost isn't known.
    leaked: leakedBlocks(findings, (_, { step }) => step),
  };
}

function sizeOfLeaks(findings: readonly Finding[]): { bytes: ByteCount; blocks: number } {
  const total = { bytes: 0, blocks: 0 };
  for (const finding of findings) {
    if (finding.kind !== 'leak') continue;
    total.bytes += finding.bytes;
    total.blocks += finding.blocks;
  }
  return total;
}
