/**
 * Every function of the system that programs for Linux lean on most, and the program here that uses it: c-library.test.ts compares
 * what these print with what they print natively. Those that can't do anything here say so when they are compiled and when they run.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { LocalCompiler } from '../../src/compile/compiler.ts';
import { linked, sources, testCompiler } from '../../src/compile/testing.node.ts';
import { inputsOf, outputOf } from '../../src/run/run-program.fixture.ts';
import { DEFAULT_LIMITS } from '../../src/run/request.ts';
import { runProgram } from '../../src/run/run.ts';
import type { RunNote } from '../../src/trace/run-note.ts';

const PROGRAMS = join(import.meta.dirname, 'programs');
const HEADERS = join(import.meta.dirname, '../../wasm/include');

/** Program to the names that it must use. */
const USED_IN: Readonly<Record<string, string>> = {
  'hooks-own.c':
    '__libc_malloc __libc_calloc __libc_realloc __libc_memalign __libc_free __builtin_return_address strdup malloc.h',
  'hooks-next.c': 'dlsym RTLD_NEXT RTLD_DEFAULT malloc calloc realloc aligned_alloc posix_memalign free dlfcn.h',
  'trace-log.c': 'mtrace muntrace MALLOC_TRACE mcheck.h',
  'obstacks.c':
    'obstack_init obstack_begin obstack_grow obstack_grow0 obstack_1grow obstack_copy obstack_copy0 obstack_finish obstack_alloc obstack_free obstack_int_grow obstack_int_grow_fast obstack_ptr_grow obstack_ptr_grow_fast obstack_make_room obstack_blank obstack_printf obstack_room obstack_empty_p obstack_memory_used obstack_alignment_mask obstack_object_size obstack.h',
  'allocator.c':
    'backtrace backtrace_symbols backtrace_symbols_fd execinfo.h malloc_usable_size mallinfo2 malloc_stats memalign posix_memalign aligned_alloc valloc reallocarray',
  'process.c': 'getpid getuid geteuid getgid getegid isatty tcgetattr memalign err.h warn warnx errx atexit ioctl',
  'waiting.c': 'fork vfork wait waitpid WNOHANG WIFEXITED WEXITSTATUS WIFSIGNALED WTERMSIG exit _exit getppid usleep',
  'signals.c':
    'signal raise sigaction sigprocmask sigpending sigaddset sigemptyset sigismember SIGINT SIGTERM SIGKILL SIGCHLD',
  'signal-sets.c': 'sigfillset sigdelset sigaddset sigemptyset sigismember sigprocmask',
  'signal-processes.c': 'kill pause SIGTERM nanosleep',
  'signal-timers.c': 'alarm pause setitimer sleep',
  'signal-masks.c': 'sigsuspend sigprocmask sigaction',
  'signal-children.c': 'SIGCHLD waitpid',
  'signal-faults.c': 'SIGSEGV',
  'signal-pipes.c': 'SIGPIPE pipe',
  'signal-jumps.c': 'sigsetjmp siglongjmp',
  'abort-handler.c': 'abort SIGABRT',
  'setjmp.c': 'setjmp longjmp',
  'pipes.c': 'pipe dup dup2 read write close',
  'shared-memory.c':
    'mmap munmap MAP_SHARED MAP_PRIVATE MAP_ANONYMOUS /dev/zero shm_open shm_unlink ftruncate msync ftok shmget IPC_PRIVATE shmat shmdt shmctl IPC_STAT IPC_RMID',
  'break.c': 'brk sbrk MAP_FIXED MAP_FIXED_NOREPLACE',
  'protection.c': 'mprotect PROT_READ munmap shmdt siglongjmp',
  'semaphores.c':
    'semget semop semctl sem_init sem_open sem_wait sem_post sem_unlink sem_trywait sem_timedwait sem_getvalue pthread_cond_signal PTHREAD_PROCESS_SHARED',
  'semaphore-undo.c': 'SEM_UNDO semop',
  'thread-once.c':
    'pthread_create pthread_join pthread_once pthread_key_create pthread_setspecific pthread_getspecific sem_init sem_wait sem_post sem_destroy atomic_fetch_add atomic_compare_exchange_strong atomic_flag_test_and_set sched_yield',
  'thread-attributes.c': 'pthread_mutex_lock pthread_mutex_unlock pthread_mutex_trylock pthread_cond_timedwait',
  'course-producer-consumer.c': 'pthread_cond_wait pthread_cond_broadcast sem_close',
  'dates.c': 'time clock clock_gettime nanosleep',
};

/** Gone from glibc, whose headers no longer declare them: there is nothing to compare with. */
const REMOVED_HOOKS = `#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
static void *on_malloc(size_t size, const void *caller) {
  __malloc_hook = NULL;
  void *block = malloc(size);
  printf("malloc %zu %d\\n", size, caller != NULL);
  __malloc_hook = on_malloc;
  return block;
}
static void *on_realloc(void *old, size_t size, const void *caller) {
  __realloc_hook = NULL;
  void *block = realloc(old, size);
  printf("realloc %d %zu %d\\n", old != NULL, size, caller != NULL);
  __realloc_hook = on_realloc;
  return block;
}
static void *on_memalign(size_t alignment, size_t size, const void *caller) {
  __memalign_hook = NULL;
  void *block = memalign(alignment, size);
  printf("memalign %zu %zu %d\\n", alignment, size, caller != NULL);
  __memalign_hook = on_memalign;
  return block;
}
static void on_free(void *block, const void *caller) {
  __free_hook = NULL;
  free(block);
  printf("free %d %d\\n", block != NULL, caller != NULL);
  __free_hook = on_free;
}
int main(void) {
  setvbuf(stdout, NULL, _IONBF, 0);
  __malloc_hook = on_malloc, __realloc_hook = on_realloc, __memalign_hook = on_memalign, __free_hook = on_free;
  void *p = realloc(malloc(10), 20), *q = memalign(64, 30), *r = NULL;
  r = calloc(2, 4);
  free(p), free(q), free(r), free(NULL);
}
`;

const WITHOUT_PURPOSE =
  'system("ls") execl("/bin/ls","ls",NULL) execlp("ls","ls",NULL) execv("/bin/ls",a) execvp("ls",a) execve("/bin/ls",a,NULL) socket(AF_INET,SOCK_STREAM,0)';

/** An #include line for each header of ours that programs include. */
function ownHeaders(): string[] {
  const names = readdirSync(HEADERS, { recursive: true, encoding: 'utf8' }).filter((name) => /\.h$/.test(name));
  return names.filter((name) => !/^(__|heapscope\/)/.test(name)).map((name) => `#include <${name}>\n`);
}

/** Comments are no use of a function; the names of headers and files are. */
const withoutComments = (text: string): string => text.replaceAll(/\/\*.*?\*\/|\/\/[^\n]*/gs, '');

describe('functions that programs for Linux need', () => {
  it.each(Object.entries(USED_IN))('%s uses what it stands for', (program, names) => {
    const code = withoutComments(readFileSync(join(PROGRAMS, program), 'utf8'));
    const missing = names
      .split(' ')
      .filter((name) => !new RegExp(`(?<!\\w)${name.replace('.', '\\.')}(?!\\w)`).test(code));
    expect(missing).toEqual([]);
  });
});

describe('functions that are not on Linux as they are here', () => {
  let compiler: LocalCompiler;
  beforeAll(async () => {
    compiler = await testCompiler();
  });

  it('the hooks that glibc has removed are called, each with its caller', async () => {
    const wasm = linked(compiler.compile({ files: sources({ 'program.c': REMOVED_HOOKS }), flags: ['-O0'] }));
    const { survey } = await runProgram({ wasm, inputs: inputsOf({}), limits: DEFAULT_LIMITS });
    const calls = ['malloc 10', 'realloc 1 20', 'memalign 64 30', 'malloc 8', 'free 1', 'free 1', 'free 1', 'free 0'];
    expect(outputOf(survey)).toBe(calls.map((call) => `${call} 1\n`).join(''));
  });

  it.each(WITHOUT_PURPOSE.split(' '))('%s: a warning, a note, ENOSYS', async (call) => {
    const name = call.slice(0, call.indexOf('('));
    const text = `#include <errno.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <sys/socket.h>\n#include <unistd.h>
int main(void) {
  char *a[] = {"ls", NULL};
  (void)a;
  int result = ${call};
  printf("%d %d\\n", result, errno == ENOSYS);
}
`;
    const compiled = compiler.compile({ files: sources({ 'program.c': text }), flags: ['-O0'] });
    const warnings = compiled.diagnostics
      .filter(({ severity }) => severity === 'warning')
      .map(({ message }) => message);
    expect(warnings.filter((message) => message.includes(`\`${name}\``))).toHaveLength(1);
    const notes: RunNote[] = [];
    const request = { wasm: linked(compiled), inputs: inputsOf({}), limits: DEFAULT_LIMITS };
    const { survey } = await runProgram(request, { note: (note) => void notes.push(note) });
    expect(outputOf(survey)).toBe('-1 1\n');
    expect(notes).toEqual([{ kind: 'unsupported-call', call: name }]);
  });

  it.each(['-std=c89', '-std=c99', '-std=gnu17', '-std=c2x'])('headers are understood with %s', async (standard) => {
    for (const feature of ['', '#define _POSIX_C_SOURCE 200809L\n', '#define _GNU_SOURCE\n']) {
      const text = `${feature}${ownHeaders().join('')}int main(void) { return 0; }\n`;
      const flags = [standard, '-Wall', '-Wextra'];
      expect(await compiler.check({ files: sources({ 'program.c': text }), flags }), feature).toEqual([]);
    }
  });

  it('headers need nothing that others bring', async () => {
    for (const header of ownHeaders()) {
      const alone = sources({ 'program.c': header });
      expect(await compiler.check({ files: alone, flags: ['-std=c99', '-Wall'] }), header).toEqual([]);
    }
  });

  it('headers and functions that are missing say why', () => {
    const messages = (text: string): string[] =>
      compiler
        .compile({ files: sources({ 'program.c': text }), flags: ['-w'] })
        .diagnostics.flatMap(({ message, notes }) => [message, ...notes.map((note) => note.message)]);
    expect(messages('#include <ucontext.h>\n')).toEqual([
      "'ucontext.h' file not found",
      'stacks here are changed by threads and longjmp()',
    ]);
    expect(messages('int main(void) { return fts64_open(0, 0, 0) != cosf128(0); }\n')).toEqual([
      '`fts64_open` is called in program.c but defined nowhere',
      'nftw() walks a tree of files here',
      '`cosf128` is called in program.c but defined nowhere',
      '_Float32, _Float64 and _Float128 are types of gcc’s: float, double and long double are the same',
    ]);
  });
});
