import { formatCount } from '../i18n/format.ts';
import { chineseCheck, chineseFailure } from './check-messages.zh.ts';
import type { NoAnswer } from './answers.ts';
import type { LessonMessages } from './messages.ts';
import type { PlainlyWrong, WrongInLesson } from './problem.ts';
import { messagesIn } from '../i18n/say.ts';

const say = messagesIn('zh');

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
  lessonHolds: (folder) => say('{folder}：起始程序未通过，参考答案通过，所展示的内容都存在', { folder }),
  lessonMade: (folder, inClone) =>
    inClone
      ? say('{folder} 是一课能通过 `heapscope lesson check` 的课程：请从这里写起，用 `npm run dev` 查看', { folder })
      : say('{folder} 是一课能通过 `heapscope lesson check` 的课程：请从这里写起', { folder }),
  alreadyThere: (folder) => say('{folder} 已经存在', { folder }),
  grade: {
    unreadable: (reason) => say('无法读取：{reason}', { reason }),
    noSources: '其中没有 C 文件',
    timeout: (seconds) => say('{seconds} 秒后被停止', { seconds: count(seconds) }),
    crashed: (message) => say('判断失败：{message}', { message }),
  },
  place: ({ file, line, field }, sentence) =>
    say('{file}:{line}: {field}{sentence}', {
      file,
      line,
      field: field === '' ? '' : say('{field}：', { field }),
      sentence,
    }),
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
      return say('不是合法的 YAML：{reason}', { reason: what.reason });
    case 'unknown-field':
      return say('没有这个字段{others}', {
        others: what.known.length > 0 ? say('；可用的有 {known}', { known: list(what.known) }) : '',
      });
    case 'wrong-value':
      return say('这里应为{expected}', { expected: chineseLessonMessages.expected[what.expected] });
    case 'unknown-directive':
      return say('没有指令 {name}；可用的有 {known}', { name: what.name, known: list(what.known) });
    case 'unknown-cell':
      return say('不能提问“{name}”；可用的有 {known}', { name: what.name, known: list(what.known) });
    case 'unknown-program':
      return say('lesson.yaml 中没有程序“{name}”；有 {known}', { name: what.name, known: list(what.known) });
    case 'unknown-check':
      return say('没有检查“{name}”；可用的有 {known}', { name: what.name, known: list(what.known) });
    case 'unclosed':
      return say(':::{name} 没有用一行 ::: 结束', { name: what.name });
    case 'misplaced':
      return say('指令不能放在 :::{name} 里面；前面是不是少了一行 :::？', { name: what.name });
    case 'no-such-file':
      return say('这里没有文件 {name}', { name: what.name });
    case 'no-such-lesson':
      return say('没有可以链接的课程 {name}', { name: what.name });
    case 'refused-link':
      return say('链接只能指向 https: 和 http: 地址以及 #，不能指向 {name}', { name: what.name });
    case 'duplicate-id':
      return say('标识“{name}”在第 {firstLine} 行已经用过', { name: what.name, firstLine: what.firstLine });
    case 'second-exercise':
      return say('一课只有一个练习，它在第 {firstLine} 行', { firstLine: what.firstLine });
    case 'too-long':
      return say('超过 {most} 个字符', { most: count(what.most) });
    case 'unresolved':
      return unresolved(what.why);
    case 'not-compiled':
      return say('无法编译：{message}', { message: what.message });
    case 'not-judged':
      return say('无法判断：{message}', { message: what.message });
    case 'solution-fails': {
      const at = what.failure.at
        ? say('（{file}:{line}）', { file: what.failure.at.file, line: what.failure.at.line })
        : '';
      return say('参考答案未通过“{check}”：{what}{at}', {
        check: chineseCheck(what.check),
        what: chineseFailure(what.failure.what),
        at,
      });
    }
    case 'differs':
      return what.there === ''
        ? say('{other} 在这里没有更多内容', { other: what.other })
        : say('{other}:{otherLine} 在这里是“{there}”', {
            other: what.other,
            otherLine: what.otherLine,
            there: what.there,
          });
    default:
      return PLAIN[what.kind];
  }
}

function unresolved(why: NoAnswer): string {
  switch (why.kind) {
    case 'line-not-reached':
      return why.times === 0
        ? say('{file} 的第 {line} 行从未运行', { file: why.file, line: why.line })
        : say('{file} 的第 {line} 行只运行 {times} 次', { file: why.file, line: why.line, times: count(why.times) });
    case 'finding-not-made':
      return say('没有第 {finding} 个问题：这次运行共有 {findings} 个', {
        finding: why.finding,
        findings: count(why.findings),
      });
    case 'not-recorded':
      return '运行太久，无法完整录制';
    case 'no-variable':
      return say('那一时刻没有变量 {name}', { name: why.name });
    case 'no-block':
      return say('那一时刻没有第 {block} 个内存块：这次运行共有 {blocks} 个', {
        block: why.block,
        blocks: count(why.blocks),
      });
    case 'no-pointer':
      return say('{name} 不是指针', { name: why.name });
    case 'no-value':
      return say('{name} 没有可以填写的值', { name: why.name });
    case 'nothing-to-choose':
      return '那一时刻没有可供选择的内存块';
  }
}
