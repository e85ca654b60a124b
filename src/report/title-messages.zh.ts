/** In Chinese: one sentence for each finding, with its sizes and distances. */
import { formatAddress, formatBytes, formatCount } from '../i18n/format.ts';
import { messagesIn } from '../i18n/say.ts';
import type { BlockDistance, Finding, LeakFinding, LeakKind, MisuseFinding } from '../replay/findings.ts';
import type { VariablePlace } from '../replay/variable-near.ts';
import { LEAKS } from './explanation-messages.zh.ts';
import { libraryCall } from './library-call.ts';

const say = messagesIn('zh');

const count = (n: number): string => formatCount(n, 'zh');
const bytes = (n: number): string => formatBytes(n, 'zh');

function relation({ where, bytes: distance, size }: BlockDistance): string {
  const block = say(' {size}内存块', { size: bytes(size) });
  switch (where) {
    case 'inside':
      return distance === 0
        ? say('{block}的开头', { block })
        : say('{block}内偏移 {distance}处', { block, distance: bytes(distance) });
    case 'after':
      return distance === 0
        ? say('{block}的末尾之后', { block })
        : say('{block}之后 {distance}处', { block, distance: bytes(distance) });
    case 'before':
      return say('{block}之前 {distance}处', { block, distance: bytes(distance) });
  }
}

function missed({ where, bytes: distance, ...variable }: VariablePlace): string {
  const index = variable.index === undefined ? '' : say('，下标 {index}', { index: count(variable.index) });
  const name = say('{variable}（{name} 的类型是 {type}{index}）', {
    variable: variableName(variable),
    name: variable.name,
    type: variable.type,
    index,
  });
  switch (where) {
    case 'inside':
      return distance === 0
        ? say('{name}中', { name })
        : say('{name}内偏移 {distance}处', { name, distance: bytes(distance) });
    case 'after':
      return distance === 0
        ? say('{name}的末尾之后', { name })
        : say('{name}之后 {distance}处', { name, distance: bytes(distance) });
    case 'before':
      return say('{name}之前 {distance}处', { name, distance: bytes(distance) });
  }
}

export function variableName({ name, function: owner }: Pick<VariablePlace, 'name' | 'function'>): string {
  return say('{owner}变量 {name}', { owner: owner === undefined ? '' : say(' {owner}() 的', { owner }), name });
}

function constantName({ name, type, function: owner }: VariablePlace): string {
  return name === ''
    ? say('字符串字面量（{type}）', { type })
    : say('{owner}常量 {name} ', { owner: owner === undefined ? '' : say(' {owner}() 的', { owner }), name });
}

function accessOf({ access, size, expression }: MisuseFinding): string {
  const what = access === 'write' ? '写入' : access === 'read' ? '读取' : '访问';
  return say('{what}{size}{expression}', {
    what,
    size: size > 0 ? say(' {size}', { size: bytes(size) }) : '',
    expression: expression === undefined ? '' : say('（{expression}）', { expression }),
  });
}

function doubleFree({ address, block, expression }: MisuseFinding): string {
  return say('对已经释放的{block}再次调用 free({expression})', {
    block: block
      ? say(' {size}内存块', { size: bytes(block.size) })
      : say('内存块 {at} ', { at: formatAddress(address) }),
    expression: expression ?? '',
  });
}

function invalidFree({ address, block, constant, variable, expression }: MisuseFinding): string {
  if (block)
    return say('free({expression}) 的地址位于{block}', { expression: expression ?? '', block: relation(block) });
  const owner = constant ? constantName(constant) : variable && variableName(variable);
  return say('传给 free() 的地址 {at} {owner}', {
    at: formatAddress(address),
    owner: owner ? say('位于{owner} 中', { owner }) : '不是堆上的内存块',
  });
}

function useAfterReturn(finding: MisuseFinding): string {
  const { variable } = finding;
  if (variable)
    return say('{finding}，位于{variable}，而 {function}() 已经返回', {
      finding: accessOf(finding),
      variable: missed(variable),
      function: variable.function ?? '',
    });
  return say('{finding}，位于已返回函数的局部变量中', { finding: accessOf(finding) });
}

function useAfterScope(finding: MisuseFinding): string {
  const { variable } = finding;
  if (variable)
    return say('{finding}，位于{variable}，其作用域已结束', {
      finding: accessOf(finding),
      variable: missed(variable),
    });
  return say('{finding}，位于作用域已结束的局部变量中', { finding: accessOf(finding) });
}

/** An access that ended the program, or another fault. */
function fault(finding: MisuseFinding): string {
  const at = formatAddress(finding.address);
  if (finding.unmapped) return say('{finding}，位于已解除映射的内存', { finding: accessOf(finding) });
  if (finding.constant)
    return say('{finding}，位于只读的{constant}中', {
      finding: accessOf(finding),
      constant: constantName(finding.constant),
    });
  if (finding.access === 'write') return say('{finding}，地址 {at} 不可写入', { finding: accessOf(finding), at });
  if (finding.access === 'read') return say('{finding}，地址 {at} 处没有内存', { finding: accessOf(finding), at });
  return '程序因故障而停止';
}

function stackOverflow({ calls }: MisuseFinding): string {
  const deep = calls === undefined ? '' : say('，调用深度为 {calls}', { calls: count(calls) });
  return say('栈已满{deep}', { deep });
}

function badMallocSize(size: number): string {
  return say('申请了 {size} 字节{signed}', {
    size: count(size),
    signed: size >= 2 ** 31 ? say('：作为有符号数是 {size}', { size: count(size - 2 ** 32) }) : '',
  });
}

export function misuseTitle(finding: MisuseFinding): string {
  const { kind, address, size, block, variable } = finding;
  const at = formatAddress(address);
  const near = block === undefined ? say('地址 {at}', { at }) : relation(block);
  switch (kind) {
    case 'double-free':
      return doubleFree(finding);
    case 'invalid-free':
      return invalidFree(finding);
    case 'use-after-return':
      return useAfterReturn(finding);
    case 'use-after-scope':
      return useAfterScope(finding);
    case 'use-after-free':
      return say('{finding}，位于已释放的{near}', { finding: accessOf(finding), near });
    case 'heap-buffer-overflow':
    case 'heap-buffer-underflow':
      return say('{finding}，位于{near}', { finding: accessOf(finding), near });
    case 'stack-buffer-overflow':
      return say('{finding}，位于{variable}', {
        finding: accessOf(finding),
        variable: variable ? missed(variable) : say('局部变量之外，地址 {at}', { at }),
      });
    case 'global-buffer-overflow':
      return say('{finding}，位于{variable}', {
        finding: accessOf(finding),
        variable: variable ? missed(variable) : say('全局变量之外，地址 {at}', { at }),
      });
    case 'uninitialised-read':
      return say('使用了从未赋值的{size}', { size: size > 0 ? say(' {size}', { size: bytes(size) }) : '内存' });
    case 'null-dereference':
      return say('通过空指针{finding}{address}', {
        finding: accessOf(finding),
        address: address > 0 ? say('（地址 {at}）', { at }) : '',
      });
    case 'stack-overflow':
      return stackOverflow(finding);
    case 'overlapping-memcpy':
      return say('{function}(){size}的源和目标重叠', {
        function: libraryCall(finding.stack) ?? 'memcpy',
        size: size > 0 ? say(' {size}', { size: bytes(size) }) : '',
      });
    case 'bad-malloc-size':
      return badMallocSize(size);
    case 'division-by-zero':
      return finding.text ?? '除以零';
    case 'out-of-memory':
      return say('内存不足，无法分配 {size}', { size: bytes(size) });
    case 'deadlock':
      return finding.waits?.every((task) => task.isOneOfSeveral) ? '所有线程都在互相等待' : '所有进程都在互相等待';
    case 'trap':
      return fault(finding);
    case 'undefined-behaviour':
      return say('未定义行为{text}', {
        text: finding.text === undefined ? '' : say('：{text}', { text: finding.text }),
      });
  }
}

/** What is counted. */
export const leakUnit = (leak: LeakKind): string => (leak === 'shared-segment' ? '共享内存段' : '内存块');

function leakTitle({ bytes: lost, blocks, leak, libc }: LeakFinding): string {
  return say('{blocks} 个{libc}{leak}共 {lost}，{title}', {
    blocks: count(blocks),
    libc: libc ? ' C 库的' : '',
    leak: leakUnit(leak),
    lost: bytes(lost),
    title: LEAKS[leak].title,
  });
}

export function chineseTitle(finding: Finding): string {
  return finding.kind === 'leak'
    ? leakTitle(finding)
    : misuseTitle(finding) + (finding.count > 1 ? say('（{count} 次）', { count: count(finding.count) }) : '');
}
