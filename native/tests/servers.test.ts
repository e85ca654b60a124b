/** Servers under load: they answer the same as without the library, and end the same when they are told to. */
import { execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ControlOption, Loss } from '../../src/native/stream.ts';
import { hasLoopback, isInstalled, obstacle } from './programs.ts';
import { run, trace, type TraceOptions } from './trace.ts';

const execute = promisify(execFile);
const noLoopback = (await hasLoopback()) ? '' : ' (127.0.0.1 can not be reached)';

describe.skipIf(obstacle)(`servers${obstacle ? ` (${obstacle})` : ''}`, () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'heapscope-servers-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a server twice, alone and traced, asks both the same with `load`, and tells what became of each. */
  async function both(
    command: (port: number) => readonly string[],
    load: (port: number, pid: string) => Promise<string>,
    options: TraceOptions = {},
  ): Promise<void> {
    const during = async <T>(go: (command: readonly string[]) => Promise<T>): Promise<readonly [T, string]> => {
      const port = await freePort();
      const ended = go(command(port));
      await listens(port);
      const answers = await load(port, path.join(folder, 'pid'));
      return [await ended, answers];
    };
    const [alone, answers] = await during((words) => run(words, {}));
    const [traced, tracedAnswers] = await during((words) => trace(words, options));
    expect(tracedAnswers).toBe(answers);
    expect([traced.status, traced.signal]).toEqual([alone.status, alone.signal]);
    const { events } = traced;
    expect(events.filter(({ type }) => type === 'allocate').length).toBeGreaterThan(100);
    expect(
      events.filter((event) => event.type === 'misuse' || (event.type === 'lost' && event.loss !== Loss.deepStack)),
    ).toEqual([]);
  }

  const noRedis = ['redis-server', 'redis-cli'].every(isInstalled) ? noLoopback : ' (redis is not installed)';
  it.skipIf(noRedis)(
    `redis serves 20,000 commands${noRedis}`,
    async () => {
      const redis = (port: number): string[] => {
        const quiet = ['--save', '', '--appendonly', 'no', '--loglevel', 'warning', '--dir', folder];
        return ['redis-server', '--port', String(port), '--bind', '127.0.0.1', ...quiet];
      };
      await both(redis, async (port) => {
        const lines = Array.from(
          { length: 10_000 },
          (_, n) => `SET key:${n % 700} ${'v'.repeat(n % 90)}\nINCRBY sum ${n}`,
        );
        const asked = [...lines, 'DBSIZE', 'GET sum', 'GET key:89'].join('\n');
        const answers = await feed('redis-cli', ['-p', String(port)], asked);
        await execute('redis-cli', ['-p', String(port), 'shutdown', 'nosave']).catch(() => {});
        return answers;
      });
    },
    60_000,
  );

  const noNginx = isInstalled('nginx') ? noLoopback : ' (nginx is not installed)';
  it.skipIf(noNginx)(
    `nginx serves 300 requests with two workers${noNginx}`,
    async () => {
      mkdirSync(path.join(folder, 'pages'));
      writeFileSync(path.join(folder, 'pages', 'a.txt'), 'a page\n'.repeat(5000));
      const nginx = (port: number): string[] => {
        const file = path.join(folder, 'nginx.conf');
        writeFileSync(file, nginxConfiguration(folder, port));
        return ['nginx', '-c', file, '-p', folder, '-e', path.join(folder, 'error.log')];
      };
      const load = async (port: number): Promise<string> => {
        const ask = async (name: string): Promise<string> => {
          const response = await fetch(`http://127.0.0.1:${port}/${name}`);
          return `${response.status} ${(await response.text()).length}`;
        };
        const answers: string[] = [];
        for (let turn = 0; turn < 30; turn++)
          answers.push(...(await Promise.all(Array.from({ length: 10 }, (_, n) => ask(n % 3 ? 'a.txt' : 'none')))));
        await execute('nginx', [...nginx(port).slice(1), '-s', 'quit']);
        return answers.join('\n');
      };
      await both(nginx, load, { control: { options: ControlOption.followExec } });
    },
    60_000,
  );
});

const nginxConfiguration = (folder: string, port: number): string => `
daemon off;
worker_processes 2;
pid ${folder}/pid;
events { worker_connections 64; }
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  gzip on;
  gzip_types text/plain;
  server { listen 127.0.0.1:${port}; root ${folder}/pages; }
}
`;

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((go) => server.listen(0, '127.0.0.1', go));
  const { port } = server.address() as AddressInfo;
  await new Promise((go) => server.close(go));
  return port;
}

/** Until somebody answers there. */
async function listens(port: number): Promise<void> {
  for (;;) {
    const isThere = await new Promise<boolean>((go) => {
      const socket = connect(port, '127.0.0.1', () => (socket.destroy(), go(true)));
      socket.once('error', () => go(false));
    });
    if (isThere) return;
    await new Promise((go) => setTimeout(go, 20));
  }
}

/** What a program says to what it is told. */
async function feed(program: string, words: readonly string[], input: string): Promise<string> {
  const child = spawn(program, words, { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (bytes) => (said += String(bytes)));
  child.stdin.end(input);
  await new Promise((go) => child.once('close', go));
  return said;
}
