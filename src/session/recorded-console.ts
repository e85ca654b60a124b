import type { OutputEvent } from '../replay/timeline.ts';
import { ConsoleLog } from './console-log.svelte.ts';
import type { Recorded } from './recorded.ts';

/** The console of a finished run: output and input in the order in which they happened. */
export function recordedConsole({ survey }: Recorded): ConsoleLog {
  const log = new ConsoleLog();
  const { outputs, inputs } = survey;
  let next = 0;
  for (const output of outputs) {
    for (; next < inputs.length && (inputs[next]?.step ?? 0) < output.step; next += 1) appendInput(log, inputs[next]);
    log.append(output.descriptor === 2 ? 'stderr' : 'stdout', output.bytes, output.step);
  }
  for (; next < inputs.length; next += 1) appendInput(log, inputs[next]);
  log.publish();
  return log;
}

function appendInput(log: ConsoleLog, input: OutputEvent | undefined): void {
  if (input) log.append('input', input.bytes, input.step);
}
