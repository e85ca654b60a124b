/**
 * Sets up what a fresh clone lacks. Only Node built-ins here: this runs before anything is installed.
 * Progress goes to stderr, so that a command whose stdout is data (`heapscope run --json`) stays clean.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** @param {string} text */
export function say(text) {
  process.stderr.write(`heapscope: ${text}\n`);
}

/** Ends the process with exit code 1 and the reason. @param {string} text @returns {never} */
export function refuse(text) {
  say(text);
  process.exit(1);
}

/** The floor of Vite and ESLint; older Node 20 lacks what they use. */
function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    refuse(`Node 20.19 or newer is needed; this is ${process.versions.node}. See https://nodejs.org/`);
  }
}

/**
 * Runs a command in the repository with its stdout sent to our stderr. When it fails, its output says why: this process
 * then ends with exit code 1.
 * @param {string} command @param {readonly string[]} args @param {Record<string, string>} [environment] added to ours
 */
export function runOrRefuse(command, args, environment = {}) {
  const { error, status, signal } = spawnSync(command, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ...environment },
    shell: process.platform === 'win32' && command === 'npm',
  });
  if (error) refuse(`${command} can't be started: ${error.message}`);
  if (status !== 0) refuse(`"${[command, ...args].join(' ')}" ended with ${status ?? signal}`);
}

/**
 * What is missing from node_modules, by comparing the lock file with the one npm leaves inside node_modules.
 * Packages for other platforms are absent from the latter, so only those that aren't optional must be there.
 * @returns {string | undefined} the reason to install, or undefined when all is as locked
 */
export function whyInstall(directory = root) {
  const installed = readLock(path.join(directory, 'node_modules', '.package-lock.json'));
  const wanted = readLock(path.join(directory, 'package-lock.json'));
  if (!installed) return 'node_modules is missing';
  for (const [place, { version, optional, devOptional }] of Object.entries(wanted ?? {})) {
    if (place === '' || installed[place]?.version === version) continue;
    if (installed[place] || !(optional || devOptional)) return `${place} is not at version ${version}`;
  }
  return undefined;
}

/**
 * @param {string} file
 * @returns {Record<string, { version: string, optional?: boolean, devOptional?: boolean }> | undefined}
 */
function readLock(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Installs the locked packages unless they are there. */
export function ensurePackages() {
  requireNode();
  withLock('packages', () => {
    const reason = whyInstall();
    if (reason) {
      say(`installing packages (${reason})`);
      runOrRefuse('npm', ['ci', '--no-audit', '--no-fund', '--include=dev', '--loglevel=error']);
    }
  });
  linkCommand();
}

/** Makes `npx heapscope` find this clone's command without asking the registry. */
export function linkCommand() {
  if (process.platform === 'win32') return; // npx resolves the package's own `bin` there, only slower
  const link = path.join(root, 'node_modules', '.bin', 'heapscope');
  if (existsSync(link)) return;
  mkdirSync(path.dirname(link), { recursive: true });
  rmSync(link, { force: true }); // a dangling link
  try {
    symlinkSync('../../bin/heapscope.js', link);
  } catch (error) {
    if (!existsSync(link)) throw error; // a second process may have made it meanwhile
  }
}

/** Builds the C part and the resource archive; the script decides itself what is out of date. */
export function ensureToolchain() {
  const script = path.join(root, 'scripts', 'build-toolchain.mjs');
  withLock('toolchain', () => runOrRefuse(process.execPath, [script]));
}

/**
 * Runs `work` while no other process of this clone does the same; `npm start` and `npm test` may well be typed at once.
 * @template T
 * @param {string} name @param {() => T} work @returns {T}
 */
export function withLock(name, work) {
  const lock = path.join(root, 'build', `${name}.lock`);
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let told = false; !tryLock(lock); told = true) {
    if (!told) say(`waiting for another process that sets up ${name}`);
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
  try {
    return work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function tryLock(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (holderIsGone(lock)) rmSync(lock, { force: true });
    return false;
  }
}

/** @param {string} lock */
function holderIsGone(lock) {
  try {
    // The holder creates the file first and writes its id then, so an empty one is new unless it is old.
    const text = readFileSync(lock, 'utf8');
    if (text === '') return Date.now() - statSync(lock).mtimeMs > 5000;
    process.kill(Number(text), 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH';
  }
}
