/**
 * Builds the widget's frame apart from the other pages. What it needs for its first picture shares no files with them, so all of it is
 * one script and one style sheet, without what only other pages use, and the document names both: nothing waits for another answer.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, type HtmlTagDescriptor, type Plugin, type Rolldown } from 'vite';
import { compiledMessages } from '../i18n/compiled-messages.node.ts';
import { pageHead } from '../view/page-head.node.ts';
import { afterBuild } from '../util/after-build.node.ts';

const ENTRY = path.resolve('src/embed/frame/main.ts');
/** What the entry asks for as soon as it runs. */
const PICTURE = path.resolve('src/embed/frame/show.ts');
/** Sections of the catalogues. */
const NOT_SAID = [
  'app',
  'lesson',
  'help',
  'settings',
  'embed',
  'projects',
  'problems',
  'exports',
  'palette',
  'examples',
  'notices',
  'runFiles',
  'story',
  'liveProgram',
];
/** Where the page's words stand: a language of one file has them there. */
const CATALOGUE = /\/(i18n\/(en|zh)|languages\/[\w-]+)\.ts$/;
const FIRST_PAINT = /<script src="\.\/first-paint\.js"><\/script>/;

export function widgetPage(): Plugin {
  return afterBuild('widget-page', async ({ root, outDir }) => {
    await build({
      configFile: false,
      root,
      base: './',
      logLevel: 'error',
      plugins: [svelte(), compiledMessages(), pageHead(), withoutOthersWords(), namesItsParts()],
      worker: { format: 'es' },
      build: {
        target: 'es2023',
        outDir,
        emptyOutDir: false,
        copyPublicDir: false,
        chunkSizeWarningLimit: 6000,
        modulePreload: { polyfill: false },
        rolldownOptions: {
          input: ['embed.html'],
          treeshake: {
            moduleSideEffects: [
              // Nothing here is a custom element, and what Svelte has for those would stay all the same.
              { test: /\/svelte\/.*\/custom-element\.js$/, sideEffects: false },
              // Words that nobody says here would have what they use fetched.
              { test: /\/src\/report\//, sideEffects: false },
            ],
          },
          output: { codeSplitting: { groups: [chunkOf('start', ENTRY, 2), chunkOf('picture', PICTURE, 1)] } },
        },
      },
    });
    if (!existsSync(path.join(outDir, 'embed.html'))) throw new Error('the widget has no page');
  });
}

/** Leaves out of the catalogues what only other pages say. A module that would say it all the same stops the build. */
function withoutOthersWords(): Plugin {
  return {
    name: 'heapscope-widget-words',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/src\/(i18n|languages|view|session|embed)\//.test(id)) return undefined;
      if (!CATALOGUE.test(id)) {
        const used = NOT_SAID.find((section) => new RegExp(`(messages|\\bt)\\.${section}\\b`).test(code));
        if (used) throw new Error(`${id} says something of \`${used}\`, which the widget's words don't have`);
        return undefined;
      }
      return NOT_SAID.reduce((text, section) => {
        const without = text.replace(new RegExp(`^  ${section}: \\{\\n[^]*?^  \\},\\n`, 'm'), '');
        if (without === text && id.includes('/i18n/')) throw new Error(`${id} has no section \`${section}\``);
        return without;
      }, code);
    },
  };
}

/** A chunk for what `entry` imports statically; of two such groups that of higher priority has what both want. */
function chunkOf(name: string, entry: string, priority: number): Rolldown.CodeSplittingGroup {
  let needed: ReadonlySet<string> | undefined;
  return {
    name: (id, context) => {
      needed ??= importedBy(entry, context);
      return needed.has(id) ? name : null;
    },
    priority,
  };
}

function importedBy(first: string, context: Rolldown.ChunkingContext): ReadonlySet<string> {
  const found = new Set([first]);
  for (const id of found) for (const imported of context.getModuleInfo(id)?.importedIds ?? []) found.add(imported);
  return found;
}

/** The document asks for what its entry is about to import, and puts the small script that blocks it after that. */
function namesItsParts(): Plugin {
  return {
    name: 'heapscope-widget-parts',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle = {} }) {
        const chunks = Object.values(bundle).filter((each) => each.type === 'chunk');
        const parts = chunks.filter(
          ({ facadeModuleId, moduleIds }) => facadeModuleId === PICTURE || moduleIds.includes(PICTURE),
        );
        if (parts.length === 0) throw new Error(`${PICTURE} is not imported by the widget's entry`);
        const styles = new Set(parts.flatMap(({ viteMetadata }) => [...(viteMetadata?.importedCss ?? [])]));
        const link = (rel: string, file: string): HtmlTagDescriptor => ({
          tag: 'link',
          attrs: { rel, crossorigin: true, href: `./${file}` },
          injectTo: 'head',
        });
        const wanted = [
          ...parts.map(({ fileName }) => link('modulepreload', fileName)),
          ...[...styles].map((file) => link('stylesheet', file)),
        ].filter(({ attrs }) => !html.includes(String(attrs?.['href'])));
        const script = FIRST_PAINT.exec(html)?.[0];
        const last: HtmlTagDescriptor[] = script
          ? [{ tag: 'script', attrs: { src: './first-paint.js' }, injectTo: 'head' }]
          : [];
        const tags = [...wanted, ...last];
        return { html: html.replace(FIRST_PAINT, ''), tags };
      },
    },
  };
}
