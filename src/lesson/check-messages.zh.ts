import { formatBytes, formatCount } from '../i18n/format.ts';
import { chineseMessages } from '../report/messages.zh.ts';
import type { Difference } from '../trials/explore.ts';
import type { WhatFailed } from './check-result.ts';
import type { Check, ExpectedFinding } from './model.ts';

const count = (n: number): string => formatCount(n, 'zh');
const bytes = (n: number): string => formatBytes(n, 'zh');
const quoted = (text: string): string => JSON.stringify(text);

const expectedFinding = ({ kind, line }: ExpectedFinding): string =>
  line === undefined ? kind : `第 ${line} 行的 ${kind}`;

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
      return `恰好发现：${check.findings.map(expectedFinding).join('、')}`;
    case 'output':
      return `输出 ${quoted(check.text)}`;
    case 'output-contains':
      return `输出中包含 ${quoted(check.text)}`;
    case 'exit':
      return `以退出码 ${check.code} 结束`;
    case 'allocations-at-most':
      return `最多申请 ${count(check.most)} 次`;
    case 'peak-at-most':
      return `同时占用的内存最多 ${bytes(check.most)}`;
    case 'frees':
      return `${check.function}() 释放交给它的全部内存`;
    case 'malloc-failing':
      return '任何一次申请失败时仍然正确';
    case 'schedules':
      return `在 ${count(check.count)} 种调度下结果都一样`;
    case 'uses':
      return `调用 ${check.function}()`;
    case 'avoids':
      return `不调用 ${check.function}()`;
  }
}

/** Why a check failed. */
export function chineseFailure(what: WhatFailed): string {
  switch (what.kind) {
    case 'stopped':
      return chineseMessages.end(what.end);
    case 'finding': {
      const others = what.others > 0 ? `，另外还有 ${count(what.others)} 个` : '';
      return `${chineseMessages.title(what.finding)}${others}`;
    }
    case 'no-such-finding':
      return `本应发现却没有：${expectedFinding(what.expected)}`;
    case 'output': {
      if (what.expected === undefined)
        return what.line === 1
          ? `不应有任何输出，却输出了 ${quoted(what.printed ?? '')}`
          : `第 ${what.line - 1} 行之后多输出了 ${quoted(what.printed ?? '')}`;
      if (what.printed === undefined) return `输出缺少第 ${what.line} 行：${quoted(what.expected)}`;
      return `输出的第 ${what.line} 行是 ${quoted(what.printed)}，而不是 ${quoted(what.expected)}`;
    }
    case 'output-lacks':
      return `始终没有输出 ${quoted(what.text)}`;
    case 'exit':
      return `${chineseMessages.end(what.end)}，而不是 ${what.expected}`;
    case 'allocations':
      return `申请了 ${count(what.is)} 次，其实 ${count(what.most)} 次就够`;
    case 'peak':
      return `同时占用 ${bytes(what.is)}，其实 ${bytes(what.most)}就够`;
    case 'never-called':
      return `从未调用 ${what.function}()`;
    case 'called':
      return `调用了 ${what.function}()`;
    case 'not-freed':
      return `${what.function}() 返回时，交给它的一个 ${bytes(what.size)}的内存块仍然存在（在第 ${what.line} 行申请）`;
    case 'finding-after-failure':
      return `第 ${what.number} 次申请失败时：${chineseMessages.title(what.finding)}`;
    case 'end-after-failure':
      return `第 ${what.number} 次申请失败时：${chineseMessages.end(what.end)}`;
    case 'schedule':
      return `在第 ${what.seed} 种调度下，${DIFFERENCES[what.difference]}`;
    case 'too-long':
      return '程序做的事情太多，无法判断';
  }
}
