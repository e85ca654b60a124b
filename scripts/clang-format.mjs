/**
 * `node scripts/clang-format.mjs [--write]`: checks (or formats) the C of wasm/ and native/. clang-format comes as a
 * package, so that everyone has the same version. Ends with 1 when a file isn't formatted.
 */
import { format } from '@wasm-fmt/clang-format';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './setup.mjs';

const style = readFileSync(path.join(root, '.clang-format'), 'utf8');
const write = process.argv.includes('--write');

for (const file of ['wasm', 'native'].flatMap(sourcesIn)) {
  const text = readFileSync(path.join(root, file), 'utf8');
  const formatted = format(text, path.basename(file), style);
  if (formatted === text) continue;
  if (write) {
    writeFileSync(path.join(root, file), formatted);
    continue;
  }
  const at = formatted.split('\n').findIndex((line, index) => line !== text.split('\n')[index]);
  console.log(`${file}:${at + 1}: not formatted as .clang-format says; npm run format does it`);
  process.exitCode = 1;
}

/** @param {string} folder */
function sourcesIn(folder) {
  if (!existsSync(path.join(root, folder))) return [];
  const names = readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.[ch]$/.test(name)).map((name) => path.join(folder, name));
}
