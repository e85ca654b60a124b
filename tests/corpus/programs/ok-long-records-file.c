/* expect: clean */
/* A store of records in a file: fixed-size slots with padding, an index in memory, deletions, compaction, and a journal. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_SIZE 24
#define MAGIC "RSTORE1"

typedef struct {
  char magic[8];
  uint32_t slots;
  uint32_t live;
} header;

typedef struct {
  uint8_t used;
  uint32_t id;
  char name[NAME_SIZE];
  double balance;
  uint16_t flags;
} record;

typedef struct index_entry {
  uint32_t id;
  uint32_t slot;
  struct index_entry *next;
} index_entry;

typedef struct {
  FILE *file;
  char *path;
  header head;
  index_entry *buckets[16];
  FILE *journal;
} store;

static char *join(const char *a, const char *b) {
  size_t n = strlen(a), m = strlen(b);
  char *s = malloc(n + m + 1);
  if (!s) abort();
  memcpy(s, a, n);
  memcpy(s + n, b, m + 1);
  return s;
}

static long offset_of(uint32_t slot) { return (long)(sizeof(header) + slot * sizeof(record)); }

static bool write_header(store *s) {
  return fseek(s->file, 0, SEEK_SET) == 0 && fwrite(&s->head, sizeof s->head, 1, s->file) == 1;
}
static bool write_record(store *s, uint32_t slot, const record *r) {
  return fseek(s->file, offset_of(slot), SEEK_SET) == 0 && fwrite(r, sizeof *r, 1, s->file) == 1;
}
static bool read_record(store *s, uint32_t slot, record *r) {
  return fseek(s->file, offset_of(slot), SEEK_SET) == 0 && fread(r, sizeof *r, 1, s->file) == 1;
}

static index_entry **find_link(store *s, uint32_t id) {
  index_entry **link = &s->buckets[id % 16];
  while (*link && (*link)->id != id) link = &(*link)->next;
  return link;
}

static void add_to_index(store *s, uint32_t id, uint32_t slot) {
  index_entry *e = malloc(sizeof *e);
  if (!e) abort();
  *e = (index_entry){id, slot, s->buckets[id % 16]};
  s->buckets[id % 16] = e;
}

static void clear_index(store *s) {
  for (size_t i = 0; i < 16; i++)
    for (index_entry *e = s->buckets[i], *next; e; e = next) {
      next = e->next;
      free(e);
    }
  memset(s->buckets, 0, sizeof s->buckets);
}

static bool load_index(store *s) {
  record r;
  for (uint32_t slot = 0; slot < s->head.slots; slot++) {
    if (!read_record(s, slot, &r)) return false;
    if (r.used) add_to_index(s, r.id, slot);
  }
  return true;
}

static void journal(store *s, const char *what, uint32_t id) {
  fprintf(s->journal, "%-7s %5u live=%u\n", what, id, s->head.live);
}

static void store_close(store *s) {
  if (!s) return;
  clear_index(s);
  if (s->file) fclose(s->file);
  if (s->journal) fclose(s->journal);
  free(s->path);
  free(s);
}

static store *store_open(const char *path) {
  store *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  s->path = join(path, "");
  char *log_path = join(path, ".log");
  s->journal = fopen(log_path, "a+");
  free(log_path);
  s->file = fopen(path, "r+b");
  if (s->file) {
    if (fread(&s->head, sizeof s->head, 1, s->file) == 1 && memcmp(s->head.magic, MAGIC, 8) == 0 && load_index(s))
      return s;
    fprintf(stderr, "%s is damaged\n", path);
    store_close(s);
    return NULL;
  }
  s->file = fopen(path, "w+b");
  memcpy(s->head.magic, MAGIC, 8);
  if (!s->file || !s->journal || !write_header(s)) {
    store_close(s);
    return NULL;
  }
  return s;
}

static bool put(store *s, uint32_t id, const char *name, double balance) {
  record r;
  r.used = 1;
  r.id = id;
  snprintf(r.name, sizeof r.name, "%s", name);
  r.balance = balance;
  r.flags = (uint16_t)(balance < 0 ? 1 : 0);
  index_entry *known = *find_link(s, id);
  uint32_t slot = known ? known->slot : s->head.slots++;
  if (!known) {
    add_to_index(s, id, slot);
    s->head.live++;
  }
  journal(s, known ? "update" : "insert", id);
  return write_record(s, slot, &r) && write_header(s);
}

static bool get(store *s, uint32_t id, record *r) {
  index_entry *e = *find_link(s, id);
  return e && read_record(s, e->slot, r);
}

static bool delete_record(store *s, uint32_t id) {
  index_entry **link = find_link(s, id), *e = *link;
  if (!e) return false;
  record r;
  if (!read_record(s, e->slot, &r)) return false;
  r.used = 0;
  *link = e->next;
  bool done = write_record(s, e->slot, &r);
  free(e);
  s->head.live--;
  journal(s, "delete", id);
  return write_header(s) && done;
}

static int by_id(const void *a, const void *b) {
  uint32_t x = ((const record *)a)->id, y = ((const record *)b)->id;
  return (x > y) - (x < y);
}

static record *all_records(store *s, size_t *count) {
  record *records = malloc((s->head.live + 1) * sizeof *records);
  if (!records) abort();
  *count = 0;
  for (uint32_t slot = 0; slot < s->head.slots; slot++) {
    record r;
    if (read_record(s, slot, &r) && r.used) records[(*count)++] = r;
  }
  qsort(records, *count, sizeof *records, by_id);
  return records;
}

static bool compact(store *s) {
  size_t count;
  record *records = all_records(s, &count);
  char *other_path = join(s->path, ".new");
  FILE *other = fopen(other_path, "w+b");
  header head = {.slots = (uint32_t)count, .live = (uint32_t)count};
  memcpy(head.magic, MAGIC, sizeof head.magic);
  bool done = other && fwrite(&head, sizeof head, 1, other) == 1 && fwrite(records, sizeof *records, count, other) == count;
  free(records);
  if (!done || rename(other_path, s->path) != 0) {
    if (other) fclose(other);
    free(other_path);
    return false;
  }
  free(other_path);
  fclose(s->file);
  s->file = other;
  s->head = head;
  clear_index(s);
  journal(s, "compact", 0);
  return load_index(s);
}

static void show(store *s) {
  size_t count;
  record *records = all_records(s, &count);
  for (size_t i = 0; i < count; i++)
    printf("%4u %-23s %10.2f%s\n", records[i].id, records[i].name, records[i].balance, records[i].flags & 1 ? " !" : "");
  free(records);
}

static int count_lines(FILE *f) {
  char line[64];
  int n = 0;
  rewind(f);
  while (fgets(line, sizeof line, f))
    if (strchr(line, '\n')) n++;
  return n;
}

int main(void) {
  const char *path = "accounts.db";
  remove(path);
  remove("accounts.db.log");
  store *s = store_open(path);
  if (!s) return 1;
  static const char *const NAMES[] = {"Ada", "Grace", "Edsger", "Barbara", "a name that is too long for its slot"};
  for (uint32_t i = 0; i < 40; i++)
    if (!put(s, (i * 37) % 101, NAMES[i % 5], (double)i * 12.5 - 100)) return 1;
  for (uint32_t i = 0; i < 40; i += 3) delete_record(s, (i * 37) % 101);
  printf("deleting again: %s\n", delete_record(s, 0) ? "done" : "nothing there");
  printf("%u of %u slots used\n", s->head.live, s->head.slots);
  store_close(s);

  s = store_open(path);
  if (!s || !compact(s)) return 1;
  printf("%u of %u slots used\n", s->head.live, s->head.slots);
  record r;
  if (get(s, 37, &r)) printf("37 is %s\n", r.name);
  if (!get(s, 999, &r)) puts("999 is nobody");
  put(s, 37, "Margaret", -1.25);
  show(s);
  printf("%d lines in the journal\n", count_lines(s->journal));
  store_close(s);

  FILE *damaged = fopen(path, "r+b");
  if (!damaged) return 1;
  fputc('X', damaged);
  fclose(damaged);
  s = store_open(path);
  printf("opened after the damage: %s\n", s ? "yes" : "no");
  store_close(s);
  return 0;
}
