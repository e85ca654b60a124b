/** The page of lessons. Its address: lesson.html?lesson=01-stack-and-heap&lang=zh; without a lesson, the list of them. */
// Comes with the page, so that nobody waits for it.
import '../../languages/en.ts';
import { mount } from 'svelte';
import { localeNamed } from '../../i18n/locale-name.ts';
import '../tokens.css';
import '../base.css';
import { LazyEngine } from '../../session/lazy-engine.ts';
import { Course } from '../../session/lesson/course.svelte.ts';
import { LessonFiles } from '../../session/lesson/lesson-files.ts';
import { LESSON_CHANGE, type LessonChange } from '../../session/lesson/lesson-change.ts';
import { chooseLanguage } from '../appearance.ts';
import { LESSON_PAGE_WORDS } from './page-words.ts';
import LessonApp from './LessonApp.svelte';

/** So long after the lesson is there the page is idle. */
const OFFLINE_DELAY_MS = 3000;

const asked = new URLSearchParams(location.search);
const toolchain = new URL('toolchain/', document.baseURI).href;
const engine = new LazyEngine(toolchain);
const course = new Course(
  new LessonFiles(new URL('lessons/', document.baseURI)),
  engine,
  () => !matchMedia('(prefers-reduced-motion: reduce)').matches,
);
const language = localeNamed(asked.get('lang'));
if (language) course.preferences.locale = language;

const opened = Promise.all([course.open(asked.get('lesson') ?? ''), course.loadList()]);
const target = document.getElementById('app');
if (!target) throw new Error('lesson.html has no #app');
// The words are there before anything is said.
await chooseLanguage(course.preferences.locale, ...LESSON_PAGE_WORDS).catch(() => undefined);
mount(LessonApp, { target, props: { course } });
void opened.then(() => setTimeout(() => void workOffline(), OFFLINE_DELAY_MS));

import.meta.hot?.on(LESSON_CHANGE, (change: LessonChange) => void course.changed(change));

/**
 * Only of a build. The compiler is kept, too, so that exercises are done without a network; unless the reader asked the browser to save
 * data: then it is kept when it is first fetched.
 */
async function workOffline(): Promise<void> {
  if (!import.meta.env.PROD) return;
  const { keepOffline } = await import('../../offline/keep-offline.ts');
  const { connection } = navigator as Navigator & { readonly connection?: { readonly saveData?: boolean } };
  await keepOffline({
    ...(!connection?.saveData && { toolchain }),
    onUpdate: (apply) => course.player.session.notices.add({ kind: 'update', apply }),
  });
}
