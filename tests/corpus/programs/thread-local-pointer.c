/* expect: global-buffer-overflow 9 */
/* oracle: neither tool has redzones behind thread-local variables */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
static _Thread_local char name[8] = "main";
static _Thread_local int count = 7, *where;
static _Thread_local long long wide;
static void fill(char *p, const char *s) { while ((*p++ = *s++)); }
static void *work(void *a) { where = &count; fill(name, a); (*where) += count; wide = *where; return (void *)(long)wide; }
static int g;
static _Thread_local int *toglobal = &g;
int main(void)
{
    pthread_t t; void *r;
    pthread_create(&t, NULL, work, "a longer name");
    pthread_join(t, &r);
    printf("%ld %s %d %d\n", (long)r, name, count, *toglobal);
    return 0;
}
