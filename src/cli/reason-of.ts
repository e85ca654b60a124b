import { commandWords } from './command-messages.ts';

/** What went wrong with a file, in words. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known: Readonly<Record<string, string>> = commandWords().files.reasons;
  return known[code] ?? (error instanceof Error ? error.message : String(error));
}
