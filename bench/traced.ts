import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { sourceOf } from './build.ts';
import { leftOut, type Contender, type Limit } from './contest.ts';
import type { Measurement } from './index.ts';
import {
  ALONE,
  buildNative,
  HEAPTRACK,
  MEMCHECK,
  MTRACE,
  obstacle,
  OURS,
  tracers,
  type TracedRun,
  type Tracer,
} from './native-tracers.ts';
import { isInstalled } from './process.ts';

const EVENTS = 10_000_000;
const PAIRS = EVENTS / 2;
const LIVE_OBJECTS = 2_000_000;

interface Plan {
  readonly name: string;
  readonly title: string;
  readonly unit: string;
  /** One of `bench/programs/`. */
  readonly program: string;
  readonly cost: (run: (argument: number) => Promise<TracedRun>, tracer: Tracer) => Promise<number>;
  readonly only?: (tracer: Tracer) => boolean;
  readonly baseline?: string;
  readonly limits: readonly Limit[];
  readonly rounds?: number;
}

/** A program of ours that takes one number, under all tracers. */
function plan({
  name,
  title,
  unit,
  program,
  cost,
  only = () => true,
  baseline = ALONE,
  limits,
  rounds = 5,
}: Plan): Measurement {
  return {
    name: `native ${name}`,
    async prepare() {
      const why = obstacle();
      if (why !== undefined) return leftOut(title, why, ALONE);
      const built = buildNative(sourceOf(program));
      const { list, notes } = tracers(built.folder, true);
      const contender = (tracer: Tracer): Contender => ({
        name: tracer.name,
        run: () => cost((argument) => tracer.run([built.program, `${argument}`]), tracer),
      });
      const contenders = list.filter(only).map(contender);
      return { title, unit, contenders, baseline, rounds, limits, notes, close: built.close };
    },
  };
}

/** A program that is installed here, under all tracers that need no help of it: processor time. */
function installed(
  name: string,
  title: string,
  command: (folder: string) => readonly string[],
  limit: number,
): Measurement {
  return {
    name: `native ${name}`,
    async prepare() {
      const why = obstacle() ?? (isInstalled(name) ? undefined : `${name} is not installed here`);
      if (why !== undefined) return leftOut(title, why, ALONE);
      const built = buildNative(sourceOf('churn'));
      const { list, notes } = tracers(built.folder, false);
      const words = command(built.folder);
      const contenders = list.map((tracer) => ({
        name: tracer.name,
        run: async () => (await tracer.run(words)).milliseconds,
      }));
      const limits = [{ contender: OURS, atMost: limit, timesThatOf: ALONE }];
      return { title, unit: 'ms', contenders, baseline: ALONE, rounds: 5, limits, notes, close: built.close };
    },
  };
}

const notMemcheck = ({ name }: Tracer): boolean => name !== MEMCHECK;
const writes = ({ name }: Tracer): boolean => name === OURS || name === HEAPTRACK || name === MTRACE;

export const traced: readonly Measurement[] = [
  plan({
    name: 'churn',
    title: 'Five million pairs of malloc and free, fifteen calls deep, natively: processor time for each event',
    unit: 'ns',
    program: 'churn',
    cost: async (run, { name }) => {
      // memcheck is slow enough for fewer.
      const pairs = name === MEMCHECK ? PAIRS / 10 : PAIRS;
      const start = (await run(0)).milliseconds;
      return (((await run(pairs)).milliseconds - start) * 1e6) / (2 * pairs);
    },
    limits: [{ contender: OURS, atMost: 80 }],
  }),
  plan({
    name: 'bytes',
    title: 'Five million pairs of malloc and free, natively: bytes recorded for each event, before compression',
    unit: 'bytes',
    program: 'churn',
    cost: async (run) => (await run(PAIRS)).bytes / EVENTS,
    only: writes,
    baseline: OURS,
    limits: [{ contender: OURS, atMost: 6 }],
    rounds: 1,
  }),
  plan({
    name: 'memory',
    title: 'Five million pairs of malloc and free, natively: peak memory of the program',
    unit: 'MB',
    program: 'churn',
    cost: async (run) => (await run(PAIRS)).megabytes,
    only: notMemcheck,
    limits: [{ contender: OURS, atMost: 1, timesThatOf: ALONE, plus: 9 }],
    rounds: 3,
  }),
  plan({
    name: 'live',
    title: 'Two million objects alive at once, natively: processor time',
    unit: 'ms',
    program: 'live',
    cost: async (run) => (await run(LIVE_OBJECTS)).milliseconds,
    limits: [{ contender: OURS, atMost: 1.75, timesThatOf: ALONE }],
  }),
  installed(
    'sqlite3',
    'A script of sqlite3: processor time',
    (folder) => {
      const script = path.join(folder, 'script.sql');
      writeFileSync(script, SQLITE);
      return ['sqlite3', '-init', script, ':memory:', '.exit'];
    },
    1.45,
  ),
  installed(
    'jq',
    'jq, over 30,000 objects: processor time',
    (folder) => {
      const objects = Array.from({ length: 30_000 }, (_, id) => ({ id, name: `name ${id}`, tags: [id % 7, id % 11] }));
      const input = path.join(folder, 'input.json');
      writeFileSync(input, JSON.stringify(objects));
      return ['jq', 'map(select(.id % 3 == 0) | {name, tag: .tags[0]}) | group_by(.tag) | map(length)', input];
    },
    1.15,
  ),
];

const SQLITE = `
create table item(id integer primary key, name text, kind integer);
with recursive n(x) as (select 1 union all select x + 1 from n where x < 100000)
  insert into item select x, 'item ' || x, x * 7 % 1000 from n;
create index by_kind on item(kind);
select count(*), sum(length(name)) from item where kind in (select x.kind from item x where x.id % 97 = 0);
select kind, group_concat(name) from item where id < 5000 group by kind order by kind desc limit 3;
with recursive n(x) as (select 1 union all select x + 1 from n where x < 3000)
  select sum(i.id) from n join item i on i.kind = n.x % 1000 and i.name like '%7%';
`;
