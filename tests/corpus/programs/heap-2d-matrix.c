/* expect: heap-buffer-overflow 13 */
#include <stdlib.h>

#define ROWS 3
#define COLS 4

int main(void)
{
    double *m = malloc(ROWS * COLS * sizeof *m);
    /* indices swapped: i * ROWS should be i * COLS, and i runs over the columns */
    for (int i = 0; i <= ROWS; i++)
        for (int j = 0; j < COLS; j++)
            m[i * COLS + j] = 0.0;
    free(m);
    return 0;
}
