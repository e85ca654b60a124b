import type { TarFile } from '../../src/compile/tar.ts';

/** Of @yowasp/clang's resource files, those that compiling and linking C for WASI can need. */
export function selectForC(files: Iterable<TarFile>): TarFile[] {
  return [...files].filter(({ path }) => isForC(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Headers of clang's own that a C program may include; its others are for other targets and languages. */
const CLANG_HEADERS =
  /^include\/(__std(arg|def)\w*|__float\w*|float|inttypes|iso646|limits|stdalign|stdarg|stdatomic|stdbool|stdckdint|stdcountof|stddef|stdint|stdnoreturn|tgmath|unwind|varargs)\.h$/;

function isForC(path: string): boolean {
  if (path.startsWith('include/wasm32-wasip1/')) return !path.includes('/c++/');
  if (path.startsWith('include/')) return CLANG_HEADERS.test(path);
  return (
    /^lib\/wasm32-wasip1\/(lib(?!c\+\+|crypt|dl)[\w-]+\.a)$/.test(path) || path.endsWith('/libclang_rt.builtins.a')
  );
}
