/* expect: clean */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
static _Thread_local struct { char c; double d[3]; } s = { 'x', {1, 2, 3} };
static _Thread_local char buf[5];
_Thread_local short sh = 4;
static _Thread_local int hidden = 2;
_Thread_local int other[3] = {1, 2, 3};
static int sum(void) { static _Thread_local int calls; calls++; return other[0] + other[1] + other[2] + hidden + calls; }
static void *work(void *a) { (void)a; memset(buf, 'q', sizeof buf); sh++; s.d[2] = 9; other[2] = 8; printf("%d %c%.5s %.1f %d\n", sh, s.c, buf, s.d[1] + s.d[2], sum()); return NULL; }
int main(void) { pthread_t t; pthread_create(&t, NULL, work, NULL); pthread_join(t, NULL); work(NULL); return 0; }
