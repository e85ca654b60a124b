/** Puts what the heads of all pages share (`page-head.html`) in the place of a comment in each. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

const PLACE = '<!-- The rest is in src/view/page-head.html -->';

export function pageHead(): Plugin {
  const file = new URL('./page-head.html', import.meta.url);
  return {
    name: 'heapscope:page-head',
    transformIndexHtml: {
      // Before Vite looks for what the page links to.
      order: 'pre',
      handler(html, { filename, path }) {
        // The page of `npm run bench` is no page of the app: nobody looks at it.
        if (path.startsWith('/bench/')) return html;
        const parts = html.split(PLACE);
        if (parts.length !== 2) throw new Error(`${filename} has no place for what all heads share`);
        return parts.join(readFileSync(file, 'utf8').trimEnd().replaceAll('\n', '\n    '));
      },
    },
  };
}
