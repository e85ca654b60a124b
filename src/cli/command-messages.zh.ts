import type { CommandMessages } from './command-messages.ts';
import type { Damage } from '../trace/read-recording.ts';
import { RECORDING_VERSION } from '../trace/recording.ts';
import { messagesIn } from '../i18n/say.ts';

const say = messagesIn('zh');

function damageReason({ what, version = 0 }: Damage): string {
  if (what === 'no-recording') return '这不是 Heapscope 的记录';
  if (what === undefined) return '文件已损坏，或不完整';
  return say('记录的格式版本是 {version}，而本版 Heapscope 读取版本 {own}', {
    ...{ version: String(version), own: String(RECORDING_VERSION) },
  });
}

export const commandMessagesZh: CommandMessages = {
  headings: { 'Usage:': '用法：', 'Arguments:': '参数：', 'Options:': '选项：', 'Commands:': '命令：' },
  terms: {
    options: '选项',
    command: '命令',
    words: '文件、选项',
    recording: '记录',
    name: '名称',
    folders: '文件夹',
    submissions: '作业',
    number: '数',
    how: '方式',
    kinds: '类型',
    rule: '规则',
    language: '语言',
    file: '文件',
    'name=value': '名称=值',
    path: '路径',
    policy: '策略',
    seconds: '秒',
    bytes: '字节数',
    size: '大小',
    which: '哪些',
    format: '格式',
  },
  described: (description, more) => say('{description}（{more}）', { description, more: more.join('；') }),
  choices: (list) => say('可选：{list}', { list: list.join('、') }),
  initially: (value) => say('默认：{value}', { value }),
  help: '显示本说明',
  version: '显示版本',
  about: '显示 C 程序如何使用内存。',
  report: {
    errorExitcode: '发现问题时的退出码',
    leakCheck: 'no：不报告泄漏；summary：只报告总数',
    showLeakKinds: '显示哪些泄漏：all、none，或 definite,indirect,possible,reachable 中的几种',
    errorsForLeakKinds: '哪些泄漏会影响退出码',
    suppress: '略去问题：类型[:函数[:文件]]，可用 * 和 ?；或写有这种规则的文件（可重复）',
    lang: '消息所用的语言',
    about: '打印一份记录的报告。',
    recording: '由 `--record` 写出的文件',
    json: '打印一个 JSON 对象',
  },
  run: {
    about: '编译 C 文件，运行程序，在 stderr 上报告泄漏和内存误用。',
    usage: '文件... [clang 选项] [选项] [-- 程序的参数...]',
    words: 'C 文件，以及 clang 的选项，例如 -DNAME=1、-Iinclude、-std=c99、-O1',
    stdin: '程序的标准输入；不写则用本命令自己的标准输入',
    record: '保存这次运行的记录',
    json: '在 stdout 上打印一个 JSON 对象，代替程序的输出和报告',
    env: '程序的一个环境变量，HOME、PATH、PWD、USER 和 LANG 之外的（可重复）',
    file: '放进程序自己的文件系统的文件（可重复）',
    seed: '程序所用随机数的种子',
    schedule: '谁何时运行：round-robin（默认）、random:种子，或按 A,B,A.2（A 的第二个线程）列出任务',
    explore: '尝试这么多种调度，直到某一种出现新情况',
    compileLimit: '编译超过这么久就放弃',
    timeLimit: '程序运行超过这么久就结束它（默认：60）',
    memoryLimit: '程序最多能用的内存（默认：384）',
    outputLimit: '程序最多能输出多少（默认：16）',
    recordingLimit: '记录达到这么多时结束程序（默认：512）',
    redzone: '堆上每个内存块周围的保护字节数',
    quarantine: '释放后暂不再用的内存，例如 64K 或 16M',
    failMalloc: '让内存申请失败：第 N 次、every（每次运行一个）或 random:种子',
    stopAtFirst: '发现第一个问题就结束程序',
  },
  native: {
    about: '原样运行一个 Linux 程序，在 stderr 上报告泄漏和内存误用。',
    usage: '[选项] -- 程序 [参数]',
    words: '后面没有选项时，程序和它的参数',
    continue: '跳过错误的 free() 继续运行，而不是像 C 库那样结束程序',
    noScan: '不查找指向退出时剩余内存块的指针',
    filter:
      '只记录在这个名称的函数、源文件或模块之下申请的内存，可用 * 和 ?；前面加 ! 则只记录其余的；' +
      '名称前加 function:、file: 或 module: 则只按这一种匹配（可重复）',
    contents: '在记录中保存退出时剩余的每个内存块的这么多字节，例如 64 或 4K',
    live: '运行的同时在页面上显示：程序在第一次申请内存之前等待页面',
    noOpenLive: '使用 --live 时不打开浏览器，只打印地址',
    followExec: '也记录由该程序启动的程序',
    which: '要运行哪个程序？heapscope native [选项] -- 程序 [参数]',
  },
  view: {
    about: '在页面上显示一份记录，只在本机可见，直到被中断。',
    noOpen: '不打开浏览器，只打印地址',
  },
  lesson: {
    about: '新建课程，检查课程。',
    make: '新建一课，它能通过自己的检查，可以接着写下去。',
    name: '课程的文件夹，例如 21-my-lesson；有 lessons/ 文件夹时放在其中',
    check: '检查起始程序未通过，参考答案通过，所展示的内容都存在，各语言一致。',
    folders: '课程，或放课程的文件夹（默认：lessons）',
    jobs: '同时处理这么多个',
  },
  grade: {
    about: '按程序的行为评判，并为每个程序打印成绩。',
    submissions: '每份作业是一个文件夹或一个 C 文件',
    checks: 'lesson.yaml，或含有其中 programs 和 checks 字段的文件',
    format: '成绩的格式',
    timeout: '一份作业的总时间',
    maxSteps: '一次运行最多执行的语句数',
    memory: '程序最多能用的内存',
  },
  files: {
    unreadable: (file, why) => say('无法读取 {file}：{why}', { file, why }),
    unwritable: (file, why) => say('无法写入 {file}：{why}', { file, why }),
    noRecording: (file, damage) =>
      say('{file} 不是可以读取的记录：{reason}（偏移 {offset}）', {
        ...{ file, reason: damageReason(damage), offset: String(damage.offset) },
      }),
    reasons: {
      ENOENT: '没有这个文件',
      EACCES: '没有权限',
      EISDIR: '它是目录',
      ENOTDIR: '路径中有一部分不是目录',
      ENOSPC: '设备上没有空间了',
      EROFS: '文件系统是只读的',
    },
  },
  wrong: {
    error: (what) => say('错误：{what}', { what }),
    missingArgument: (name) => say("缺少参数 ''{name}''", { name }),
    missingOption: (flags) => say("必须给出选项 ''{flags}''", { flags }),
    missingValue: (flags) => say("选项 ''{flags}'' 缺少值", { flags }),
    unknownOption: (name) => say("没有选项 ''{name}''", { name }),
    unknownCommand: (name) => say("没有命令 ''{name}''", { name }),
    tooMany: '参数太多',
    meant: (name) => say('（是否想写 {name}？）', { name }),
    value: (flags, value, why) => say("选项 ''{flags}'' 的值 ''{value}'' 无效。{why}", { flags, value, why }),
    allowed: (list) => say('可以是 {list}。', { list }),
    wholeNumber: (least, most) => say('应为 {least} 到 {most} 之间的整数。', { least, most }),
    size: (most) => say('应为 0 到 {most} 之间的大小，例如 4096、64K 或 16M。', { most }),
    failMalloc: '请写不小于 1 的整数、every 或 random:种子。',
    schedule: '请写 round-robin、random:种子，或按 A,B,A.2 列出任务。',
    leakKinds: (kinds) => say('请写 all、none，或 {kinds} 中的几种，用逗号隔开。', { kinds }),
    suppression: (reason) => say('既不是规则（类型[:函数[:文件]]），也不是能读取的文件：{reason}。', { reason }),
    suppressionLine: (line, text) => say('第 {line} 行没有写明问题的类型：{text}', { line, text }),
    filter: '请写函数、源文件或模块，可用 * 和 ?，前面可加 !。',
    variable: '请写成 名称=值。',
  },
};
