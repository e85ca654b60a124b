/* Three processes take turns by a lock and a condition in memory that they share. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
typedef struct {
    pthread_mutex_t m;
    pthread_cond_t c;
    int turn, log[9], n;
} board;
int main(void)
{
    alarm(60);
    board* b = mmap(NULL, sizeof *b, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    pthread_mutexattr_t ma;
    pthread_condattr_t ca;
    pthread_mutexattr_init(&ma);
    pthread_mutexattr_setpshared(&ma, PTHREAD_PROCESS_SHARED);
    pthread_condattr_init(&ca);
    pthread_condattr_setpshared(&ca, PTHREAD_PROCESS_SHARED);
    pthread_mutex_init(&b->m, &ma);
    pthread_cond_init(&b->c, &ca);
    for (int i = 0; i < 3; i++)
        if (!fork()) {
            for (int r = 0; r < 3; r++) {
                pthread_mutex_lock(&b->m);
                while (b->turn != i)
                    pthread_cond_wait(&b->c, &b->m);
                b->log[b->n++] = i * 10 + r;
                b->turn = (i + 1) % 3;
                pthread_cond_broadcast(&b->c);
                pthread_mutex_unlock(&b->m);
            }
            _exit(0);
        }
    while (wait(NULL) > 0)
        ;
    for (int i = 0; i < b->n; i++)
        printf("%02d ", b->log[i]);
    puts("");
    pthread_mutex_destroy(&b->m);
    pthread_cond_destroy(&b->c);
    munmap(b, sizeof *b);
    return 0;
}
