import { formatCount } from '../i18n/format.ts';
import { chineseCheck, chineseFailure } from './check-messages.zh.ts';
import type { NoAnswer } from './answers.ts';
import type { LessonMessages } from './messages.ts';
import type { PlainlyWrong, WrongInLesson } from './problem.ts';

const count = (n: number): string => formatCount(n, 'zh');
const list = (names: readonly string[]): string => names.join('、');

export const chineseLessonMessages: LessonMessages = {
  problem,
  check: chineseCheck,
  failure: chineseFailure,
  expected: {
    text: '文本（看起来像数字的要加引号）',
    'text-not-empty': '非空文本',
    texts: '文本列表',
    list: '非空列表',
    table: '带值的字段，写作 `名称: 值`',
    'whole-number': '不小于 0 的整数',
    'number-from-1': '不小于 1 的整数',
    time: '不小于 1 的整数，或 last',
    moment: 'start 或 end',
    'finding-kind': '一种问题类型，例如 leak 或 use-after-free',
    every: '单词 every',
    nothing: '后面没有内容',
    view: '页面的一个视图：objects、heap、bytes、processes、sites、findings 或 console',
    identifier: '由字母、数字和 _ 组成的名称',
    'file-path': '课程文件夹内的路径',
    variable: '一个变量，写作 函数.名称，或全局变量的名称，或它的一部分，如 main.p->next 或 main.a[2]',
  },
  noLessons: '这里没有含 lesson.yaml 的文件夹',
  lessonHolds: (folder) => `${folder}：起始程序未通过，参考答案通过，所展示的内容都存在`,
  lessonMade: (folder) =>
    `${folder} 是一课能通过 \`heapscope lesson check\` 的课程：请从这里写起，用 \`npm run dev\` 查看`,
  alreadyThere: (folder) => `${folder} 已经存在`,
  grade: {
    unreadable: (reason) => `无法读取：${reason}`,
    noSources: '其中没有 C 文件',
    timeout: (seconds) => `${count(seconds)} 秒后被停止`,
    crashed: (message) => `判断失败：${message}`,
  },
  place: ({ file, line, field }, sentence) => `${file}:${line}: ${field === '' ? '' : `${field}：`}${sentence}`,
};

const PLAIN: Readonly<Record<PlainlyWrong, string>> = {
  'missing-file': '缺少这个文件',
  'missing-field': '缺少这个字段',
  'no-front-matter': '文本必须以前置信息开头：一行 ---，title: 和 about:，再一行 ---',
  attributes: '指令写法不对：应为 ::name{key=value key="two words"}，或在 :::name 之后单独一行 :::',
  'no-cells': '没有提出任何问题：请写以 "? " 开头的行，例如 "? value main.count"',
  'too-deep': '引用和列表嵌套太深',
  image: '不显示图片：请用 ::show 设置画面',
  'no-place': '既没有指明时刻（line=、finding=、at=start、at=end），也没有要显示的内容',
  'several-places': '指明了多个时刻：line=、finding= 和 at= 只能写一个',
  'no-question': '选项之前没有问题',
  'too-few-choices': '至少要有两个选项，每个占一行，以 "- [x] " 或 "- [ ] " 开头',
  'none-right': '没有正确的选项：请用 [x] 标出一个',
  'no-main-file': '没有以 .c 结尾的文件',
  'too-long-to-record': '运行太久，无法为页面录制',
  'start-passes': '起始程序已经通过全部检查：没有事情可做',
  'no-exercise': '有检查，却没有提出要求的 :::exercise',
  'no-checks': '有练习，lesson.yaml 中却没有检查',
  timeout: '耗时太长',
};

function problem(what: WrongInLesson): string {
  switch (what.kind) {
    case 'not-yaml':
      return `不是合法的 YAML：${what.reason}`;
    case 'unknown-field':
      return `没有这个字段${what.known.length > 0 ? `；可用的有 ${list(what.known)}` : ''}`;
    case 'wrong-value':
      return `这里应为${chineseLessonMessages.expected[what.expected]}`;
    case 'unknown-directive':
      return `没有指令 ${what.name}；可用的有 ${list(what.known)}`;
    case 'unknown-cell':
      return `不能提问“${what.name}”；可用的有 ${list(what.known)}`;
    case 'unknown-program':
      return `lesson.yaml 中没有程序“${what.name}”；有 ${list(what.known)}`;
    case 'unknown-check':
      return `没有检查“${what.name}”；可用的有 ${list(what.known)}`;
    case 'unclosed':
      return `:::${what.name} 没有用一行 ::: 结束`;
    case 'misplaced':
      return `指令不能放在 :::${what.name} 里面；前面是不是少了一行 :::？`;
    case 'no-such-file':
      return `这里没有文件 ${what.name}`;
    case 'no-such-lesson':
      return `没有可以链接的课程 ${what.name}`;
    case 'refused-link':
      return `链接只能指向 https: 和 http: 地址以及 #，不能指向 ${what.name}`;
    case 'duplicate-id':
      return `标识“${what.name}”在第 ${what.firstLine} 行已经用过`;
    case 'second-exercise':
      return `一课只有一个练习，它在第 ${what.firstLine} 行`;
    case 'too-long':
      return `超过 ${count(what.most)} 个字符`;
    case 'unresolved':
      return unresolved(what.why);
    case 'not-compiled':
      return `无法编译：${what.message}`;
    case 'not-judged':
      return `无法判断：${what.message}`;
    case 'solution-fails': {
      const at = what.failure.at ? `（${what.failure.at.file}:${what.failure.at.line}）` : '';
      return `参考答案未通过“${chineseCheck(what.check)}”：${chineseFailure(what.failure.what)}${at}`;
    }
    case 'differs':
      return what.there === ''
        ? `${what.other} 在这里没有更多内容`
        : `${what.other}:${what.otherLine} 在这里是“${what.there}”`;
    default:
      return PLAIN[what.kind];
  }
}

function unresolved(why: NoAnswer): string {
  switch (why.kind) {
    case 'line-not-reached':
      return why.times === 0
        ? `${why.file} 的第 ${why.line} 行从未运行`
        : `${why.file} 的第 ${why.line} 行只运行 ${count(why.times)} 次`;
    case 'finding-not-made':
      return `没有第 ${why.finding} 个问题：这次运行共有 ${count(why.findings)} 个`;
    case 'not-recorded':
      return '运行太久，无法完整录制';
    case 'no-variable':
      return `那一时刻没有变量 ${why.name}`;
    case 'no-block':
      return `那一时刻没有第 ${why.block} 个内存块：这次运行共有 ${count(why.blocks)} 个`;
    case 'no-pointer':
      return `${why.name} 不是指针`;
    case 'no-value':
      return `${why.name} 没有可以填写的值`;
    case 'nothing-to-choose':
      return '那一时刻没有可供选择的内存块';
  }
}
