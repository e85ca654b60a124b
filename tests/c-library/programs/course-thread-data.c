/* What is each thread’s own, and what is done when a thread ends or is cancelled. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static __thread int depth;
static pthread_key_t key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int destroyed;
static pthread_mutex_t m = PTHREAD_MUTEX_INITIALIZER;
static void destroy(void *p)
{
    pthread_mutex_lock(&m);
    destroyed++;
    pthread_mutex_unlock(&m);
    free(p);
}
static void make(void)
{
    pthread_key_create(&key, destroy);
}
static char *buf(void)
{
    pthread_once(&once, make);
    char *b = pthread_getspecific(key);
    if (!b)
    {
        b = malloc(32);
        pthread_setspecific(key, b);
    }
    return b;
}
static int rec(int n)
{
    depth++;
    if (n)
        return rec(n - 1);
    return depth;
}
static void *work(void *a)
{
    int id = *(int *)a;
    int d = rec(id);
    snprintf(buf(), 32, "thread %d depth %d", id, d);
    pthread_mutex_lock(&m);
    pthread_mutex_unlock(&m);
    return strdup(buf());
}
static void cleanup(void *a)
{
    printf("cleanup %s\n", (char *)a);
}
static void *cancelled(void *a)
{
    pthread_cleanup_push(cleanup, "held");
    pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, NULL);
    for (;;)
        pthread_testcancel();
    pthread_cleanup_pop(1);
    return NULL;
}
int main(void)
{
    alarm(60);
    pthread_t t[3];
    int id[3];
    for (int i = 0; i < 3; i++)
    {
        id[i] = i + 1;
        pthread_create(t + i, 0, work, id + i);
    }
    for (int i = 0; i < 3; i++)
    {
        void *r;
        pthread_join(t[i], &r);
        puts(r);
        free(r);
    }
    printf("destroyed %d mine %d\n", destroyed, depth);
    pthread_t c;
    pthread_create(&c, 0, cancelled, 0);
    pthread_cancel(c);
    void *r;
    pthread_join(c, &r);
    printf("%d\n", r == PTHREAD_CANCELED);
    pthread_key_delete(key);
    return 0;
}
