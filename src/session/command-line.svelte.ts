/** The console's command line, for when no program runs: what was typed before, and what the commands answer. */
import type { ShellWorld } from '../tools/shell.ts';
import type { ConsoleLog } from './console-log.svelte.ts';

const MOST_REMEMBERED = 100;

export class CommandLine {
  readonly #history: string[] = [];
  /** How far back the person has gone; 0: a line of their own. */
  #back = 0;
  #draft = '';

  /** Does a line and writes both it and the answer to the console. */
  async run(line: string, world: ShellWorld, log: ConsoleLog): Promise<void> {
    if (line.trim() !== '' && line !== this.#history.at(-1)) this.#history.push(line);
    if (this.#history.length > MOST_REMEMBERED) this.#history.shift();
    this.#back = 0;
    const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
    log.startLine();
    log.append('command', encode(`$ ${line}\n`), 0);
    log.publish();
    const { runShellCommand } = await import('../tools/shell.ts');
    const { stdout, stderr } = await runShellCommand(line, world);
    log.append('answer', encode(stdout), 0);
    log.append('stderr', encode(stderr), 0);
    log.startLine();
    log.publish();
  }

  /** The line before (1) or after (-1) the one shown, of those typed earlier. `shown` is kept if it is the person's own. */
  recall(direction: 1 | -1, shown: string): string {
    if (this.#back === 0) this.#draft = shown;
    this.#back = Math.max(0, Math.min(this.#history.length, this.#back + direction));
    return this.#back === 0 ? this.#draft : (this.#history.at(-this.#back) ?? '');
  }
}
