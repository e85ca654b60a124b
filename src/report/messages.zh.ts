import { zh } from '../i18n/zh.ts';
import { systemZh } from '../i18n/system.zh.ts';
import { formatAddress, formatBytes, formatCount } from '../i18n/format.ts';
import type { BlockDistance, FindingName, LeakFinding, LeakKind, MisuseFinding } from '../replay/findings.ts';
import { signalNumber } from '../trace/signals.ts';
import type { VariablePlace } from '../replay/variable-near.ts';
import type { RunEnd, TrapReason } from '../trace/recording.ts';
import { processLetter } from '../util/process-letter.ts';
import { libraryCall } from './library-call.ts';
import { noteText, waitText } from './system-words.ts';
import type { Explanation, ReportMessages } from './messages.ts';
import { messagesIn } from '../i18n/say.ts';

const say = messagesIn('zh');

const count = (n: number): string => formatCount(n, 'zh');
const bytes = (n: number): string => formatBytes(n, 'zh');

const LEAKS: Readonly<Record<LeakKind, { readonly title: string } & Explanation>> = {
  'definitely-lost': {
    title: '确定丢失：已没有任何指针指向它',
    cause: '在释放之前，指向该内存块的最后一个指针离开了作用域或被覆盖。',
    fix: '趁手中还有指针时调用 free()，函数的每一条返回路径都要照顾到。',
  },
  'indirectly-lost': {
    title: '间接丢失：只有已丢失的内存块指向它',
    cause: '只能通过另一个已经丢失的内存块才能访问到它。',
    fix: '从末端开始释放整个结构：先释放结点所指的内容，再释放结点本身。',
  },
  'possibly-lost': {
    title: '可能丢失：只剩下指向块中间的指针',
    cause: 'malloc() 返回的指针被移动过，块的起始地址没有保存在任何地方。',
    fix: '保留 malloc() 返回的指针供 free() 使用，要移动就移动它的拷贝。',
  },
  'still-reachable': {
    title: '退出时仍可访问，但从未释放',
    cause: '程序结束时仍有全局变量或静态变量指向该内存块。',
    fix: '这里并没有丢失；如果希望每次申请都有对应的 free()，请在退出前释放。',
  },
  'shared-segment': {
    title: '最后一个进程结束后仍然存在：共享内存段没有被删除',
    cause: '断开与 shmget() 内存段的连接并不会删除它，程序结束也不会。',
    fix: '所有进程都连接之后调用 shmctl(id, IPC_RMID, NULL)：最后一个进程断开连接时，它随之消失。',
  },
};

const LEAK_NAMES: Readonly<Record<LeakKind, string>> = {
  'definitely-lost': '确定丢失',
  'indirectly-lost': '间接丢失',
  'possibly-lost': '可能丢失',
  'still-reachable': '仍可访问',
  'shared-segment': '遗留的共享内存段',
};

const EXPLANATIONS: Readonly<Record<Exclude<FindingName, 'leak'>, Explanation>> = {
  'double-free': {
    cause: '程序的两个部分都有指向该内存块的指针，双方都把它释放了；或者同一处释放了两次。',
    fix: '让唯一的一处代码拥有该内存块；free() 之后把指针设为 NULL，因为 free(NULL) 什么也不做。',
  },
  'invalid-free': {
    cause: '指针在 malloc() 之后被移动过，或者根本不是来自 malloc()：局部变量、全局变量或字符串字面量。',
    fix: '只把 malloc()、calloc() 或 realloc() 返回的指针原样传给 free()。',
  },
  'use-after-free': {
    cause: '内存块释放之后，还在使用留下来的指针：往往是它的一份拷贝，或者 realloc() 搬动之前的旧指针。',
    fix: '最后一次使用之后再释放，并把所有指向它的指针设为 NULL 或新地址。',
  },
  'use-after-return': {
    cause: '返回或保存了局部变量的地址，而该函数已经结束。',
    fix: '直接返回值，由调用者提供内存，或者用 malloc() 申请。',
  },
  'use-after-scope': {
    cause: '指针仍指向一个变量，而该变量所在的 { } 语句块已经结束。',
    fix: '把变量声明在指针所在的语句块中。',
  },
  'heap-buffer-overflow': {
    cause: '下标或长度大了一个或更多，或者没有计入字符串结尾的 0。',
    fix: '为所有元素申请足够的空间（字符串为 strlen() + 1），循环条件用 < 而不是 <=。',
  },
  'heap-buffer-underflow': {
    cause: '下标为负数，或者指针往回移到了第一个元素之前。',
    fix: '使用下标之前检查它不小于 0。',
  },
  'stack-buffer-overflow': {
    cause: '下标或长度超出了局部数组的大小，或者下标小于 0。',
    fix: '把下标与元素个数比较，并把缓冲区大小告诉填充它的函数。',
  },
  'global-buffer-overflow': {
    cause: '下标超出了全局或静态数组的大小，常见于从 1 开始计数。',
    fix: '把下标与元素个数比较：最后一个元素的下标是 n - 1。',
  },
  'uninitialised-read': {
    cause: '变量或 malloc() 得到的内存在全部赋值之前就被使用。',
    fix: '声明变量时赋初值；需要初值全为零的内存，请用 calloc()。',
  },
  'null-dereference': {
    cause: '某个可能返回 NULL 的函数（查找、malloc()、fopen()）返回了 NULL，而结果没有检查。',
    fix: '在第一次使用指针所指的内容之前检查指针。',
  },
  'stack-overflow': {
    cause: '递归到不了终点，或者局部数组比栈还大。',
    fix: '检查结束递归的条件；把大数组放到堆上。',
  },
  'overlapping-memcpy': {
    cause: '在同一个数组内移动字节：源和目标有重叠。',
    fix: '改用允许重叠的 memmove()。',
  },
  'bad-malloc-size': {
    cause: '小于零的差或过大的积被转换成了 size_t。',
    fix: '调用之前检查该数；对这样的大小 malloc() 返回 NULL。',
  },
  'division-by-zero': {
    cause: '除数为零：常常是空集合的个数或长度。（或者是最小的负数除以 -1。）',
    fix: '做除法之前先处理为空的情况。',
  },
  'out-of-memory': {
    cause: '程序占用的内存超出了可用的内存，常常是循环中只申请不释放。',
    fix: '释放不再需要的内存，并检查每次 malloc() 的结果是否为 NULL。',
  },
  deadlock: {
    cause: '每个进程都在等待只有别的进程才能给出的东西。',
    fix: '处处以相同的顺序加锁，并关闭管道中不用的一端。',
  },
  trap: {
    cause: '程序做了机器无法完成的操作。',
    fix: '查看上面这一行以及到达这里的值。',
  },
  'undefined-behaviour': {
    cause: '对这些值，C 语言没有规定该操作的含义。',
    fix: '操作之前检查这些值，或者改用能容纳结果的类型。',
  },
};

/** A trap that has to do with a constant. */
const CONSTANT_WRITTEN: Explanation = {
  cause: '让 char * 指向了字符串字面量，或者通过强制转换写入了 const 变量：这些字节是只读的。',
  fix: '把字符串声明为数组 char s[] = "..."，或者用 strdup() 复制；不要修改 const 变量。',
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

function variableName({ name, function: owner }: Pick<VariablePlace, 'name' | 'function'>): string {
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

function misuseTitle(finding: MisuseFinding): string {
  const { kind, address, size, block, variable, expression } = finding;
  const at = formatAddress(address);
  const near = block === undefined ? say('地址 {at}', { at }) : relation(block);
  switch (kind) {
    case 'double-free':
      return say('对已经释放的{block}再次调用 free({expression})', {
        block: block ? say(' {size}内存块', { size: bytes(block.size) }) : say('内存块 {at} ', { at }),
        expression: expression ?? '',
      });
    case 'invalid-free': {
      if (block)
        return say('free({expression}) 的地址位于{block}', { expression: expression ?? '', block: relation(block) });
      const owner = finding.constant ? constantName(finding.constant) : variable && variableName(variable);
      return say('传给 free() 的地址 {at} {owner}', {
        at,
        owner: owner ? say('位于{owner} 中', { owner }) : '不是堆上的内存块',
      });
    }
    case 'use-after-free':
      return say('{finding}，位于已释放的{near}', { finding: accessOf(finding), near });
    case 'use-after-return':
      if (variable)
        return say('{finding}，位于{variable}，而 {function}() 已经返回', {
          finding: accessOf(finding),
          variable: missed(variable),
          function: variable.function ?? '',
        });
      return say('{finding}，位于已返回函数的局部变量中', { finding: accessOf(finding) });
    case 'use-after-scope':
      if (variable)
        return say('{finding}，位于{variable}，其作用域已结束', {
          finding: accessOf(finding),
          variable: missed(variable),
        });
      return say('{finding}，位于作用域已结束的局部变量中', { finding: accessOf(finding) });
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
      return say('栈已满{calls}', {
        calls: finding.calls === undefined ? '' : say('，调用深度为 {calls}', { calls: count(finding.calls) }),
      });
    case 'overlapping-memcpy':
      return say('{function}(){size}的源和目标重叠', {
        function: libraryCall(finding.stack) ?? 'memcpy',
        size: size > 0 ? say(' {size}', { size: bytes(size) }) : '',
      });
    case 'bad-malloc-size':
      return say('申请了 {size} 字节{signed}', {
        size: count(size),
        signed: size >= 2 ** 31 ? say('：作为有符号数是 {size}', { size: count(size - 2 ** 32) }) : '',
      });
    case 'division-by-zero':
      return finding.text ?? '除以零';
    case 'out-of-memory':
      return say('内存不足，无法分配 {size}', { size: bytes(size) });
    case 'deadlock':
      return '所有进程都在互相等待';
    case 'trap':
      if (finding.unmapped) return say('{finding}，位于已解除映射的内存', { finding: accessOf(finding) });
      if (finding.constant)
        return say('{finding}，位于只读的{constant}中', {
          finding: accessOf(finding),
          constant: constantName(finding.constant),
        });
      if (finding.access === 'write') return say('{finding}，地址 {at} 不可写入', { finding: accessOf(finding), at });
      if (finding.access === 'read') return say('{finding}，地址 {at} 处没有内存', { finding: accessOf(finding), at });
      return '程序因故障而停止';
    case 'undefined-behaviour':
      return say('未定义行为{text}', {
        text: finding.text === undefined ? '' : say('：{text}', { text: finding.text }),
      });
  }
}

/** 所计数的东西。 */
const leakUnit = (leak: LeakKind): string => (leak === 'shared-segment' ? '共享内存段' : '内存块');

function leakTitle({ bytes: lost, blocks, leak, libc }: LeakFinding): string {
  return say('{blocks} 个{libc}{leak}共 {lost}，{title}', {
    blocks: count(blocks),
    libc: libc ? ' C 库的' : '',
    leak: leakUnit(leak),
    lost: bytes(lost),
    title: LEAKS[leak].title,
  });
}

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
  title: (finding) =>
    finding.kind === 'leak'
      ? leakTitle(finding)
      : misuseTitle(finding) + (finding.count > 1 ? say('（{count} 次）', { count: count(finding.count) }) : ''),
  explain: (finding) => {
    if (finding.kind === 'trap' && finding.constant) return CONSTANT_WRITTEN;
    const { cause, fix } = finding.kind === 'leak' ? LEAKS[finding.leak] : EXPLANATIONS[finding.kind];
    return { cause, fix };
  },
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
    return say('{found}{hidden}{lost}；申请 {allocations} 次，释放 {frees} 次，同时最多占用 {peakBytes}', {
      found,
      hidden,
      lost,
      allocations: count(of.allocations),
      frees: count(of.frees),
      peakBytes: bytes(of.peakBytes),
    });
  },
  damage: (offset, reason) =>
    say('录制文件在偏移 {offset} 处损坏：{reason}。报告只包含此前的内容。', { offset: count(offset), reason }),
};
