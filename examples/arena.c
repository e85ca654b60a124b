/* Many small objects from one malloc(): an arena gives them out one after another and frees them all at once. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

struct arena {
    char *memory;
    size_t used;
    size_t size;
};

static void *take(struct arena *arena, size_t size)
{
    const size_t alignment = _Alignof(max_align_t);
    size_t start = (arena->used + alignment - 1) / alignment * alignment;
    if (size > arena->size - start)
        return NULL;
    arena->used = start + size;
    return arena->memory + start;
}

struct shape {
    enum { CIRCLE, RECTANGLE } kind;
    double width;
    double height;
    struct shape *next;
};

static struct shape *add_shape(struct arena *arena, struct shape *list, int kind, double width, double height)
{
    struct shape *shape = take(arena, sizeof *shape);
    if (shape == NULL)
        return list;
    shape->kind = kind;
    shape->width = width;
    shape->height = height;
    shape->next = list;
    return shape;
}

int main(void)
{
    struct arena arena = {.memory = malloc(4096), .size = 4096};
    if (arena.memory == NULL)
        return 1;

    struct shape *shapes = NULL;
    for (int i = 1; i <= 10; i++)
        shapes = add_shape(&arena, shapes, i % 2 ? CIRCLE : RECTANGLE, i, 2 * i);

    double area = 0;
    for (const struct shape *shape = shapes; shape != NULL; shape = shape->next)
        area += shape->kind == CIRCLE ? 3.14159 * shape->width * shape->width / 4 : shape->width * shape->height;
    printf("area of all shapes: %.2f\n", area);

    free(arena.memory);
    return 0;
}
