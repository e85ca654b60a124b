/* expect: clean */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define NAME_LENGTH 24
#define FIRST_NUMBER 1000

typedef enum { DEPOSIT, WITHDRAWAL, TRANSFER_IN, TRANSFER_OUT, INTEREST } entry_kind;

typedef struct entry {
  entry_kind kind;
  long cents;
  int other;
  struct entry *next;
} entry;

typedef struct {
  int number;
  char owner[NAME_LENGTH];
  long cents;
  unsigned is_open : 1;
  unsigned is_savings : 1;
  unsigned entries : 30;
  entry *first, **last;
} account;

typedef struct {
  account **accounts;
  int count, room;
  char error[80];
} bank;

static int fail(bank *b, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(b->error, sizeof b->error, format, arguments);
  va_end(arguments);
  return -1;
}

static account *find(bank *b, int number) {
  int i = number - FIRST_NUMBER;
  if (i < 0 || i >= b->count || !b->accounts[i]->is_open) {
    fail(b, "there is no account %d", number);
    return NULL;
  }
  return b->accounts[i];
}

static int open_account(bank *b, const char *owner, int is_savings) {
  if (b->count == b->room) {
    int room = b->room ? b->room + b->room / 2 + 1 : 2;
    account **more = realloc(b->accounts, (size_t)room * sizeof *more);
    if (!more) return fail(b, "%s", strerror(errno));
    b->accounts = more;
    b->room = room;
  }
  account *a = malloc(sizeof *a);
  a->number = FIRST_NUMBER + b->count;
  strncpy(a->owner, owner, NAME_LENGTH - 1);
  a->owner[NAME_LENGTH - 1] = '\0';
  a->cents = 0;
  a->is_open = 1;
  a->is_savings = is_savings != 0;
  a->entries = 0;
  a->first = NULL;
  a->last = &a->first;
  b->accounts[b->count++] = a;
  return a->number;
}

static void note(account *a, entry_kind kind, long cents, int other) {
  entry *e = malloc(sizeof *e);
  e->kind = kind;
  e->cents = cents;
  if (kind == TRANSFER_IN || kind == TRANSFER_OUT) e->other = other;
  e->next = NULL;
  *a->last = e;
  a->last = &e->next;
  a->entries++;
}

static int deposit(bank *b, int number, long cents) {
  account *a = find(b, number);
  if (!a) return -1;
  if (cents <= 0) return fail(b, "can't deposit %ld", cents);
  a->cents += cents;
  note(a, DEPOSIT, cents, 0);
  return 0;
}

static int withdraw(bank *b, int number, long cents) {
  account *a = find(b, number);
  if (!a) return -1;
  if (cents > a->cents) return fail(b, "%s has only %ld.%02ld", a->owner, a->cents / 100, a->cents % 100);
  a->cents -= cents;
  note(a, WITHDRAWAL, cents, 0);
  return 0;
}

static int transfer(bank *b, int from, int to, long cents) {
  account *source = find(b, from), *target = find(b, to);
  if (!source || !target) return -1;
  if (cents > source->cents) return fail(b, "not enough in %d", from);
  source->cents -= cents;
  target->cents += cents;
  note(source, TRANSFER_OUT, cents, to);
  note(target, TRANSFER_IN, cents, from);
  return 0;
}

static void pay_interest(bank *b, double percent) {
  for (int i = 0; i < b->count; i++) {
    account *a = b->accounts[i];
    if (!a->is_open || !a->is_savings) continue;
    long cents = (long)(a->cents * percent / 100 + 0.5);
    if (cents == 0) continue;
    a->cents += cents;
    note(a, INTEREST, cents, 0);
  }
}

static int close_account(bank *b, int number) {
  account *a = find(b, number);
  if (!a) return -1;
  if (a->cents != 0) return fail(b, "%d is not empty", number);
  a->is_open = 0;
  return 0;
}

static void statement(const account *a) {
  static const char *const names[] = {"deposit", "withdrawal", "from", "to", "interest"};
  printf("%d %-10s %s %8ld.%02ld (%u entries)\n", a->number, a->owner, a->is_savings ? "savings" : "current",
         a->cents / 100, a->cents % 100, a->entries);
  for (const entry *e = a->first; e; e = e->next) {
    printf("    %-10s", names[e->kind]);
    if (e->kind == TRANSFER_IN || e->kind == TRANSFER_OUT) printf(" %d", e->other);
    printf(" %ld\n", e->cents);
  }
}

static int by_balance(const void *left, const void *right) {
  const account *a = *(account *const *)left, *b = *(account *const *)right;
  if (a->cents != b->cents) return a->cents < b->cents ? 1 : -1;
  return a->number - b->number;
}

static void ranking(const bank *b) {
  account **sorted = malloc((size_t)b->count * sizeof *sorted);
  memcpy(sorted, b->accounts, (size_t)b->count * sizeof *sorted);
  qsort(sorted, (size_t)b->count, sizeof *sorted, by_balance);
  for (int i = 0; i < b->count; i++) printf("%d. %s\n", i + 1, sorted[i]->owner);
  free(sorted);
}

static void close_bank(bank *b) {
  for (int i = 0; i < b->count; i++) {
    for (entry *e = b->accounts[i]->first, *next; e; e = next) {
      next = e->next;
      free(e);
    }
    free(b->accounts[i]);
  }
  free(b->accounts);
  memset(b, 0, sizeof *b);
}

#define TRY(what)                                                                                                      \
  do {                                                                                                                 \
    if ((what) < 0) printf("refused: %s\n", b.error);                                                                  \
  } while (0)

int main(void) {
  bank b = {0};
  int ann = open_account(&b, "Ann", 0), bob = open_account(&b, "Bob with a name that is far too long", 1),
      eve = open_account(&b, "Eve", 1), tom = open_account(&b, "Tom", 0);
  TRY(deposit(&b, ann, 10000));
  TRY(deposit(&b, bob, 250));
  TRY(withdraw(&b, bob, 300));
  TRY(transfer(&b, ann, eve, 4321));
  TRY(transfer(&b, ann, 77, 1));
  TRY(deposit(&b, eve, -5));
  pay_interest(&b, 2.5);
  TRY(close_account(&b, tom));
  TRY(deposit(&b, tom, 1));
  TRY(close_account(&b, ann));
  for (int i = 0; i < b.count; i++) statement(b.accounts[i]);
  ranking(&b);
  close_bank(&b);
  return 0;
}
