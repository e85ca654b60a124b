/*
 * BSD's lists and queues, of members that the program's own structures have: SLIST and STAILQ are linked one way, LIST and TAILQ both.
 */
#ifndef HEAPSCOPE_SYS_QUEUE_H
#define HEAPSCOPE_SYS_QUEUE_H

/* Linked one way: the first is known. */
#define SLIST_HEAD(name, type)                                                                                         \
  struct name {                                                                                                        \
    struct type *slh_first;                                                                                            \
  }
#define SLIST_HEAD_INITIALIZER(head) {(void *)0}
#define SLIST_ENTRY(type)                                                                                              \
  struct {                                                                                                             \
    struct type *sle_next;                                                                                             \
  }
#define SLIST_FIRST(head) ((head)->slh_first)
#define SLIST_END(head) ((void *)0)
#define SLIST_EMPTY(head) (SLIST_FIRST(head) == (void *)0)
#define SLIST_NEXT(one, field) ((one)->field.sle_next)
#define SLIST_FOREACH(one, head, field) for ((one) = SLIST_FIRST(head); (one); (one) = SLIST_NEXT(one, field))
#define SLIST_FOREACH_SAFE(one, head, field, next)                                                                     \
  for ((one) = SLIST_FIRST(head); (one) && ((next) = SLIST_NEXT(one, field), 1); (one) = (next))
#define SLIST_INIT(head)                                                                                               \
  do {                                                                                                                 \
    SLIST_FIRST(head) = (void *)0;                                                                                     \
  } while (0)
#define SLIST_INSERT_AFTER(before, one, field)                                                                         \
  do {                                                                                                                 \
    SLIST_NEXT(one, field) = SLIST_NEXT(before, field);                                                                \
    SLIST_NEXT(before, field) = (one);                                                                                 \
  } while (0)
#define SLIST_INSERT_HEAD(head, one, field)                                                                            \
  do {                                                                                                                 \
    SLIST_NEXT(one, field) = SLIST_FIRST(head);                                                                        \
    SLIST_FIRST(head) = (one);                                                                                         \
  } while (0)
#define SLIST_REMOVE_HEAD(head, field)                                                                                 \
  do {                                                                                                                 \
    SLIST_FIRST(head) = SLIST_NEXT(SLIST_FIRST(head), field);                                                          \
  } while (0)
#define SLIST_REMOVE_AFTER(before, field)                                                                              \
  do {                                                                                                                 \
    SLIST_NEXT(before, field) = SLIST_NEXT(SLIST_NEXT(before, field), field);                                          \
  } while (0)
#define SLIST_REMOVE(head, one, type, field)                                                                           \
  do {                                                                                                                 \
    struct type **__at = &SLIST_FIRST(head);                                                                           \
    while (*__at != (one)) __at = &SLIST_NEXT(*__at, field);                                                           \
    *__at = SLIST_NEXT(*__at, field);                                                                                  \
  } while (0)

/* Linked both ways: the first is known. */
#define LIST_HEAD(name, type)                                                                                          \
  struct name {                                                                                                        \
    struct type *lh_first;                                                                                             \
  }
#define LIST_HEAD_INITIALIZER(head) {(void *)0}
#define LIST_ENTRY(type)                                                                                               \
  struct {                                                                                                             \
    struct type *le_next;                                                                                              \
    struct type **le_prev;                                                                                             \
  }
#define LIST_FIRST(head) ((head)->lh_first)
#define LIST_END(head) ((void *)0)
#define LIST_EMPTY(head) (LIST_FIRST(head) == (void *)0)
#define LIST_NEXT(one, field) ((one)->field.le_next)
#define LIST_FOREACH(one, head, field) for ((one) = LIST_FIRST(head); (one); (one) = LIST_NEXT(one, field))
#define LIST_FOREACH_SAFE(one, head, field, next)                                                                      \
  for ((one) = LIST_FIRST(head); (one) && ((next) = LIST_NEXT(one, field), 1); (one) = (next))
#define LIST_INIT(head)                                                                                                \
  do {                                                                                                                 \
    LIST_FIRST(head) = (void *)0;                                                                                      \
  } while (0)
#define LIST_INSERT_AFTER(before, one, field)                                                                          \
  do {                                                                                                                 \
    if ((LIST_NEXT(one, field) = LIST_NEXT(before, field)))                                                            \
      LIST_NEXT(before, field)->field.le_prev = &LIST_NEXT(one, field);                                                \
    LIST_NEXT(before, field) = (one);                                                                                  \
    (one)->field.le_prev = &LIST_NEXT(before, field);                                                                  \
  } while (0)
#define LIST_INSERT_BEFORE(after, one, field)                                                                          \
  do {                                                                                                                 \
    (one)->field.le_prev = (after)->field.le_prev;                                                                     \
    LIST_NEXT(one, field) = (after);                                                                                   \
    *(after)->field.le_prev = (one);                                                                                   \
    (after)->field.le_prev = &LIST_NEXT(one, field);                                                                   \
  } while (0)
#define LIST_INSERT_HEAD(head, one, field)                                                                             \
  do {                                                                                                                 \
    if ((LIST_NEXT(one, field) = LIST_FIRST(head))) LIST_FIRST(head)->field.le_prev = &LIST_NEXT(one, field);          \
    LIST_FIRST(head) = (one);                                                                                          \
    (one)->field.le_prev = &LIST_FIRST(head);                                                                          \
  } while (0)
#define LIST_REMOVE(one, field)                                                                                        \
  do {                                                                                                                 \
    if (LIST_NEXT(one, field)) LIST_NEXT(one, field)->field.le_prev = (one)->field.le_prev;                            \
    *(one)->field.le_prev = LIST_NEXT(one, field);                                                                     \
  } while (0)

/* Linked one way: the first and the last are known. */
#define STAILQ_HEAD(name, type)                                                                                        \
  struct name {                                                                                                        \
    struct type *stqh_first;                                                                                           \
    struct type **stqh_last;                                                                                           \
  }
#define STAILQ_HEAD_INITIALIZER(head) {(void *)0, &(head).stqh_first}
#define STAILQ_ENTRY(type)                                                                                             \
  struct {                                                                                                             \
    struct type *stqe_next;                                                                                            \
  }
#define STAILQ_FIRST(head) ((head)->stqh_first)
#define STAILQ_END(head) ((void *)0)
#define STAILQ_EMPTY(head) (STAILQ_FIRST(head) == (void *)0)
#define STAILQ_NEXT(one, field) ((one)->field.stqe_next)
#define STAILQ_FOREACH(one, head, field) for ((one) = STAILQ_FIRST(head); (one); (one) = STAILQ_NEXT(one, field))
#define STAILQ_FOREACH_SAFE(one, head, field, next)                                                                    \
  for ((one) = STAILQ_FIRST(head); (one) && ((next) = STAILQ_NEXT(one, field), 1); (one) = (next))
#define STAILQ_INIT(head)                                                                                              \
  do {                                                                                                                 \
    STAILQ_FIRST(head) = (void *)0;                                                                                    \
    (head)->stqh_last = &STAILQ_FIRST(head);                                                                           \
  } while (0)
#define STAILQ_INSERT_HEAD(head, one, field)                                                                           \
  do {                                                                                                                 \
    if (!(STAILQ_NEXT(one, field) = STAILQ_FIRST(head))) (head)->stqh_last = &STAILQ_NEXT(one, field);                 \
    STAILQ_FIRST(head) = (one);                                                                                        \
  } while (0)
#define STAILQ_INSERT_TAIL(head, one, field)                                                                           \
  do {                                                                                                                 \
    STAILQ_NEXT(one, field) = (void *)0;                                                                               \
    *(head)->stqh_last = (one);                                                                                        \
    (head)->stqh_last = &STAILQ_NEXT(one, field);                                                                      \
  } while (0)
#define STAILQ_INSERT_AFTER(head, before, one, field)                                                                  \
  do {                                                                                                                 \
    if (!(STAILQ_NEXT(one, field) = STAILQ_NEXT(before, field))) (head)->stqh_last = &STAILQ_NEXT(one, field);         \
    STAILQ_NEXT(before, field) = (one);                                                                                \
  } while (0)
#define STAILQ_REMOVE_HEAD(head, field)                                                                                \
  do {                                                                                                                 \
    if (!(STAILQ_FIRST(head) = STAILQ_NEXT(STAILQ_FIRST(head), field))) (head)->stqh_last = &STAILQ_FIRST(head);       \
  } while (0)
#define STAILQ_REMOVE(head, one, type, field)                                                                          \
  do {                                                                                                                 \
    struct type **__at = &STAILQ_FIRST(head);                                                                          \
    while (*__at != (one)) __at = &STAILQ_NEXT(*__at, field);                                                          \
    if (!(*__at = STAILQ_NEXT(*__at, field))) (head)->stqh_last = __at;                                                \
  } while (0)
#define STAILQ_CONCAT(to, from)                                                                                        \
  do {                                                                                                                 \
    if (!STAILQ_EMPTY(from)) {                                                                                         \
      *(to)->stqh_last = STAILQ_FIRST(from);                                                                           \
      (to)->stqh_last = (from)->stqh_last;                                                                             \
      STAILQ_INIT(from);                                                                                               \
    }                                                                                                                  \
  } while (0)

/* The same by another name. */
#define SIMPLEQ_HEAD(name, type)                                                                                       \
  struct name {                                                                                                        \
    struct type *sqh_first;                                                                                            \
    struct type **sqh_last;                                                                                            \
  }
#define SIMPLEQ_HEAD_INITIALIZER(head) {(void *)0, &(head).sqh_first}
#define SIMPLEQ_ENTRY(type)                                                                                            \
  struct {                                                                                                             \
    struct type *sqe_next;                                                                                             \
  }
#define SIMPLEQ_FIRST(head) ((head)->sqh_first)
#define SIMPLEQ_END(head) ((void *)0)
#define SIMPLEQ_EMPTY(head) (SIMPLEQ_FIRST(head) == (void *)0)
#define SIMPLEQ_NEXT(one, field) ((one)->field.sqe_next)
#define SIMPLEQ_FOREACH(one, head, field) for ((one) = SIMPLEQ_FIRST(head); (one); (one) = SIMPLEQ_NEXT(one, field))
#define SIMPLEQ_FOREACH_SAFE(one, head, field, next)                                                                   \
  for ((one) = SIMPLEQ_FIRST(head); (one) && ((next) = SIMPLEQ_NEXT(one, field), 1); (one) = (next))
#define SIMPLEQ_INIT(head)                                                                                             \
  do {                                                                                                                 \
    SIMPLEQ_FIRST(head) = (void *)0;                                                                                   \
    (head)->sqh_last = &SIMPLEQ_FIRST(head);                                                                           \
  } while (0)
#define SIMPLEQ_INSERT_HEAD(head, one, field)                                                                          \
  do {                                                                                                                 \
    if (!(SIMPLEQ_NEXT(one, field) = SIMPLEQ_FIRST(head))) (head)->sqh_last = &SIMPLEQ_NEXT(one, field);               \
    SIMPLEQ_FIRST(head) = (one);                                                                                       \
  } while (0)
#define SIMPLEQ_INSERT_TAIL(head, one, field)                                                                          \
  do {                                                                                                                 \
    SIMPLEQ_NEXT(one, field) = (void *)0;                                                                              \
    *(head)->sqh_last = (one);                                                                                         \
    (head)->sqh_last = &SIMPLEQ_NEXT(one, field);                                                                      \
  } while (0)
#define SIMPLEQ_INSERT_AFTER(head, before, one, field)                                                                 \
  do {                                                                                                                 \
    if (!(SIMPLEQ_NEXT(one, field) = SIMPLEQ_NEXT(before, field))) (head)->sqh_last = &SIMPLEQ_NEXT(one, field);       \
    SIMPLEQ_NEXT(before, field) = (one);                                                                               \
  } while (0)
#define SIMPLEQ_REMOVE_HEAD(head, field)                                                                               \
  do {                                                                                                                 \
    if (!(SIMPLEQ_FIRST(head) = SIMPLEQ_NEXT(SIMPLEQ_FIRST(head), field))) (head)->sqh_last = &SIMPLEQ_FIRST(head);    \
  } while (0)
#define SIMPLEQ_REMOVE(head, one, type, field)                                                                         \
  do {                                                                                                                 \
    struct type **__at = &SIMPLEQ_FIRST(head);                                                                         \
    while (*__at != (one)) __at = &SIMPLEQ_NEXT(*__at, field);                                                         \
    if (!(*__at = SIMPLEQ_NEXT(*__at, field))) (head)->sqh_last = __at;                                                \
  } while (0)

/* Linked both ways: the first and the last are known. */
#define TAILQ_HEAD(name, type)                                                                                         \
  struct name {                                                                                                        \
    struct type *tqh_first;                                                                                            \
    struct type **tqh_last;                                                                                            \
  }
#define TAILQ_HEAD_INITIALIZER(head) {(void *)0, &(head).tqh_first}
#define TAILQ_ENTRY(type)                                                                                              \
  struct {                                                                                                             \
    struct type *tqe_next;                                                                                             \
    struct type **tqe_prev;                                                                                            \
  }
#define TAILQ_FIRST(head) ((head)->tqh_first)
#define TAILQ_END(head) ((void *)0)
#define TAILQ_EMPTY(head) (TAILQ_FIRST(head) == (void *)0)
#define TAILQ_NEXT(one, field) ((one)->field.tqe_next)
/* What a head or an entry points back to begins like a head, so its own pointer back leads to the one before. */
#define TAILQ_LAST(head, name) (*(((struct name *)((head)->tqh_last))->tqh_last))
#define TAILQ_PREV(one, name, field) (*(((struct name *)((one)->field.tqe_prev))->tqh_last))
#define TAILQ_FOREACH(one, head, field) for ((one) = TAILQ_FIRST(head); (one); (one) = TAILQ_NEXT(one, field))
#define TAILQ_FOREACH_SAFE(one, head, field, next)                                                                     \
  for ((one) = TAILQ_FIRST(head); (one) && ((next) = TAILQ_NEXT(one, field), 1); (one) = (next))
#define TAILQ_FOREACH_REVERSE(one, head, name, field)                                                                  \
  for ((one) = TAILQ_LAST(head, name); (one); (one) = TAILQ_PREV(one, name, field))
#define TAILQ_INIT(head)                                                                                               \
  do {                                                                                                                 \
    TAILQ_FIRST(head) = (void *)0;                                                                                     \
    (head)->tqh_last = &TAILQ_FIRST(head);                                                                             \
  } while (0)
#define TAILQ_INSERT_HEAD(head, one, field)                                                                            \
  do {                                                                                                                 \
    if ((TAILQ_NEXT(one, field) = TAILQ_FIRST(head)))                                                                  \
      TAILQ_NEXT(one, field)->field.tqe_prev = &TAILQ_NEXT(one, field);                                                \
    else                                                                                                               \
      (head)->tqh_last = &TAILQ_NEXT(one, field);                                                                      \
    TAILQ_FIRST(head) = (one);                                                                                         \
    (one)->field.tqe_prev = &TAILQ_FIRST(head);                                                                        \
  } while (0)
#define TAILQ_INSERT_TAIL(head, one, field)                                                                            \
  do {                                                                                                                 \
    TAILQ_NEXT(one, field) = (void *)0;                                                                                \
    (one)->field.tqe_prev = (head)->tqh_last;                                                                          \
    *(head)->tqh_last = (one);                                                                                         \
    (head)->tqh_last = &TAILQ_NEXT(one, field);                                                                        \
  } while (0)
#define TAILQ_INSERT_AFTER(head, before, one, field)                                                                   \
  do {                                                                                                                 \
    if ((TAILQ_NEXT(one, field) = TAILQ_NEXT(before, field)))                                                          \
      TAILQ_NEXT(one, field)->field.tqe_prev = &TAILQ_NEXT(one, field);                                                \
    else                                                                                                               \
      (head)->tqh_last = &TAILQ_NEXT(one, field);                                                                      \
    TAILQ_NEXT(before, field) = (one);                                                                                 \
    (one)->field.tqe_prev = &TAILQ_NEXT(before, field);                                                                \
  } while (0)
#define TAILQ_INSERT_BEFORE(after, one, field)                                                                         \
  do {                                                                                                                 \
    (one)->field.tqe_prev = (after)->field.tqe_prev;                                                                   \
    TAILQ_NEXT(one, field) = (after);                                                                                  \
    *(after)->field.tqe_prev = (one);                                                                                  \
    (after)->field.tqe_prev = &TAILQ_NEXT(one, field);                                                                 \
  } while (0)
#define TAILQ_REMOVE(head, one, field)                                                                                 \
  do {                                                                                                                 \
    if (TAILQ_NEXT(one, field))                                                                                        \
      TAILQ_NEXT(one, field)->field.tqe_prev = (one)->field.tqe_prev;                                                  \
    else                                                                                                               \
      (head)->tqh_last = (one)->field.tqe_prev;                                                                        \
    *(one)->field.tqe_prev = TAILQ_NEXT(one, field);                                                                   \
  } while (0)
#define TAILQ_CONCAT(to, from, field)                                                                                  \
  do {                                                                                                                 \
    if (!TAILQ_EMPTY(from)) {                                                                                          \
      *(to)->tqh_last = TAILQ_FIRST(from);                                                                             \
      TAILQ_FIRST(from)->field.tqe_prev = (to)->tqh_last;                                                              \
      (to)->tqh_last = (from)->tqh_last;                                                                               \
      TAILQ_INIT(from);                                                                                                \
    }                                                                                                                  \
  } while (0)

/* A ring that its head belongs to. */
#define CIRCLEQ_HEAD(name, type)                                                                                       \
  struct name {                                                                                                        \
    struct type *cqh_first, *cqh_last;                                                                                 \
  }
#define CIRCLEQ_HEAD_INITIALIZER(head) {(void *)&(head), (void *)&(head)}
#define CIRCLEQ_ENTRY(type)                                                                                            \
  struct {                                                                                                             \
    struct type *cqe_next, *cqe_prev;                                                                                  \
  }
#define CIRCLEQ_FIRST(head) ((head)->cqh_first)
#define CIRCLEQ_LAST(head) ((head)->cqh_last)
#define CIRCLEQ_END(head) ((void *)(head))
#define CIRCLEQ_EMPTY(head) ((void *)CIRCLEQ_FIRST(head) == (void *)(head))
#define CIRCLEQ_NEXT(one, field) ((one)->field.cqe_next)
#define CIRCLEQ_PREV(one, field) ((one)->field.cqe_prev)
#define CIRCLEQ_LOOP_NEXT(head, one, field)                                                                            \
  ((void *)CIRCLEQ_NEXT(one, field) == (void *)(head) ? CIRCLEQ_FIRST(head) : CIRCLEQ_NEXT(one, field))
#define CIRCLEQ_LOOP_PREV(head, one, field)                                                                            \
  ((void *)CIRCLEQ_PREV(one, field) == (void *)(head) ? CIRCLEQ_LAST(head) : CIRCLEQ_PREV(one, field))
#define CIRCLEQ_FOREACH(one, head, field)                                                                              \
  for ((one) = CIRCLEQ_FIRST(head); (void *)(one) != (void *)(head); (one) = CIRCLEQ_NEXT(one, field))
#define CIRCLEQ_FOREACH_REVERSE(one, head, field)                                                                      \
  for ((one) = CIRCLEQ_LAST(head); (void *)(one) != (void *)(head); (one) = CIRCLEQ_PREV(one, field))
#define CIRCLEQ_INIT(head)                                                                                             \
  do {                                                                                                                 \
    CIRCLEQ_FIRST(head) = CIRCLEQ_END(head);                                                                           \
    CIRCLEQ_LAST(head) = CIRCLEQ_END(head);                                                                            \
  } while (0)
#define CIRCLEQ_INSERT_AFTER(head, before, one, field)                                                                 \
  do {                                                                                                                 \
    CIRCLEQ_PREV(one, field) = (before);                                                                               \
    CIRCLEQ_NEXT(one, field) = CIRCLEQ_NEXT(before, field);                                                            \
    if ((void *)CIRCLEQ_NEXT(one, field) == (void *)(head))                                                            \
      CIRCLEQ_LAST(head) = (one);                                                                                      \
    else                                                                                                               \
      CIRCLEQ_PREV(CIRCLEQ_NEXT(one, field), field) = (one);                                                           \
    if ((void *)CIRCLEQ_PREV(one, field) == (void *)(head))                                                            \
      CIRCLEQ_FIRST(head) = (one);                                                                                     \
    else                                                                                                               \
      CIRCLEQ_NEXT(CIRCLEQ_PREV(one, field), field) = (one);                                                           \
  } while (0)
#define CIRCLEQ_INSERT_BEFORE(head, after, one, field)                                                                 \
  do {                                                                                                                 \
    CIRCLEQ_PREV(one, field) = CIRCLEQ_PREV(after, field);                                                             \
    CIRCLEQ_NEXT(one, field) = (after);                                                                                \
    if ((void *)CIRCLEQ_NEXT(one, field) == (void *)(head))                                                            \
      CIRCLEQ_LAST(head) = (one);                                                                                      \
    else                                                                                                               \
      CIRCLEQ_PREV(CIRCLEQ_NEXT(one, field), field) = (one);                                                           \
    if ((void *)CIRCLEQ_PREV(one, field) == (void *)(head))                                                            \
      CIRCLEQ_FIRST(head) = (one);                                                                                     \
    else                                                                                                               \
      CIRCLEQ_NEXT(CIRCLEQ_PREV(one, field), field) = (one);                                                           \
  } while (0)
#define CIRCLEQ_INSERT_HEAD(head, one, field)                                                                          \
  do {                                                                                                                 \
    CIRCLEQ_PREV(one, field) = CIRCLEQ_END(head);                                                                      \
    CIRCLEQ_NEXT(one, field) = CIRCLEQ_FIRST(head);                                                                    \
    if ((void *)CIRCLEQ_NEXT(one, field) == (void *)(head))                                                            \
      CIRCLEQ_LAST(head) = (one);                                                                                      \
    else                                                                                                               \
      CIRCLEQ_PREV(CIRCLEQ_NEXT(one, field), field) = (one);                                                           \
    if ((void *)CIRCLEQ_PREV(one, field) == (void *)(head))                                                            \
      CIRCLEQ_FIRST(head) = (one);                                                                                     \
    else                                                                                                               \
      CIRCLEQ_NEXT(CIRCLEQ_PREV(one, field), field) = (one);                                                           \
  } while (0)
#define CIRCLEQ_INSERT_TAIL(head, one, field)                                                                          \
  do {                                                                                                                 \
    CIRCLEQ_PREV(one, field) = CIRCLEQ_LAST(head);                                                                     \
    CIRCLEQ_NEXT(one, field) = CIRCLEQ_END(head);                                                                      \
    if ((void *)CIRCLEQ_NEXT(one, field) == (void *)(head))                                                            \
      CIRCLEQ_LAST(head) = (one);                                                                                      \
    else                                                                                                               \
      CIRCLEQ_PREV(CIRCLEQ_NEXT(one, field), field) = (one);                                                           \
    if ((void *)CIRCLEQ_PREV(one, field) == (void *)(head))                                                            \
      CIRCLEQ_FIRST(head) = (one);                                                                                     \
    else                                                                                                               \
      CIRCLEQ_NEXT(CIRCLEQ_PREV(one, field), field) = (one);                                                           \
  } while (0)
#define CIRCLEQ_REMOVE(head, one, field)                                                                               \
  do {                                                                                                                 \
    if ((void *)CIRCLEQ_NEXT(one, field) == (void *)(head))                                                            \
      CIRCLEQ_LAST(head) = CIRCLEQ_PREV(one, field);                                                                   \
    else                                                                                                               \
      CIRCLEQ_PREV(CIRCLEQ_NEXT(one, field), field) = CIRCLEQ_PREV(one, field);                                        \
    if ((void *)CIRCLEQ_PREV(one, field) == (void *)(head))                                                            \
      CIRCLEQ_FIRST(head) = CIRCLEQ_NEXT(one, field);                                                                  \
    else                                                                                                               \
      CIRCLEQ_NEXT(CIRCLEQ_PREV(one, field), field) = CIRCLEQ_NEXT(one, field);                                        \
  } while (0)

#endif
