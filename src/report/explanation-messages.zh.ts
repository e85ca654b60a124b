/** In Chinese, of each kind of finding: its usual cause, and its usual fix. */
import type { Finding, FindingName, LeakKind, MisuseFinding } from '../replay/findings.ts';
import type { TrapReason } from '../trace/recording.ts';
import type { Explanation } from './messages.ts';

/** What a leak of each kind is said to be, and its explanation. */
export const LEAKS: Readonly<Record<LeakKind, { readonly title: string } & Explanation>> = {
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
    cause: '每一方都在等待只有另一方才能给出的东西。',
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

/** A trap of an access to what was mapped before. */
const UNMAPPED: Explanation = {
  cause: '还保留着指向 mmap() 或 shmat() 所得内存的指针，而 munmap() 或 shmdt() 已经收回了这块内存。',
  fix: '最后一次使用之后再解除映射，并把指向它的指针设为 NULL。',
};

/** A trap of an access elsewhere. */
const NO_MEMORY: Explanation = {
  cause: '指针的值不是有效地址：没有赋值、被覆盖，或者下标远远超出范围。（也可能映射该内存时没有给出这种访问权限。）',
  fix: '查看指针的值从何而来，并把下标与元素个数比较。',
};

/** A trap of no access, by what the machine says of it. */
const FAULTS: Partial<Record<TrapReason, Explanation>> = {
  'null-function': {
    cause: '存放函数地址的变量是 NULL：没有给它赋值，或者查找没有结果。',
    fix: '调用之前把函数存入它，或者先检查：if (f != NULL) f();',
  },
  'bad-function-pointer': {
    cause: '指针没有指向函数，或者由参数或返回类型不同的函数强制转换而来。',
    fix: '按所存函数的类型原样声明指针，不要强制转换。',
  },
  'float-to-integer': {
    cause: '该数对整数类型来说太大，或者是无穷大、非数（NaN）。',
    fix: '转换之前把它与该类型的上下限比较。',
  },
  unreachable: {
    cause: '应当返回值的函数运行到末尾却没有 return。',
    fix: '函数的每一条出口都要返回一个值。',
  },
};

function trapExplanation({ constant, unmapped, access }: MisuseFinding, reason: TrapReason | undefined): Explanation {
  if (constant) return CONSTANT_WRITTEN;
  if (unmapped) return UNMAPPED;
  if (access) return NO_MEMORY;
  return (reason && FAULTS[reason]) ?? EXPLANATIONS.trap;
}

/** Of libc's own that is reachable only this is told: what is the caller's to close. */
const LEFT_OPEN: Explanation = {
  cause: '这是 C 库为此处打开的流或目录分配的内存，而它从未关闭。',
  fix: '退出前把它关闭：fopen() 之后用 fclose()，opendir() 之后用 closedir()，popen() 之后用 pclose()。',
};

export function chineseExplanation(finding: Finding, reason?: TrapReason): Explanation {
  if (finding.kind === 'trap') return trapExplanation(finding, reason);
  if (finding.kind === 'leak' && finding.libc && finding.leak === 'still-reachable') return LEFT_OPEN;
  const { cause, fix } = finding.kind === 'leak' ? LEAKS[finding.leak] : EXPLANATIONS[finding.kind];
  return { cause, fix };
}
