/**
 * `npm run check -- sizes`: what a page transfers before anything can be done with it, from the last build of the page. It
 * follows what the entry loads at once (scripts, their static imports, styles), gzipped, and adds what is fetched for the first
 * picture. Without a build of the present sources there is nothing to measure, and that is said.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { isPageCurrent } from './page.mjs';
import { root } from './setup.mjs';

const dist = path.join(root, 'dist');
const KB = 1024;

const budgets = [
  { name: 'a lesson', entry: 'lesson.html', most: 350 * KB, also: lessonFiles },
  // Its script in the page around it, too.
  {
    name: 'the widget',
    entry: 'embed.html',
    most: 120 * KB,
    also: () => ['recordings/leak.c.ready', 'embed.js'],
  },
];

if (!isPageCurrent()) {
  console.log('nothing to measure: the page has changed since it was built (npm run build)');
} else {
  for (const { name, entry, most, also } of budgets) {
    const loaded = loadedBy(entry);
    const files = new Set([...loaded, ...words(loaded).flatMap((file) => [...withImports(file)]), ...also()]);
    const total = [...files].reduce((sum, file) => sum + gzipSync(readFileSync(path.join(dist, file))).length, 0);
    console.log(`${name}: ${(total / KB).toFixed(1)} KB of ${most / KB} (${files.size} files)`);
    if (total > most) {
      console.log(`  ${name} transfers too much before its first picture`);
      process.exitCode = 1;
    }
  }
}

/** The heaviest lesson's text and recordings of the program that is shown first. */
function lessonFiles() {
  const folder = path.join(dist, 'lessons');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /^\d\d-[^.]*$/.test(name)) : [];
  const filesOf = (/** @type {string} */ name) => [`lessons/${name}.zh.json`, `lessons/${name}/start.ready`];
  const weight = (/** @type {string} */ name) =>
    filesOf(name).reduce((sum, file) => sum + statSync(path.join(dist, file)).size, 0);
  const heaviest = names.sort((a, b) => weight(b) - weight(a))[0];
  return heaviest ? [...filesOf(heaviest), 'lessons/index.json'] : [];
}

/** An HTML file with its scripts, styles and all that these import statically, relative to the build. @param {string} entry */
function loadedBy(entry) {
  const html = readFileSync(path.join(dist, entry), 'utf8');
  const wanted = [...html.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map((match) => match[1] ?? '');
  return new Set([entry, ...withImports(...wanted)]);
}

/** Files with all that they import statically. @param {string[]} wanted */
function withImports(...wanted) {
  /** @type {Set<string>} */
  const found = new Set();
  for (let file = wanted.pop(); file !== undefined; file = wanted.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    if (!file.endsWith('.js')) continue;
    const code = readFileSync(path.join(dist, file), 'utf8');
    for (const [, imported = ''] of code.matchAll(/(?:from|import)\s*"\.\/([^"]+)"/g))
      wanted.push(path.posix.join(path.posix.dirname(file), imported));
  }
  return found;
}

/** Of the languages that scripts name, the one that has the most. @param {Iterable<string>} scripts */
function words(scripts) {
  const names = readdirSync(path.join(root, 'src', 'languages')).map((file) => path.basename(file, '.ts'));
  const chunk = new RegExp(`(?<=\\./)(${names.join('|')})-[\\w-]{8}\\.js`, 'g');
  const named = [...scripts]
    .filter((file) => file.endsWith('.js'))
    .flatMap((file) => readFileSync(path.join(dist, file), 'utf8').match(chunk) ?? [])
    .map((file) => `assets/${file}`);
  const size = (/** @type {string} */ file) => statSync(path.join(dist, file)).size;
  return named.sort((a, b) => size(b) - size(a)).slice(0, 1);
}
