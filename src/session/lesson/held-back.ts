import type { StepIndex } from '../../util/units.ts';
import type { Recorded } from '../recorded.ts';

/** A run as it looks to who knows only what happened up to a step: findings and leaks of later give nothing away. */
export function heldBack(recorded: Recorded, limit: StepIndex): Recorded {
  if (limit >= recorded.steps) return recorded;
  const { survey } = recorded;
  const isTold = ({ step }: { readonly step: StepIndex }): boolean => step <= limit;
  return {
    ...recorded,
    // Everything else is still read from the survey: its tables are made when they are asked for.
    survey: Object.create(survey, {
      outputs: { value: survey.outputs.filter(isTold) },
      inputs: { value: survey.inputs.filter(isTold) },
    }) as typeof survey,
    findings: recorded.findings.filter((finding) => finding.kind !== 'leak' && isTold(finding)),
    lost: new Map(),
    leaked: new Map(),
  };
}
