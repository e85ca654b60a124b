/* expect: uninitialised-read 17 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* the buffer is written before anything was read into it */
int main(void)
{
    int out = open("copy.bin", O_CREAT | O_WRONLY, 0600);
    if (out < 0) {
        puts("no file");
        return 1;
    }
    char *block = malloc(64);
    size_t n = 64;
    if (write(out, block, n) != 64)
        puts("short");
    close(out);
    free(block);
    return 0;
}
