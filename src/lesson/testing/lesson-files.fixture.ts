/** The files of a small lesson that has one of everything. */

export const TEXT = `---
title: Boxes
about: What memory is made of.
---

# Boxes

The *stack* has \`count\`, see [here](https://example.org/a?b=1&amp;c=2) & <b>there</b>.

::show{line=5 variable=main.count}

\`\`\`c
::show{line=99}
:::hint
\`\`\`

:::predict{id=first line=6 time=last}
What is in it?

? value main.count | a **number**
? points-to main.p
? leaks
? output
:::

:::exercise
Free it.
:::

:::hint
Look at line 6.
:::

:::quiz{id="q1"}
What does \`free\` do?

- [x] It gives back. | Yes: \`a | b\` is no bar.
- [ ] It clears,
  all of it. | No.
:::

::show{at=end view="heap"}
`;

export const SETTINGS = `minutes: 5
checks:
  - no-findings
  - findings: [{kind: leak, line: 4}]
  - output: "x\\n"
  - exit: 0
  - allocations-at-most: 4
  - frees: destroy
  - malloc-failing: every
  - schedules: 20
  - uses: realloc
`;

export const FILES: Readonly<Record<string, string>> = {
  'lesson.yaml': SETTINGS,
  'lesson.en.md': TEXT,
  'lesson.zh.md': TEXT.replace('Boxes', '盒子'),
  'start.c': 'int main(void) { return 0; }\n',
  'solution.c': 'int main(void) { return 0; }\n',
};
