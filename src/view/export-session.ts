/** What can be saved of the view in sight. */
import { formatCount } from '../i18n/format.ts';
import type { locale as pageLocale } from '../i18n/locale.svelte.ts';
import { openObjects } from '../layout/find-row.ts';
import { stateJson } from '../layout/state-json.ts';
import type { Session } from '../session/session.svelte.ts';
import { download } from './download.ts';
import { pngOf, svgOf } from './export-view.ts';
import { seenObjects } from './object-source.ts';

export const EXPORTS = ['svg', 'png', 'json'] as const;
export type ExportFormat = (typeof EXPORTS)[number];

/** Saves the view, or for JSON the state of the moment, under the name of the program, of the view and of the step. */
export async function exportSession(format: ExportFormat, session: Session, locale: typeof pageLocale): Promise<void> {
  const { playback, preferences, project } = session;
  const program = project.activeFile?.path.split('/').at(-1) ?? 'program.c';
  const { messages } = locale;
  const what = format === 'json' ? 'state' : preferences.pictureTab;
  const name = `${program.replace(/\.c$/, '')}-${what}-step-${playback.position}.${format}`;
  if (format === 'json') {
    const source = seenObjects(playback);
    if (!source) return;
    const state = stateJson(openObjects(source), { title: program, step: playback.position, steps: playback.total });
    download(name, `${JSON.stringify(state, undefined, 2)}\n`, 'application/json');
    return;
  }
  const panel = document.getElementById('picture-panel');
  if (!panel) return;
  const count = (n: number): string => formatCount(n, locale.name);
  const caption = {
    title: `${program} · ${messages.picture[preferences.pictureTab]}`,
    step: messages.timeline.stepOf(count(playback.position), count(playback.total)),
  };
  if (format === 'svg') download(name, svgOf(panel, caption).text, 'image/svg+xml');
  else download(name, await pngOf(panel, caption), 'image/png');
}
