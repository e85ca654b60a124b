import type { RunResult } from '../run/request.ts';
import type { Finding, Recorded } from './recorded.ts';

/** What a run came to, to be compared with another. */
export interface RunOutcome {
  /** In the order in which it came. */
  readonly output: string;
  readonly end: RunResult['end'];
  readonly findings: readonly Finding['kind'][];
}

export function outcomeOf({ survey, end, findings }: Recorded): RunOutcome {
  const decoder = new TextDecoder();
  const output = survey.outputs.map(({ bytes }) => decoder.decode(bytes)).join('');
  return { output, end, findings: findings.map(({ kind }) => kind) };
}
