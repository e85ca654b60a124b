/** The widget's frame with a lesson. Its address: embed-lesson.html?lesson=01-stack-and-heap&lang=zh&theme=dark&host=https://school.example */
import { mount } from 'svelte';
import '../../view/tokens.css';
import '../../view/base.css';
import { LazyEngine } from '../../session/lazy-engine.ts';
import { Course } from '../../session/lesson/course.svelte.ts';
import { LessonFiles } from '../../session/lesson/lesson-files.ts';
import { chooseLanguage } from '../../view/appearance.ts';
import { LESSON_PAGE_WORDS } from '../../view/lesson/page-words.ts';
import { Host } from './host.ts';
import LessonFrame from './LessonFrame.svelte';
import { SharedCompiler } from './shared-compiler.ts';
import { applyAddress, steer } from './steer.ts';

const asked = new URLSearchParams(location.search);
const host = new Host(asked.get('host') ?? location.origin);
const shared = new SharedCompiler(host);
const course = new Course(
  new LessonFiles(new URL('lessons/', document.baseURI)),
  new LazyEngine(
    new URL('toolchain/', document.baseURI).href,
    asked.has('shares') ? () => shared.connect() : undefined,
  ),
  () => !matchMedia('(prefers-reduced-motion: reduce)').matches,
);
applyAddress(asked, course.preferences);
host.listen((message, [port]) => {
  if (!shared.receive(message, port)) steer(message, course.player.session.playback, course.preferences);
});

void course.open(asked.get('lesson') ?? '');
const target = document.getElementById('app');
if (!target) throw new Error('embed-lesson.html has no #app');
await chooseLanguage(course.preferences.locale, ...LESSON_PAGE_WORDS).catch(() => undefined);
mount(LessonFrame, { target, props: { course, host } });
