/** What a new lesson begins with: one of everything, each in use. */
import type { LESSON_LANGUAGES } from '../lesson/lesson-files.ts';

const START = `#include <stdio.h>
#include <stdlib.h>

int main(void) {
  int *numbers = malloc(3 * sizeof *numbers);
  if (!numbers) return 1;
  for (int i = 0; i < 3; i++)
    numbers[i] = i * i;
  printf("%d\\n", numbers[2]);
  return 0;
}
`;

const EN = `---
title: A new lesson
about: One sentence on what there is to learn.
---

# What happens

The program asks for memory for three numbers. Nothing is in them yet.

::show{line=6 variable=main.numbers view=objects}

:::predict{id=squares line=9}
The loop is over. What is there now?

? points-to main.numbers | where does numbers point?
? value main.numbers | what does this pointer hold (an address)?
? visits 8 | how often did line 8 run?
:::

Nobody frees the block.

::show{at=end view=findings}

:::quiz{id=owner}
Who has to free a block?

- [x] The program, once nothing needs it any more | C does nothing of the kind by itself.
- [ ] The compiler | It does not know when a block is needed for the last time.
:::

:::exercise
Free the block before the program ends.
:::

:::hint
Where is \`numbers\` used for the last time?
:::
`;

const ZH = `---
title: 新的一课
about: 用一句话说明要学什么。
---

# 发生了什么

程序申请了三个整数的内存，里面还没有任何内容。

::show{line=6 variable=main.numbers view=objects}

:::predict{id=squares line=9}
循环结束了。现在是什么样子？

? points-to main.numbers | numbers 指向哪里？
? value main.numbers | 这个指针里是什么（一个地址）？
? visits 8 | 第 8 行运行了几次？
:::

没有人释放这个内存块。

::show{at=end view=findings}

:::quiz{id=owner}
内存块由谁释放？

- [x] 由程序在不再需要它时释放 | C 不会自己做这件事。
- [ ] 由编译器释放 | 它不知道内存块最后一次用在哪里。
:::

:::exercise
请在程序结束之前释放这个内存块。
:::

:::hint
\`numbers\` 最后一次用在哪里？
:::
`;

const TEXT: Readonly<Record<(typeof LESSON_LANGUAGES)[number], string>> = { en: EN, zh: ZH };

export const lessonTemplate = {
  settings: 'minutes: 10\nchecks:\n  - no-findings\n  - output: "4\\n"\n',
  text: TEXT,
  start: START,
  solution: START.replace('  return 0;\n', '  free(numbers);\n  return 0;\n'),
};
