/**
 * <heapscope-demo>: a program's recording in another site's page. The contents live in a frame of their own origin inside a
 * shadow root, so that neither the page's styles nor its content security policy (beyond allowing this script and the frame)
 * reach them, and no header is needed.
 *
 * Attributes: src (the name of an example, or an address of a program's link) or code (C source, which the reader runs) or lesson
 * (the name of one), step, view, lang, theme.
 * Events (not bubbling, `detail` as in `protocol.ts`): ready, step, finding, complete.
 */
import {
  CODE_FRAGMENT,
  FROM_FRAME,
  PROTOCOL,
  readMessage,
  TO_FRAME,
  type FromFrame,
  type ToFrame,
} from './protocol.ts';

/** Where the frame lies. */
let home = new URL('https://invalid.invalid/');
const BOUNDS = { least: 240, most: 900, first: 420 };
const FORWARDED = ['src', 'lesson', 'step', 'view', 'lang', 'theme'] as const;
const ATTRIBUTES = [...FORWARDED, 'code'] as const;

type Told<Type extends FromFrame['type']> = CustomEvent<Omit<Extract<FromFrame, { type: Type }>, 'type'>>;
/** What the element fires, by name. */
export type HeapscopeDemoEvents = { readonly [Type in 'ready' | 'step' | 'finding' | 'complete']: Told<Type> };

/** Its own events beside those that every element has. */
export interface HeapscopeDemo {
  addEventListener<Type extends keyof HeapscopeDemoEvents>(
    type: Type,
    listener: (this: HeapscopeDemo, event: HeapscopeDemoEvents[Type]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    'heapscope-demo': HeapscopeDemo;
  }
}

/** All in the page. */
const connected = new Set<HeapscopeDemo>();

/** Where a page is rendered without a DOM, the class can be named, and is never made. */
const Element = globalThis.HTMLElement ?? (class {} as typeof HTMLElement);

export class HeapscopeDemo extends Element {
  static readonly observedAttributes = ATTRIBUTES;

  /** Whose frame compiles for all. */
  static #compiles: HeapscopeDemo | undefined;

  readonly #frame = document.createElement('iframe');
  readonly #listen = (event: MessageEvent): void => this.#receive(event);

  constructor() {
    super();
    // Properties, not a style element: a strict policy of the page forbids those.
    Object.assign(this.#frame.style, {
      display: 'block',
      width: '100%',
      height: `${BOUNDS.first}px`,
      border: '0',
      colorScheme: 'normal',
    });
    this.#frame.title = 'Heapscope';
    this.#frame.loading = 'lazy';
    this.attachShadow({ mode: 'open' }).append(this.#frame);
  }

  connectedCallback(): void {
    connected.add(this);
    addEventListener('message', this.#listen);
    this.#load();
  }

  disconnectedCallback(): void {
    removeEventListener('message', this.#listen);
    connected.delete(this);
    this.#compilesNoMore();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    // Of an element that the page had before this script, attributes are told first.
    if (!this.#frame.src || before === after) return;
    if (name === 'step') this.go(Number(after));
    else if (name === 'lang' || name === 'theme') {
      // Any other value changes nothing.
      const type = name === 'lang' ? 'language' : name;
      const wish = readMessage(TO_FRAME, { heapscope: PROTOCOL, type, name: after });
      if (wish) this.#send(wish);
    } else this.#load();
  }

  /** Goes to a step of the run. */
  go(step: number): void {
    this.#send({ type: 'go', step });
  }

  play(): void {
    this.#send({ type: 'play' });
  }

  pause(): void {
    this.#send({ type: 'pause' });
  }

  #load(): void {
    this.#compilesNoMore();
    const address = new URL(this.hasAttribute('lesson') ? 'embed-lesson.html' : 'embed.html', home);
    for (const name of FORWARDED) {
      const value = this.getAttribute(name);
      // A program's link stays in the fragment, which is sent to no server.
      if (name === 'src' && value?.includes('#')) address.hash = value.slice(value.indexOf('#'));
      else if (value !== null) address.searchParams.set(name, value);
    }
    // In the fragment as well.
    const code = this.getAttribute('code');
    if (code !== null) address.hash = CODE_FRAGMENT + encodeURIComponent(code);
    address.searchParams.set('host', location.origin);
    address.searchParams.set('shares', '');
    this.#frame.src = address.href;
  }

  #send(wish: ToFrame, transfer: Transferable[] = []): void {
    this.#frame.contentWindow?.postMessage({ heapscope: PROTOCOL, ...wish }, home.origin, transfer);
  }

  #receive(event: MessageEvent): void {
    if (event.source !== this.#frame.contentWindow || event.origin !== home.origin) return;
    const message = readMessage(FROM_FRAME, event.data);
    if (!message) return;
    const { type, ...detail } = message;
    if (message.type === 'height') {
      this.#frame.style.height = `${Math.max(BOUNDS.least, Math.min(BOUNDS.most, message.pixels))}px`;
    } else if (message.type === 'compiler-wanted') {
      HeapscopeDemo.#compiles ??= this;
      HeapscopeDemo.#compiles.#send({ type: 'compiler-serve' }, [...event.ports]);
    } else if (message.type === 'compiler-stopped') this.#compilesNoMore();
    else this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  #compilesNoMore(): void {
    if (HeapscopeDemo.#compiles !== this) return;
    HeapscopeDemo.#compiles = undefined;
    for (const each of connected) each.#send({ type: 'compiler-stopped' });
  }
}

/** To be called once; `base` is the URL of the folder that has `embed.html`, with a slash at its end. */
export function defineHeapscopeDemo(base: URL): void {
  if (customElements.get('heapscope-demo')) return;
  home = base;
  customElements.define('heapscope-demo', HeapscopeDemo);
}
