/** Programs that are in use: they print the same and end the same as without the library. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ControlOption, Loss } from '../../src/native/stream.ts';
import { hasLoopback, isInstalled, obstacle } from './programs.ts';
import { run, trace } from './trace.ts';

const noLoopback = (await hasLoopback()) ? '' : ' (127.0.0.1 can not be reached)';

const PYTHON = `
import json, re, subprocess, threading
table = {str(i): list(range(i % 50)) for i in range(20000)}
text = json.dumps(table)
print(len(text), len(re.findall('1', text)))
print(subprocess.check_output(['echo', 'from a child']))
threads = [threading.Thread(target=lambda: sum(map(len, [str(i) for i in range(10000)]))) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
raise SystemExit(3)
`;
import { spawnSync } from '../../tests/bounded-spawn.ts';

const BASH = `
echo a | cat | (read x; echo $x$x)
for i in 1 2 3; do echo $i | tr 1 2; done
words=$(ls / | sort | head -3); echo "$words" | wc -l
( exit 4 ) || echo "status $?"
exit 7
`;

const PERL = `
my %table; $table{$_ % 1000} .= "x$_" for 1..200000;
my $sum = 0; $sum += length $table{$_} for keys %table;
print "$sum\\n"; system("echo sub"); print \`echo tick\`; exit 5`;

const SQL = `
create table t(a, b);
with recursive n(x) as (select 1 union all select x + 1 from n where x < 50000) insert into t select x, x * 7 % 1000 from n;
select b, count(*) from t group by b order by b limit 5;`;

/** Name, and the command: `folder` is for its files, and empty. */
const programs: readonly (readonly [string, (folder: string) => readonly string[]])[] = [
  ['bash', () => ['bash', '-c', BASH]],
  ['python3', () => ['python3', '-c', PYTHON]],
  ['perl', () => ['perl', '-e', PERL]],
  ['sqlite3', () => ['sqlite3', ':memory:', SQL]],
  ['jq', (folder) => ['jq', '-c', '[.[] | select(.a % 2 == 0) | .b | length] | add', path.join(folder, 'input.json')]],
  ['gcc', (folder) => ['gcc', '-O2', '-S', '-o', '-', path.join(folder, 'input.c')]],
  ['node', () => ['node', '-e', 'console.log(Array.from({ length: 1e5 }, (_, i) => ({ i })).length); process.exit(2)']],
];

describe.skipIf(obstacle)(`real programs${obstacle ? ` (${obstacle})` : ''}`, () => {
  let folder: string;
  let server: Server;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'heapscope-real-'));
    const objects = Array.from({ length: 5000 }, (_, a) => ({ a, b: 'x'.repeat(a % 40) }));
    writeFileSync(path.join(folder, 'input.json'), JSON.stringify(objects));
    writeFileSync(path.join(folder, 'input.c'), 'int twice(int x) { return x + x; }\n');
    server = createServer((_, response) => response.end('from the server\n'.repeat(1000)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  async function agree(command: readonly string[]): Promise<void> {
    const alone = await run(command, {});
    for (const options of [0, ControlOption.followExec]) {
      const { status, signal, stdout, stderr, events } = await trace(command, { control: { options } });
      expect({ status, signal, stdout, stderr }).toEqual(alone);
      expect(events.some(({ type }) => type === 'image')).toBe(true);
      expect(
        events.filter((event) => event.type === 'misuse' || (event.type === 'lost' && event.loss !== Loss.deepStack)),
      ).toEqual([]);
    }
  }

  for (const [name, command] of programs) {
    const missing = isInstalled(name) ? '' : ` (${name} is not installed)`;
    it.skipIf(missing)(`${name}${missing}`, () => agree(command(folder)));
  }

  const noCurl = isInstalled('curl') ? noLoopback : ' (curl is not installed)';
  it.skipIf(noCurl)(`curl, on loopback${noCurl}`, () =>
    agree(['curl', '-sS', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`]),
  );

  const noWget = isInstalled('wget') ? noLoopback : ' (wget is not installed)';
  it.skipIf(noWget)(`wget, on loopback${noWget}`, () =>
    agree(['wget', '-q', '-O', '-', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`]),
  );

  const noGit = isInstalled('git') ? '' : ' (git is not installed)';
  it.skipIf(noGit)(`git clone of a local repository${noGit}`, async () => {
    const origin = path.join(folder, 'origin');
    const git = (...args: string[]) =>
      expect(spawnSync('git', ['-c', 'user.name=n', '-c', 'user.email=e@e', ...args]).status).toBe(0);
    git('init', '-q', origin);
    for (let number = 0; number < 20; number++)
      writeFileSync(path.join(origin, `${number}.txt`), `${number}\n`.repeat(200));
    git('-C', origin, 'add', '.');
    git('-C', origin, 'commit', '-qm', 'first');
    const options = { control: { options: ControlOption.followExec } };
    const { status, stderr } = await trace(['git', 'clone', '-q', origin, path.join(folder, 'copy')], options);
    expect([status, stderr]).toEqual([0, '']);
    git('-C', path.join(folder, 'copy'), 'fsck', '--strict');
  });
});
