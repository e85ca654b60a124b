/* expect: leak:definitely-lost 14, leak:indirectly-lost 15 */
#include <stdlib.h>

/* Two nodes that point at each other. */
struct person {
	struct person *friend;
	int age;
};

int main(void)
{
	struct person *a, *b;

	a = malloc(sizeof *a);
	b = malloc(sizeof *b);
	a->friend = b;
	b->friend = a;
	a->age = b->age = 30;
	a = NULL;
	b = NULL;
	return 0;
}
