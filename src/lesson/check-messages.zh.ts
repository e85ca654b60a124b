import { formatBytes, formatCount } from '../i18n/format.ts';
import { chineseMessages } from '../report/messages.zh.ts';
import type { Difference } from '../trials/explore.ts';
import type { WhatFailed } from './check-result.ts';
import type { Check, ExpectedFinding } from './model.ts';
import { messagesIn } from '../i18n/say.ts';

const say = messagesIn('zh');

const count = (n: number): string => formatCount(n, 'zh');
const bytes = (n: number): string => formatBytes(n, 'zh');
const quoted = (text: string): string => JSON.stringify(text);

const expectedFinding = ({ kind, line }: ExpectedFinding): string =>
  line === undefined ? kind : say('第 {line} 行的 {kind}', { line, kind });

const DIFFERENCES: Readonly<Record<Difference, string>> = {
  output: '输出不同',
  end: '程序的结束方式不同',
  finding: '会发现问题',
  deadlock: '大家互相等待',
};

/** What a check asks for. */
export function chineseCheck(check: Check): string {
  switch (check.kind) {
    case 'no-findings':
      return '没有发现任何问题：没有泄漏，也没有误用内存';
    case 'findings':
      if (check.findings.length === 0) return '没有发现任何问题';
      return say('恰好发现：{findings}', { findings: check.findings.map(expectedFinding).join('、') });
    case 'output':
      return say('输出 {text}', { text: quoted(check.text) });
    case 'output-contains':
      return say('输出中包含 {text}', { text: quoted(check.text) });
    case 'exit':
      return say('以退出码 {code} 结束', { code: check.code });
    case 'allocations-at-most':
      return say('最多申请 {most} 次', { most: count(check.most) });
    case 'peak-at-most':
      return say('同时占用的内存最多 {most}', { most: bytes(check.most) });
    case 'frees':
      return say('{function}() 释放交给它的全部内存', { function: check.function });
    case 'malloc-failing':
      return '任何一次申请失败时仍然正确';
    case 'schedules':
      return say('在 {count} 种调度下结果都一样', { count: count(check.count) });
    case 'uses':
      return say('调用 {function}()', { function: check.function });
    case 'avoids':
      return say('不调用 {function}()', { function: check.function });
  }
}

function otherOutput(what: Extract<WhatFailed, { kind: 'output' }>): string {
  if (what.expected === undefined)
    return what.line === 1
      ? say('不应有任何输出，却输出了 {printed}', { printed: quoted(what.printed ?? '') })
      : say('第 {line} 行之后多输出了 {printed}', { line: what.line - 1, printed: quoted(what.printed ?? '') });
  if (what.printed === undefined)
    return say('输出缺少第 {line} 行：{expected}', { line: what.line, expected: quoted(what.expected) });
  return say('输出的第 {line} 行是 {printed}，而不是 {expected}', {
    line: what.line,
    printed: quoted(what.printed),
    expected: quoted(what.expected),
  });
}

/** Why a check failed. */
export function chineseFailure(what: WhatFailed): string {
  switch (what.kind) {
    case 'stopped':
      return chineseMessages.end(what.end);
    case 'finding': {
      const others = what.others > 0 ? say('，另外还有 {others} 个', { others: count(what.others) }) : '';
      return say('{what}{others}', { what: chineseMessages.title(what.finding), others });
    }
    case 'no-such-finding':
      return say('本应发现却没有：{expected}', { expected: expectedFinding(what.expected) });
    case 'output':
      return otherOutput(what);
    case 'output-lacks':
      return say('始终没有输出 {text}', { text: quoted(what.text) });
    case 'exit':
      return say('{what}，而不是 {expected}', {
        what: chineseMessages.end(what.end),
        expected: what.expected,
      });
    case 'allocations':
      return say('申请了 {is} 次，其实 {most} 次就够', { is: count(what.is), most: count(what.most) });
    case 'peak':
      return say('同时占用 {is}，其实 {most}就够', { is: bytes(what.is), most: bytes(what.most) });
    case 'never-called':
      return say('从未调用 {function}()', { function: what.function });
    case 'called':
      return say('调用了 {function}()', { function: what.function });
    case 'not-freed':
      return say('{function}() 返回时，交给它的一个 {size}的内存块仍然存在（在第 {line} 行申请）', {
        function: what.function,
        size: bytes(what.size),
        line: what.line,
      });
    case 'finding-after-failure':
      return say('第 {number} 次申请失败时：{what}', {
        number: what.number,
        what: chineseMessages.title(what.finding),
      });
    case 'end-after-failure':
      return say('第 {number} 次申请失败时：{what}', {
        number: what.number,
        what: chineseMessages.end(what.end),
      });
    case 'schedule':
      return say('在第 {seed} 种调度下，{difference}', { seed: what.seed, difference: DIFFERENCES[what.difference] });
    case 'too-long':
      return '程序做的事情太多，无法判断';
  }
}
