/* The Mandelbrot set in characters: much arithmetic with doubles, hardly any memory. */
#include <stdio.h>

#define WIDTH 64
#define HEIGHT 24
#define MAX_STEPS 200

static int steps_to_escape(double cx, double cy)
{
    double x = 0, y = 0;
    int steps = 0;
    while (x * x + y * y <= 4.0 && steps < MAX_STEPS) {
        double next = x * x - y * y + cx;
        y = 2 * x * y + cy;
        x = next;
        steps++;
    }
    return steps;
}

int main(void)
{
    const char shades[] = " .:-=+*#%@";

    for (int row = 0; row < HEIGHT; row++) {
        for (int column = 0; column < WIDTH; column++) {
            double cx = -2.1 + 2.8 * column / WIDTH;
            double cy = -1.2 + 2.4 * row / HEIGHT;
            int steps = steps_to_escape(cx, cy);
            putchar(shades[steps == MAX_STEPS ? 9 : steps % 9]);
        }
        putchar('\n');
    }
    return 0;
}
