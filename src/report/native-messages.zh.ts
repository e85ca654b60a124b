import { formatCount } from '../i18n/format.ts';
import type { NativeLoss, NativeMessages, NativeRefusal } from './native-messages.ts';

const count = (n: number): string => formatCount(n, 'zh');

function refused(refusal: NativeRefusal): string {
  switch (refusal.reason) {
    case 'missing':
      return `${refusal.file}：没有这个程序`;
    case 'not-executable':
      return `${refusal.file} 没有执行权限`;
    case 'unreadable':
      return `无法读取 ${refusal.file}`;
    case 'damaged':
      return `${refusal.file} 不是本机能运行的程序`;
    case 'static':
      return `${refusal.file} 是静态链接的，无法加载观察它的库：请去掉 -static 重新链接`;
    case 'setuid':
      return `${refusal.file} 以其他用户身份运行（setuid 或 setgid），Linux 不会加载观察它的库：请运行它的副本`;
    case '32-bit':
      return `${refusal.file} 是 32 位程序：请编译为 64 位`;
    case 'no-recorder':
      return `只能在 x86-64 处理器的 Linux 上记录本机程序，而这台机器是 ${refusal.arch}：C 程序仍可用 heapscope run 运行`;
    case 'old-libc':
      return '只能在 glibc 2.35 或更新的版本上记录本机程序，而这台机器的版本较旧，或使用其他 C 库';
    case 'other-machine':
      return `${refusal.file} 属于另一种机器（${refusal.machine}）：请在本机编译`;
    case 'no-interpreter':
      return `${refusal.file} 是 ${refusal.interpreter} 的脚本，但该解释器不存在`;
    case 'no-compiler':
      return '观察程序的库在首次使用时编译，但没有 C 编译器（cc、gcc 或 clang）：请安装一个';
    case 'compiler-failed':
      return `${refusal.compiler} 无法编译观察程序的库：\n${refusal.output.trimEnd()}`;
    case 'unwritable':
      return `无法写入 ${refusal.file}：${refusal.why}`;
  }
}

const LOST: Readonly<Record<NativeLoss, (n: string) => string>> = {
  'no-drainer': () => '记录已停止：没有进程读取程序写出的内容',
  'disk-full': () => '记录已停止：空间不足',
  'no-memory': () => '记录已停止：记录器得不到内存',
  stopped: () => '程序结束之后其他进程所做的事不在报告中',
  nested: (n) => `信号处理函数中的 ${n} 个事件不在报告中，因为它们打断了其他事件`,
  'deep-stack': (n) => `${n} 个调用栈超出可跟踪的深度：缺少外层调用`,
};

export const nativeMessagesZh: NativeMessages = {
  refused,
  withoutLines: (programs) => `${programs.join('、')} 没有调试信息：用 -g 编译即可看到行号`,
  noSymbolizer: '未安装 llvm-symbolizer 或 addr2line：安装其一即可看到行号',
  noEvents: (program, definesMalloc) =>
    definesMalloc
      ? `没有看到任何分配：${program} 自带 malloc()，调用的不是 C 库的`
      : `没有看到任何分配：${program} 不分配内存，或不通过 malloc() 分配`,
  lost: (loss, n) => LOST[loss](count(n)),
  filtered: (leftOut, all) => `过滤条件排除了 ${count(all)} 次分配中的 ${count(leftOut)} 次`,
  servedAt: (url) => `页面地址：${url}（按 Ctrl+C 停止）`,
  recordingStopped: (file, why) => `${file} 只含记录的开头：${why}`,
};
