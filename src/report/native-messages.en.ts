import { formatCount } from '../i18n/format.ts';
import type { NativeLoss, NativeMessages, NativeRefusal } from './native-messages.ts';
import { messagesIn } from '../i18n/say.ts';

const say = messagesIn('en');

const count = (n: number): string => formatCount(n, 'en');

function refused(refusal: NativeRefusal): string {
  switch (refusal.reason) {
    case 'missing':
      return say('{file}: there is no such program', { file: refusal.file });
    case 'not-executable':
      return say('{file} may not be executed', { file: refusal.file });
    case 'unreadable':
      return say("{file} can't be read", { file: refusal.file });
    case 'damaged':
      return say('{file} is no program that this machine can run', { file: refusal.file });
    case 'static':
      return say('{file} is linked statically, so no library can be loaded that watches it: link it without -static', {
        file: refusal.file,
      });
    case 'setuid':
      return say(
        '{file} runs as another user (setuid or setgid), so Linux loads no library that watches it: run a copy of it',
        { file: refusal.file },
      );
    case '32-bit':
      return say('{file} is a 32-bit program: compile it for 64 bits', { file: refusal.file });
    case 'no-recorder':
      return say(
        'programs are recorded on Linux with an x86-64 processor only, and this machine is {arch}: C programs can still be run by heapscope run',
        { arch: refusal.arch },
      );
    case 'old-libc':
      return 'programs are recorded with glibc 2.35 or newer only, and this machine has an older one, or another C library';
    case 'other-machine':
      return say('{file} is for another machine ({machine}): compile it on this one', {
        file: refusal.file,
        machine: refusal.machine,
      });
    case 'no-interpreter':
      return say('{file} is a script for {interpreter}, which is not there', {
        file: refusal.file,
        interpreter: refusal.interpreter,
      });
    case 'no-compiler':
      return 'the library that watches programs is built when it is first needed, and there is no C compiler (cc, gcc or clang): install one';
    case 'compiler-failed':
      return say('the library that watches programs could not be built by {compiler}:\n{output}', {
        compiler: refusal.compiler,
        output: refusal.output.trimEnd(),
      });
    case 'unwritable':
      return say("can't write {file}: {why}", { file: refusal.file, why: refusal.why });
  }
}

const LOST: Readonly<Record<NativeLoss, (n: string) => string>> = {
  'no-drainer': () => 'recording stopped: nobody read what the program wrote',
  'disk-full': () => 'recording stopped: there is no room for more',
  'no-memory': () => 'recording stopped: the recorder got no memory, or no file',
  stopped: () => 'what a process did after the program had ended is not in the report',
  nested: (n) =>
    say('{n} events in signal handlers are not in the report, as they came in the middle of others', { n }),
  'deep-stack': (n) => say('{n} call stacks are deeper than what is followed: their outer calls are missing', { n }),
  unreachable: () =>
    'recording stopped: the program became another user, or has another root directory, and can make no files for it',
  confined: () => 'recording stopped: the program forbade itself system calls (seccomp)',
};

export const nativeMessagesEn: NativeMessages = {
  refused,
  withoutLines: (programs) =>
    say('no debug information in {programs}: compile with -g to see lines', { programs: programs.join(', ') }),
  noSymbolizer: 'neither llvm-symbolizer nor addr2line is installed: install one to see lines',
  noEvents: (program, definesMalloc) =>
    definesMalloc
      ? say("no allocation was seen: {program} has a malloc() of its own, which is called instead of the C library's", {
          program,
        })
      : say('no allocation was seen: {program} allocates nothing, or by other means than malloc()', { program }),
  wentOn: (program) =>
    say('{program} went on as another program (exec), which is not recorded: --follow-exec records it as well', {
      program,
    }),
  lost: (loss, n) => LOST[loss](count(n)),
  unrecorded: (n) =>
    say(
      'not recorded, as they could make no files for it (another root directory, another user, or limits): {n} of the processes',
      { n: count(n) },
    ),
  filtered: (leftOut, all) =>
    say('the filter left out {leftOut} of {all} allocations', { leftOut: count(leftOut), all: count(all) }),
  servedAt: (url) => say('the page is at {url}  (Ctrl+C to stop)', { url }),
  recordingStopped: (file, why) => say('{file} holds only the beginning of the recording: {why}', { file, why }),
};
