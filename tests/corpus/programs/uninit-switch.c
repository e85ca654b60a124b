/* expect: uninitialised-read 11 */
#include <stdio.h>

enum shape { CIRCLE, SQUARE, TRIANGLE };

int main(int argc, char **argv)
{
    enum shape s;
    if (argc == 7)
        s = SQUARE;
    switch (s) {
    case CIRCLE: puts("circle"); break;
    case SQUARE: puts("square"); break;
    case TRIANGLE: puts("triangle"); break;
    default: puts("none");
    }
    return 0;
}
