import { zh } from '../i18n/zh.ts';
import { formatBytes, formatCount } from '../i18n/format.ts';
import { messagesIn } from '../i18n/say.ts';
import { systemZh } from '../i18n/system.zh.ts';
import type { LeakKind } from '../replay/findings.ts';
import type { RunEnd, TrapReason } from '../trace/recording.ts';
import { signalNumber } from '../trace/signals.ts';
import { processLetter } from '../util/process-letter.ts';
import { chineseExplanation } from './explanation-messages.zh.ts';
import type { ReportMessages } from './messages.ts';
import { noteText, waitText } from './system-words.ts';
import { chineseTitle, leakUnit, misuseTitle, variableName } from './title-messages.zh.ts';

const say = messagesIn('zh');

const count = (n: number): string => formatCount(n, 'zh');
const bytes = (n: number): string => formatBytes(n, 'zh');

const LEAK_NAMES: Readonly<Record<LeakKind, string>> = {
  'definitely-lost': '确定丢失',
  'indirectly-lost': '间接丢失',
  'possibly-lost': '可能丢失',
  'still-reachable': '仍可访问',
  'shared-segment': '遗留的共享内存段',
};

const TRAPS: Readonly<Record<TrapReason, string>> = {
  unreachable: '执行到了不可能到达的代码',
  'division-by-zero': '除以零',
  'integer-overflow': '除法的结果超出其类型的范围',
  'out-of-bounds': '访问了所有内存之外的地址',
  'stack-overflow': '栈已满',
  'null-function': '通过空函数指针调用',
  'bad-function-pointer': '通过指向其他类型函数的指针调用',
  abort: '调用了 abort()',
  'float-to-integer': '浮点数超出整数类型的范围',
  other: '发生故障',
};

function endOf(end: RunEnd): string {
  switch (end.kind) {
    case 'exit':
      return say('程序结束，退出码 {code}', { code: end.code });
    case 'trap':
      return say('程序被停止：{trap}', { trap: TRAPS[end.reason] });
    case 'killed':
      if (end.reason === 'first-finding') return '程序在发现第一个问题时被停止';
      if (end.reason === 'SIGABRT') return say('程序被停止：{abort}', { abort: TRAPS.abort });
      return signalNumber(end.reason) > 0
        ? say('程序被信号 {reason} 终止', { reason: end.reason })
        : '程序在结束之前被停止';
    case 'limit': {
      const limits = {
        time: say('运行超过 {limit} 秒', { limit: count(end.limit) }),
        steps: say('运行超过 {limit} 条语句', { limit: count(end.limit) }),
        memory: say('记录占用的内存超过 {limit}', { limit: bytes(end.limit) }),
        output: say('输出超过 {limit}', { limit: bytes(end.limit) }),
      };
      return say('程序被停止：{limits}', { limits: limits[end.reason] });
    }
  }
}

export const chineseMessages: ReportMessages = {
  title: chineseTitle,
  explain: chineseExplanation,
  cause: '常见原因',
  fix: '常见改法',
  note: '说明',
  severity: { error: '错误', warning: '警告', note: '说明' },
  allocatedIn: (name) => say('该内存块在 {name}() 中申请', { name }),
  inProcess: (letter, pid) => say('在进程 {letter}（pid {pid}）中', { letter, pid }),
  unmappedIn: (name) => say('这段内存的映射在 {name}() 中解除', { name }),
  waits({ process, pid, thread, isOneOfSeveral, wait }) {
    const which = say('进程 {process}（pid {pid}）{which}', {
      process: processLetter(process),
      pid,
      which: isOneOfSeveral ? say('的线程 {thread} ', { thread: thread + 1 }) : '',
    });
    return say('{which}在等待{wait}', { which, wait: waitText(wait, systemZh.waits, 'zh') });
  },
  zombie: (letter, pid) => say('进程 {letter}（pid {pid}）已结束，但没有进程等待它：它一直是僵尸进程', { letter, pid }),
  told: (note) => noteText(note, zh.output.told, 'zh'),
  freedIn: (name) => say('该内存块在 {name}() 中释放', { name }),
  valueFromBlock: (name, size) =>
    say('该值来自 {name}() 中申请的 {size}内存块，申请后没有赋值', { name, size: bytes(size) }),
  valueFromVariable: (variable) =>
    say('该值来自{variable}（类型 {type}），它没有赋值', { variable: variableName(variable), type: variable.type }),
  valueFromAlloca: (name, size) =>
    say('该值来自 {name}() 用 alloca() 在栈上取得的 {size}，取得后没有赋值', { name, size: bytes(size) }),
  constantIs: ({ name }) => (name === '' ? '字符串字面量在这里' : '常量在这里'),
  lostIn: (name) => say('指向该内存块的最后一个指针在这里丢失，位于 {name}()', { name }),
  failedIn: (number, name, others) =>
    say('当 {name}() 中的第 {number} 次申请失败时发生{others}', {
      name,
      number: count(number),
      others: others > 0 ? say('（另有 {others} 次申请失败时也会发生）', { others: count(others) }) : '',
    }),
  failed: (number, size, name, place) =>
    say('第 {number} 次申请（{size}，位于 {name}(){place}）按要求失败', {
      number: count(number),
      size: bytes(size),
      name,
      place: place && say('，{place}', { place }),
    }),
  failedInTurn: (n, notByExit, isCut) =>
    say('依次让 {n} 次申请各失败一次{more}：{byExit} 次运行正常退出，{notByExit} 次没有', {
      n: count(n),
      more: isCut ? '（还有更多）' : '',
      byExit: count(n - notByExit),
      notByExit: count(notByExit),
    }),
  leakTotals: (totals) =>
    say('泄漏：{sums}', {
      sums: Object.entries(totals)
        .filter(([, { blocks }]) => blocks > 0)
        .map(([kind, { bytes: n, blocks }]) =>
          say('{kind} {blocks} 个{unit}共 {bytes}', {
            kind: LEAK_NAMES[kind as LeakKind],
            blocks: count(blocks),
            unit: leakUnit(kind as LeakKind),
            bytes: bytes(n),
          }),
        )
        .join('，'),
    }),
  calledFrom: (name, place) => say('由 {name}() 调用，位于 {place}', { name, place }),
  explored(tried, found) {
    if (!found) return say('尝试了 {tried} 种调度：结果都与平常的相同', { tried });
    const what = { output: '输出不同', end: '结束方式不同', finding: '出现了新的问题', deadlock: '陷入死锁' };
    return say('第 {seed} 种调度{what}；用 --schedule random:{seed} 重现', {
      seed: found.seed,
      what: what[found.difference],
    });
  },
  inFile: (name, place) => say('在 {name}() 中，位于 {place}', { name, place }),
  noStack: '没有记录调用栈',
  inLibrary: (name) => say('在 C 库的 {name}() 中', { name }),
  foldedFrames: (n) => say('还有 {n} 次同样的调用', { n: count(n) }),
  end: endOf,
  stoppedBy: (finding) => say('程序被停止：{finding}', { finding: misuseTitle(finding) }),
  summary: (of) => {
    const lost =
      of.leakedBlocks > 0
        ? say('，{leakedBlocks} 个内存块共 {leakedBytes}未释放', {
            leakedBlocks: count(of.leakedBlocks),
            leakedBytes: bytes(of.leakedBytes),
          })
        : '';
    const found = of.findings === 0 ? '没有发现问题' : say('发现 {findings} 个问题', { findings: count(of.findings) });
    const hidden =
      of.suppressed > 0 ? say('，另有 {suppressed} 个按规则不显示', { suppressed: count(of.suppressed) }) : '';
    const libc =
      of.libc.count > 0
        ? say('，C 库另为自身申请 {n} 次（{bytes}）', { n: count(of.libc.count), bytes: bytes(of.libc.bytes) })
        : '';
    return say('{found}{hidden}{lost}；申请 {allocations} 次，释放 {frees} 次{libc}，同时最多占用 {peakBytes}', {
      found,
      hidden,
      lost,
      allocations: count(of.allocations),
      frees: count(of.frees),
      libc,
      peakBytes: bytes(of.peakBytes),
    });
  },
  damage: (offset, reason) =>
    say('录制文件在偏移 {offset} 处损坏：{reason}。报告只包含此前的内容。', { offset: count(offset), reason }),
};
