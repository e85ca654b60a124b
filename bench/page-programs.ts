/** Programs that are hard for a view of the page. */

export const list = (nodes: number): string => `#include <stdlib.h>
struct node { int value; struct node *next; };
int main(void) {
    struct node *list = NULL;
    int sum = 0;
    for (int i = 0; i < ${nodes}; i++) {
        struct node *made = malloc(sizeof *made);
        made->value = i;
        made->next = list;
        list = made;
    }
    for (int i = 0; i < 400; i++)
        sum += i;
    return sum == 0;
}
`;
export const loop = `int main(void) {
    int sum = 0;
    for (int i = 0; i < 330000; i++)
        sum += i;
    return sum == 1;
}
`;
export const blocks = `#include <stdlib.h>
static void *all[100000];
int main(void) {
    for (int i = 0; i < 100000; i++)
        all[i] = malloc(16 + i % 200);
    for (int i = 0; i < 100000; i += 3)
        free(all[i]);
    return 0;
}
`;

/** M1: the child writes 26 letters into shared memory, one a second, and its parent prints them. */
export const letters = `#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
int main(void) {
    char *letters = mmap(NULL, 26, PROT_READ | PROT_WRITE, MAP_ANON | MAP_SHARED, -1, 0);
    if (fork() == 0) {
        for (int i = 0; i < 26; i++) {
            letters[i] = 'a' + i;
            sleep(1);
        }
        exit(0);
    }
    for (int i = 0; i < 26; i++) {
        sleep(1);
        printf("%.26s\\n", letters);
    }
    wait(NULL);
    munmap(letters, 26);
    return 0;
}
`;

/** What is looked for in it back from its end is at its beginning. */
export const searched = `#include <stdlib.h>
int main(void) {
    int first = 7, sum = 0;
    char *lost = malloc(8);
    lost = NULL;
    for (int i = 0; i < 330000; i++)
        sum += i;
    return sum == first && lost;
}
`;
