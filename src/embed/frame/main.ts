/**
 * The widget's frame, as early as can be: asks for the recording and the words while the script that shows
 * them is still on its way. Its address: embed.html?src=leak.c&step=12&view=objects&lang=zh&theme=dark&host=https://school.example
 */
import { CATALOGUES, localeOfTag } from '../../i18n/locale-name.ts';
import { isFilePath } from '../../util/file-path.ts';

const asked = new URLSearchParams(location.search);
const src = asked.get('src');
// What the fragment holds has precedence.
const isNamed = src !== null && isFilePath(src) && location.hash.length < 2;
const recording = isNamed ? fetch(new URL(`recordings/${src}.ready`, document.baseURI)) : undefined;
// Whoever waits for it hears of the failure.
recording?.catch(() => undefined);
// So are the words of the language that the address asks for, or first-paint.js has found.
const wanted = asked.get('lang') ?? document.documentElement.lang;
const language = localeOfTag(wanted);
if (language !== undefined) CATALOGUES.get(language)?.().catch(() => undefined);
// Not awaited: the other script imports from this one.
void import('./show.ts').then(({ show }) => show(asked, recording));
