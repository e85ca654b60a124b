/** `heapscope` as a person types it: the real command, in a process of its own, in a directory of its own. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect } from 'vitest';
import type { JsonReport } from '../src/report/json-report.ts';
import { spawnSync } from './bounded-spawn.ts';

export const ROOT = path.dirname(import.meta.dirname);
export const COMMAND = path.join(ROOT, 'bin', 'heapscope.js');
export const WORK = mkdtempSync(path.join(tmpdir(), 'heapscope-command-'));

afterAll(() => rmSync(WORK, { recursive: true }));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface How {
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

export function heapscope(words: readonly string[], { input = '', cwd = WORK, env = {} }: How = {}): Outcome {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  const environment = { ...inherited, LANG: 'C', LC_ALL: 'C', ...env };
  const run = spawnSync(process.execPath, [COMMAND, ...words], { input, cwd, env: environment });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

export function json(words: readonly string[], how: How = {}): { code: number | null; report: JsonReport } {
  const { code, stdout } = heapscope(['run', ...words, '--json'], how);
  expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  return { code, report: JSON.parse(stdout) as JsonReport };
}

export const example = (name: string): string => path.join(ROOT, 'examples', name);

/** Writes a file and gives its name back. */
export function source(name: string, text: string | Uint8Array): string {
  const file = path.join(WORK, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return name;
}
