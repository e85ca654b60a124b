import { spawn } from 'node:child_process';

/** Opens an address in the person's browser, where there is a desktop. Nothing happens where there is none. */
export function openBrowser(url: string): void {
  const command = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open';
  const child = spawn(command, [url], { stdio: 'ignore', detached: true });
  // It isn't there: the address has been printed.
  child.on('error', () => {});
  child.unref();
}
