import { formatCount } from '../i18n/format.ts';
import type { NativeLoss, NativeMessages, NativeRefusal } from './native-messages.ts';
import { messagesIn } from '../i18n/say.ts';

const say = messagesIn('zh');

const count = (n: number): string => formatCount(n, 'zh');

function refused(refusal: NativeRefusal): string {
  switch (refusal.reason) {
    case 'missing':
      return say('{file}：没有这个程序', { file: refusal.file });
    case 'not-executable':
      return say('{file} 没有执行权限', { file: refusal.file });
    case 'unreadable':
      return say('无法读取 {file}', { file: refusal.file });
    case 'damaged':
      return say('{file} 不是本机能运行的程序', { file: refusal.file });
    case 'static':
      return say('{file} 是静态链接的，无法加载观察它的库：请去掉 -static 重新链接', { file: refusal.file });
    case 'setuid':
      return say('{file} 以其他用户身份运行（setuid 或 setgid），Linux 不会加载观察它的库：请运行它的副本', {
        file: refusal.file,
      });
    case '32-bit':
      return say('{file} 是 32 位程序：请编译为 64 位', { file: refusal.file });
    case 'no-recorder':
      return say('只能在 x86-64 处理器的 Linux 上记录本机程序，而这台机器是 {arch}：C 程序仍可用 heapscope run 运行', {
        arch: refusal.arch,
      });
    case 'old-libc':
      return '只能在 glibc 2.35 或更新的版本上记录本机程序，而这台机器的版本较旧，或使用其他 C 库';
    case 'other-machine':
      return say('{file} 属于另一种机器（{machine}）：请在本机编译', { file: refusal.file, machine: refusal.machine });
    case 'no-interpreter':
      return say('{file} 是 {interpreter} 的脚本，但该解释器不存在', {
        file: refusal.file,
        interpreter: refusal.interpreter,
      });
    case 'no-compiler':
      return '观察程序的库在首次使用时编译，但没有 C 编译器（cc、gcc 或 clang）：请安装一个';
    case 'compiler-failed':
      return say('{compiler} 无法编译观察程序的库：\n{output}', {
        compiler: refusal.compiler,
        output: refusal.output.trimEnd(),
      });
    case 'unwritable':
      return say('无法写入 {file}：{why}', { file: refusal.file, why: refusal.why });
  }
}

const LOST: Readonly<Record<NativeLoss, (n: string) => string>> = {
  'no-drainer': () => '记录已停止：没有进程读取程序写出的内容',
  'disk-full': () => '记录已停止：空间不足',
  'no-memory': () => '记录已停止：记录器得不到内存或文件',
  stopped: () => '程序结束之后其他进程所做的事不在报告中',
  nested: (n) => say('信号处理函数中的 {n} 个事件不在报告中，因为它们打断了其他事件', { n }),
  'deep-stack': (n) => say('{n} 个调用栈超出可跟踪的深度：缺少外层调用', { n }),
  unreachable: () => '记录已停止：程序换了用户或根目录，无法再创建记录所需的文件',
  confined: () => '记录已停止：程序禁止了自己的系统调用（seccomp）',
};

export const nativeMessagesZh: NativeMessages = {
  refused,
  withoutLines: (programs) => say('{programs} 没有调试信息：用 -g 编译即可看到行号', { programs: programs.join('、') }),
  noSymbolizer: '未安装 llvm-symbolizer 或 addr2line：安装其一即可看到行号',
  noEvents: (program, definesMalloc) =>
    definesMalloc
      ? say('没有看到任何分配：{program} 自带 malloc()，调用的不是 C 库的', { program })
      : say('没有看到任何分配：{program} 不分配内存，或不通过 malloc() 分配', { program }),
  wentOn: (program) => say('{program} 换成了另一个程序（exec），后者没有记录：用 --follow-exec 一并记录', { program }),
  lost: (loss, n) => LOST[loss](count(n)),
  unrecorded: (n) =>
    say('有 {n} 个进程没有被记录：它们无法创建记录所需的文件（换了根目录或用户，或受到限制）', { n: count(n) }),
  filtered: (leftOut, all) =>
    say('过滤条件排除了 {all} 次分配中的 {leftOut} 次', { all: count(all), leftOut: count(leftOut) }),
  servedAt: (url) => say('页面地址：{url}（按 Ctrl+C 停止）', { url }),
  recordingStopped: (file, why) => say('{file} 只含记录的开头：{why}', { file, why }),
};
