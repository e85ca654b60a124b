/** What the page around the frame hears of the run that is shown. */
import type { Playback } from '../../session/playback.svelte.ts';
import { usersLines } from '../../session/story-steps.ts';
import type { Host } from './host.ts';

/** To be called while a component is made; ends with it. */
export function tellOfRun(host: Host, playback: Playback): void {
  $effect(() => {
    const { recorded } = playback;
    if (!recorded) return;
    host.tell({ type: 'ready', steps: recorded.steps, findings: recorded.findings.length });
    for (const finding of recorded.findings) {
      const [line] = usersLines(finding.stack);
      host.tell({
        type: 'finding',
        kind: finding.kind,
        file: line?.file ?? '',
        line: line?.line ?? 0,
        step: finding.step,
      });
    }
  });
  $effect(() => {
    if (playback.recorded) host.tell({ type: 'step', step: playback.position, of: playback.total });
  });
}
