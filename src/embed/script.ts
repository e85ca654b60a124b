/** `embed.js`: a classic script, which browsers take from another origin without asking its server for permission. */
import { defineHeapscopeDemo } from './element.ts';

const own = document.currentScript;
if (own instanceof HTMLScriptElement) defineHeapscopeDemo(new URL('./', own.src));
