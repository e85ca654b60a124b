import { formatCount } from '../i18n/format.ts';
import type { NativeLoss, NativeMessages, NativeRefusal } from './native-messages.ts';

const count = (n: number): string => formatCount(n, 'en');

function refused(refusal: NativeRefusal): string {
  switch (refusal.reason) {
    case 'missing':
      return `${refusal.file}: there is no such program`;
    case 'not-executable':
      return `${refusal.file} may not be executed`;
    case 'unreadable':
      return `${refusal.file} can't be read`;
    case 'damaged':
      return `${refusal.file} is no program that this machine can run`;
    case 'static':
      return `${refusal.file} is linked statically, so no library can be loaded that watches it: link it without -static`;
    case 'setuid':
      return `${refusal.file} runs as another user (setuid or setgid), so Linux loads no library that watches it: run a copy of it`;
    case '32-bit':
      return `${refusal.file} is a 32-bit program: compile it for 64 bits`;
    case 'no-recorder':
      return `programs are recorded on Linux with an x86-64 processor only, and this machine is ${refusal.arch}: C programs can still be run by heapscope run`;
    case 'old-libc':
      return 'programs are recorded with glibc 2.35 or newer only, and this machine has an older one, or another C library';
    case 'other-machine':
      return `${refusal.file} is for another machine (${refusal.machine}): compile it on this one`;
    case 'no-interpreter':
      return `${refusal.file} is a script for ${refusal.interpreter}, which is not there`;
    case 'no-compiler':
      return 'the library that watches programs is built when it is first needed, and there is no C compiler (cc, gcc or clang): install one';
    case 'compiler-failed':
      return `the library that watches programs could not be built by ${refusal.compiler}:\n${refusal.output.trimEnd()}`;
    case 'unwritable':
      return `can't write ${refusal.file}: ${refusal.why}`;
  }
}

const LOST: Readonly<Record<NativeLoss, (n: string) => string>> = {
  'no-drainer': () => 'recording stopped: nobody read what the program wrote',
  'disk-full': () => 'recording stopped: there is no room for more',
  'no-memory': () => 'recording stopped: the recorder got no memory',
  stopped: () => 'what a process did after the program had ended is not in the report',
  nested: (n) => `${n} events in signal handlers are not in the report, as they came in the middle of others`,
  'deep-stack': (n) => `${n} call stacks are deeper than what is followed: their outer calls are missing`,
};

export const nativeMessagesEn: NativeMessages = {
  refused,
  withoutLines: (programs) => `no debug information in ${programs.join(', ')}: compile with -g to see lines`,
  noSymbolizer: 'neither llvm-symbolizer nor addr2line is installed: install one to see lines',
  noEvents: (program, definesMalloc) =>
    definesMalloc
      ? `no allocation was seen: ${program} has a malloc() of its own, which is called instead of the C library's`
      : `no allocation was seen: ${program} allocates nothing, or by other means than malloc()`,
  lost: (loss, n) => LOST[loss](count(n)),
  filtered: (leftOut, all) => `the filter left out ${count(leftOut)} of ${count(all)} allocations`,
  servedAt: (url) => `the page is at ${url}  (Ctrl+C to stop)`,
  recordingStopped: (file, why) => `${file} holds only the beginning of the recording: ${why}`,
};
