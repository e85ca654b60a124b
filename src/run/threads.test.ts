import { describe, expect, test } from 'vitest';
import { DEFAULT_LIMITS } from './request.ts';
import { compileProgram, inputsOf, outcomeOf, outputOf, recordsOf, runWith, wordsOf } from './run-program.fixture.ts';
import { runProgram } from './run.ts';

const HEAD = '#include <errno.h>\n#include <pthread.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <unistd.h>\n';

const SUM = `${HEAD}static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long total;
struct part { int from, to; };
static void *add(void *argument) {
  struct part *part = argument;
  for (int i = part->from; i < part->to; i++) {
    pthread_mutex_lock(&lock);
    total += i;
    pthread_mutex_unlock(&lock);
  }
  free(part);
  return &total;
}
int main(void) {
  pthread_t threads[4];
  for (int i = 0; i < 4; i++) {
    struct part *part = malloc(sizeof *part);
    *part = (struct part){i * 1000, (i + 1) * 1000};
    pthread_create(&threads[i], NULL, add, part);
  }
  for (int i = 0; i < 4; i++) {
    void *result;
    pthread_join(threads[i], &result);
    if (result != &total) return 1;
  }
  printf("%ld\\n", total);
  return 0;
}`;

const CLEAN = { findings: [], end: { kind: 'exit', code: 0 } };

describe('programs that take turns', () => {
  test('a sum in parts', async () => {
    expect(await outcomeOf(SUM)).toMatchObject({ ...CLEAN, output: '7998000\n' });
  });

  test('producer and consumer; errno is each one’s own', async () => {
    const text = `${HEAD}static int places[4], count, in, out;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t has_room = PTHREAD_COND_INITIALIZER, has_data = PTHREAD_COND_INITIALIZER;
static void *produce(void *argument) {
  for (int i = 0; i < 20; i++) {
    pthread_mutex_lock(&lock);
    while (count == 4) pthread_cond_wait(&has_room, &lock);
    places[in] = i, in = (in + 1) % 4, count++;
    pthread_cond_signal(&has_data);
    pthread_mutex_unlock(&lock);
    errno = 77;
  }
  return argument;
}
static void *consume(void *argument) {
  long sum = 0;
  errno = 5;
  for (int i = 0; i < 20; i++) {
    pthread_mutex_lock(&lock);
    while (count == 0) pthread_cond_wait(&has_data, &lock);
    sum += places[out], out = (out + 1) % 4, count--;
    pthread_cond_signal(&has_room);
    pthread_mutex_unlock(&lock);
  }
  printf("errno %d\\n", errno);
  pthread_exit((void *)sum);
}
int main(void) {
  pthread_t producer, consumer;
  void *result;
  pthread_create(&producer, NULL, produce, "produced");
  pthread_create(&consumer, NULL, consume, NULL);
  pthread_join(producer, &result);
  puts(result);
  pthread_join(consumer, &result);
  printf("%ld\\n", (long)result);
}`;
    const { output, ...rest } = await outcomeOf(text);
    expect(rest).toMatchObject(CLEAN);
    expect(output.split('\n').sort()).toEqual(['', '190', 'errno 5', 'produced']);
  });

  test('once, keys, barriers and read-write locks', async () => {
    const text = `${HEAD}static pthread_barrier_t barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_key_t key;
static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static int sum, destroyed, last;
static void prepare(void) { puts("once"); }
static void destroy(void *block) { destroyed++; free(block); }
static void *run(void *number) {
  pthread_once(&once, prepare);
  int *own = malloc(sizeof *own);
  *own = *(int *)number;
  pthread_setspecific(key, own);
  if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) last++;
  pthread_rwlock_wrlock(&lock);
  sum += *(int *)pthread_getspecific(key);
  pthread_rwlock_unlock(&lock);
  pthread_barrier_wait(&barrier);
  pthread_rwlock_rdlock(&lock);
  int seen = sum;
  pthread_rwlock_unlock(&lock);
  return seen == 10 ? NULL : number;
}
int main(void) {
  pthread_t threads[5];
  int numbers[5];
  void *result;
  pthread_barrier_init(&barrier, NULL, 5);
  pthread_key_create(&key, destroy);
  for (int i = 0; i < 5; i++) numbers[i] = i, pthread_create(&threads[i], NULL, run, &numbers[i]);
  for (int i = 0; i < 5; i++) if (pthread_join(threads[i], &result) || result) return 1;
  printf("%d destroyed, %d last\\n", destroyed, last);
  return 0;
}`;
    expect(await outcomeOf(text)).toMatchObject({ ...CLEAN, output: 'once\n5 destroyed, 1 last\n' });
  });

  test('errors are those of glibc', async () => {
    const text = `${HEAD}static void *quick(void *x) { return x; }
int main(void) {
  pthread_mutexattr_t type;
  pthread_mutex_t mutex;
  pthread_mutexattr_init(&type);
  pthread_mutexattr_settype(&type, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init(&mutex, &type);
  int unowned = pthread_mutex_unlock(&mutex), first = pthread_mutex_lock(&mutex), again = pthread_mutex_lock(&mutex);
  int busy = pthread_mutex_trylock(&mutex);
  pthread_t thread;
  pthread_create(&thread, NULL, quick, NULL);
  int detached = pthread_detach(thread), joined = pthread_join(thread, NULL);
  return !(unowned == EPERM && first == 0 && again == EDEADLK && busy == EBUSY && detached == 0 && joined == EINVAL &&
           pthread_join(pthread_self(), NULL) == EDEADLK);
}`;
    expect(await outcomeOf(text)).toMatchObject(CLEAN);
  });

  test('threads of C11; main may leave before the others', async () => {
    const text = `#include <stdio.h>\n#include <threads.h>
static int twice(void *n) { return 2 * *(int *)n; }
static int late(void *unused) { thrd_sleep(&(struct timespec){1, 0}, NULL); puts("late"); return 0; }
int main(void) {
  thrd_t thread;
  int n = 21, result;
  thrd_create(&thread, twice, &n);
  thrd_join(thread, &result);
  printf("%d\\n", result);
  thrd_create(&thread, late, NULL);
  thrd_detach(thread);
  thrd_exit(0);
}`;
    expect(await outcomeOf(text)).toMatchObject({ ...CLEAN, output: '42\nlate\n' });
  });

  test('the end of main is the end of all, and what their frames hold is not lost', async () => {
    const text = `${HEAD}static void *sleeper(void *unused) { char *block = malloc(8); sleep(100); free(block); return unused; }
int main(void) { pthread_t thread; pthread_create(&thread, NULL, sleeper, NULL); sleep(1); return 3; }`;
    const { end, findings } = await outcomeOf(text);
    expect(end).toMatchObject({ kind: 'exit', code: 3 });
    expect(findings).toEqual(['leak sleeper:6']);
  });
});

describe('what is found', () => {
  test('locks taken in different orders', async () => {
    const text = `${HEAD}static pthread_mutex_t a = PTHREAD_MUTEX_INITIALIZER, b = PTHREAD_MUTEX_INITIALIZER;
static void *one(void *x) { pthread_mutex_lock(&a); sleep(1);
  pthread_mutex_lock(&b); return x; }
static void *two(void *x) { pthread_mutex_lock(&b); sleep(1);
  pthread_mutex_lock(&a); return x; }
int main(void) {
  pthread_t t, u;
  pthread_create(&t, NULL, one, NULL), pthread_create(&u, NULL, two, NULL);
  pthread_join(t, NULL), pthread_join(u, NULL);
}`;
    expect((await outcomeOf(text)).findings).toEqual(['deadlock one:8']);
  });

  test('a normal mutex locked twice, in a program with one thread', async () => {
    const text = `${HEAD}int main(void) {
  pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&mutex);
  pthread_mutex_lock(&mutex);
}`;
    expect((await outcomeOf(text)).findings).toEqual(['deadlock main:9']);
  });

  test('a thread’s local used after its end', async () => {
    const text = `${HEAD}static void *run(void *x) { int local = 7; int *volatile p = &local; return p; }
int main(void) {
  pthread_t thread;
  void *result;
  pthread_create(&thread, NULL, run, NULL);
  pthread_join(thread, &result);
  return *(int *)result - 7;
}`;
    expect((await outcomeOf(text)).findings).toEqual(['use-after-return main:12']);
  });

  test('a thread’s stack that is full, and an array on it that is overrun', async () => {
    const deep = `${HEAD}static int deep(int n) { char pad[256]; pad[0] = n; return n ? deep(n + 1) + pad[0] : 0; }
static void *run(void *x) { return (char *)x + deep(1); }
int main(void) { pthread_t t; pthread_create(&t, NULL, run, NULL); pthread_join(t, NULL); }`;
    expect((await outcomeOf(deep)).findings).toEqual(['stack-overflow deep:6']);
    const overrun = `${HEAD}static void *run(void *x) { int numbers[4]; for (int i = 0; i <= 4; i++) numbers[i] = i; return x; }
int main(void) { pthread_t t; pthread_create(&t, NULL, run, NULL); pthread_join(t, NULL); }`;
    expect((await outcomeOf(overrun)).findings).toEqual(['stack-buffer-overflow run:6']);
  });

  test('an undefined value in a thread, and nothing else', async () => {
    const text = `${HEAD}static void *run(void *x) { int *p = malloc(8); p[0] = 1; int is_set = p[1] == 3; free(p); if (is_set) puts("set"); return x; }
int main(void) { pthread_t t; pthread_create(&t, NULL, run, NULL); pthread_join(t, NULL); }`;
    expect((await outcomeOf(text)).findings).toEqual(['uninitialised-read run:6']);
  });
});

test('thread-local variables are each thread’s own, from their first values on, and others can reach them by pointers', async () => {
  const text = `${HEAD}static _Thread_local int count = 5;
__thread char name[20];
static int *of_first;
static void *run(void *x) {
  static _Thread_local long calls;
  for (int i = 0; i < 3; i++) count++, calls++, sleep(1);
  snprintf(name, sizeof name, "thread %s", (char *)x);
  if (!of_first) of_first = &count, sleep(10);
  else (*of_first) += 100;
  printf("%s %d %ld\\n", name, count, calls);
  return x;
}
int main(void) {
  pthread_t a, b;
  count = 50;
  pthread_create(&a, NULL, run, "a"), pthread_create(&b, NULL, run, "b");
  pthread_join(a, NULL), pthread_join(b, NULL);
  printf("%d [%s]\\n", count, name);
}`;
  expect(await outcomeOf(text)).toMatchObject({ ...CLEAN, output: 'thread b 8 3\nthread a 108 3\n50 []\n' });
});

describe('a counter of two threads loses updates in some schedules, and none under a lock', () => {
  const text = (place: string, add: string): string => `${HEAD}struct shared { pthread_mutex_t lock; int count; };
static struct shared global;
static void *run(void *x) { struct shared *s = x; for (int i = 0; i < 100; i++) { ${add} } return x; }
int main(void) {
  struct shared local = {0}, *heap = calloc(1, sizeof *heap), *s = ${place};
  pthread_t a, b;
  pthread_create(&a, NULL, run, s);
  pthread_create(&b, NULL, run, s);
  pthread_join(a, NULL), pthread_join(b, NULL);
  printf("%d", s->count);
  free(heap);
  return local.count > 200;
}`;
  const counts = async (place: string, add: string): Promise<Set<string>> => {
    const wasm = await compileProgram(text(place, add));
    const requests = [1, 2, 3, 4, 5].map((seed) => ({
      wasm,
      inputs: inputsOf({}),
      limits: DEFAULT_LIMITS,
      schedule: { kind: 'random', seed } as const,
    }));
    return new Set(await Promise.all(requests.map(async (request) => outputOf((await runProgram(request)).survey))));
  };

  test.each(['&global', 'heap', '&local'])('%s', async (place) => {
    const lock = 'pthread_mutex_lock(&s->lock); s->count++; pthread_mutex_unlock(&s->lock);';
    expect(await counts(place, 's->count++;')).not.toEqual(new Set(['200']));
    expect(await counts(place, lock)).toEqual(new Set(['200']));
  });
});

test('a run is the same each time, and so is a window of it', async () => {
  const wasm = await compileProgram(SUM);
  const [first, second] = [await runWith(wasm), await runWith(wasm)];
  expect(wordsOf(second.survey)).toEqual(wordsOf(first.survey));
  const { window } = await runProgram({
    wasm,
    inputs: inputsOf({}),
    limits: DEFAULT_LIMITS,
    window: { first: 0, end: first.end.steps + 1 },
  });
  expect(outputOf(window!.chunks)).toBe('7998000\n');
  expect(recordsOf(window!.chunks).some((record) => record.kind === 'process' && record.thread === 4)).toBe(true);
});
