/** Finds a Chromium for the browser tests, or installs one with the system's package manager where that is allowed. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { say } from './setup.mjs';

/** No network of its own, no GPU, and root allowed: the machines that run tests are containers. */
export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const fixedPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** Package managers in the order they are looked for, with the commands that bring Chromium. */
const managers = [
  {
    name: 'apt-get',
    commands: [
      ['apt-get', 'update'],
      ['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'],
    ],
  },
  { name: 'dnf', commands: [['dnf', 'install', '-y', 'chromium']] },
  { name: 'apk', commands: [['apk', 'add', 'chromium']] },
  { name: 'pacman', commands: [['pacman', '-Sy', '--noconfirm', 'chromium']] },
  { name: 'zypper', commands: [['zypper', '--non-interactive', 'install', 'chromium']] },
];

/**
 * The executable that CHROMIUM_PATH names, or the first one on PATH or at a usual place.
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {string | undefined}
 */
export function findChromium(environment = process.env) {
  if (environment.CHROMIUM_PATH) return isExecutable(environment.CHROMIUM_PATH) ? environment.CHROMIUM_PATH : undefined;
  const folders = (environment.PATH ?? '').split(path.delimiter).filter(Boolean);
  const places = folders.flatMap((folder) => names.map((name) => path.join(folder, name)));
  return [...places, ...fixedPlaces].find(isExecutable);
}

/**
 * A working Chromium, installed if need be.
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {{ executable: string } | { missing: string }} `missing` says what a person has to do
 */
export function ensureChromium(environment = process.env) {
  const found = findChromium(environment);
  if (found) return { executable: found };
  if (environment.CHROMIUM_PATH) {
    return { missing: `CHROMIUM_PATH is ${environment.CHROMIUM_PATH}, which is not an executable file` };
  }
  const manager = managers.find(({ name }) => isOnPath(name, environment));
  const advice = 'install Chromium or Chrome, or set CHROMIUM_PATH to its executable';
  if (!manager) return { missing: `no Chromium was found: ${advice}` };
  const typed = manager.commands.map((command) => command.join(' ')).join(' && ');
  const prefix = privileges(environment);
  if (!prefix)
    return {
      missing: `no Chromium was found, and installing one needs root: run "sudo sh -c '${typed}'", or ${advice}`,
    };
  say(`no Chromium was found; running ${typed}`);
  for (const command of manager.commands) {
    const [program = '', ...args] = [...prefix, ...command];
    const { status } = spawnSync(program, args, {
      stdio: ['ignore', 2, 2],
      env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (status !== 0) return { missing: `"${command.join(' ')}" failed: ${advice}` };
  }
  const executable = findChromium(environment);
  return executable
    ? { executable }
    : { missing: `${manager.name} ran, but there is still no Chromium on PATH: ${advice}` };
}

/**
 * The words to put before a command to run it as root; undefined when that would ask for a password.
 * @param {NodeJS.ProcessEnv} environment
 */
function privileges(environment) {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore', env: environment });
  return sudo.status === 0 ? ['sudo', '-n'] : undefined;
}

/** @param {string} name @param {NodeJS.ProcessEnv} environment */
function isOnPath(name, environment) {
  return (environment.PATH ?? '').split(path.delimiter).some((folder) => isExecutable(path.join(folder, name)));
}

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
