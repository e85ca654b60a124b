#!/usr/bin/env node
// In a clone the command is bundled from src/cli when it is first used and whenever a source has changed.
import { pathToFileURL } from 'node:url';
import { ensureBundle } from '../scripts/bundle.mjs';

await import(pathToFileURL(await ensureBundle('cli')).href);
