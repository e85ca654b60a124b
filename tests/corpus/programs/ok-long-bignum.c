/* expect: clean */
/* Numbers of any length: factorials, Fibonacci numbers, powers and square roots. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BASE 1000000000u
#define BASE_DIGITS 9

struct big
{
	uint32_t *limb;	/* least significant first; no leading zeros */
	size_t used;
	size_t room;
};

static void *checked(void *p)
{
	if (p == NULL) {
		fputs("out of memory\n", stderr);
		exit(EXIT_FAILURE);
	}
	return p;
}

static void reserve(struct big *b, size_t room)
{
	if (room <= b->room)
		return;
	b->limb = checked(realloc(b->limb, room * sizeof *b->limb));
	b->room = room;
}

static struct big from_int(uint32_t n)
{
	struct big b = { NULL, 0, 0 };

	while (n > 0) {
		reserve(&b, b.used + 1);
		b.limb[b.used++] = n % BASE;
		n /= BASE;
	}
	return b;
}

static struct big from_text(const char *s)
{
	struct big b = { NULL, 0, 0 };
	size_t n = strlen(s);

	while (n > 0) {
		size_t take = n < BASE_DIGITS ? n : BASE_DIGITS;
		uint32_t limb = 0;

		for (size_t i = n - take; i < n; i++)
			limb = limb * 10 + (uint32_t)(s[i] - '0');
		reserve(&b, b.used + 1);
		b.limb[b.used++] = limb;
		n -= take;
	}
	while (b.used > 0 && b.limb[b.used - 1] == 0)
		b.used--;
	return b;
}

static struct big copy(const struct big *a)
{
	struct big b = { NULL, 0, 0 };

	reserve(&b, a->used);
	if (a->used > 0)
		memcpy(b.limb, a->limb, a->used * sizeof *a->limb);
	b.used = a->used;
	return b;
}

static void drop(struct big *b)
{
	free(b->limb);
	b->limb = NULL;
	b->used = b->room = 0;
}

static void replace(struct big *b, struct big by)
{
	drop(b);
	*b = by;
}

static char *to_text(const struct big *b)
{
	char *s, *p;

	if (b->used == 0)
		return checked(strdup("0"));
	p = s = checked(malloc(b->used * BASE_DIGITS + 1));
	p += sprintf(p, "%u", (unsigned)b->limb[b->used - 1]);
	for (size_t i = b->used - 1; i-- > 0;)
		p += sprintf(p, "%09u", (unsigned)b->limb[i]);
	return s;
}

static int compare(const struct big *a, const struct big *b)
{
	if (a->used != b->used)
		return a->used < b->used ? -1 : 1;
	for (size_t i = a->used; i-- > 0;)
		if (a->limb[i] != b->limb[i])
			return a->limb[i] < b->limb[i] ? -1 : 1;
	return 0;
}

static struct big add(const struct big *a, const struct big *b)
{
	struct big r = { NULL, 0, 0 };
	size_t n = a->used > b->used ? a->used : b->used;
	uint32_t carry = 0;

	reserve(&r, n + 1);
	for (size_t i = 0; i < n; i++) {
		uint32_t sum = carry;

		if (i < a->used)
			sum += a->limb[i];
		if (i < b->used)
			sum += b->limb[i];
		carry = sum >= BASE;
		r.limb[r.used++] = carry ? sum - BASE : sum;
	}
	if (carry)
		r.limb[r.used++] = carry;
	return r;
}

static struct big multiply(const struct big *a, const struct big *b)
{
	struct big r = { NULL, 0, 0 };

	if (a->used == 0 || b->used == 0)
		return r;
	reserve(&r, a->used + b->used);
	memset(r.limb, 0, (a->used + b->used) * sizeof *r.limb);
	for (size_t i = 0; i < a->used; i++) {
		uint64_t carry = 0;

		for (size_t j = 0; j < b->used || carry; j++) {
			uint64_t t = r.limb[i + j] + carry;

			if (j < b->used)
				t += (uint64_t)a->limb[i] * b->limb[j];
			r.limb[i + j] = (uint32_t)(t % BASE);
			carry = t / BASE;
		}
	}
	r.used = a->used + b->used;
	while (r.used > 0 && r.limb[r.used - 1] == 0)
		r.used--;
	return r;
}

static uint32_t divide_small(struct big *a, uint32_t by)
{
	uint64_t rest = 0;

	for (size_t i = a->used; i-- > 0;) {
		rest = rest * BASE + a->limb[i];
		a->limb[i] = (uint32_t)(rest / by);
		rest %= by;
	}
	while (a->used > 0 && a->limb[a->used - 1] == 0)
		a->used--;
	return (uint32_t)rest;
}

static struct big power(uint32_t base, unsigned exponent)
{
	struct big r = from_int(1), square = from_int(base);

	for (; exponent > 0; exponent >>= 1) {
		if (exponent & 1)
			replace(&r, multiply(&r, &square));
		if (exponent > 1)
			replace(&square, multiply(&square, &square));
	}
	drop(&square);
	return r;
}

/* Binary search between 0 and n. */
static struct big square_root(const struct big *n)
{
	struct big low = from_int(0), high = copy(n), one = from_int(1);

	while (compare(&low, &high) < 0) {
		struct big middle = add(&low, &high), square;

		replace(&middle, add(&middle, &one));
		divide_small(&middle, 2);
		square = multiply(&middle, &middle);
		if (compare(&square, n) <= 0) {
			replace(&low, middle);
		} else {
			/* high = middle - 1 */
			size_t i = 0;

			while (middle.limb[i] == 0)
				middle.limb[i++] = BASE - 1;
			middle.limb[i]--;
			while (middle.used > 0 && middle.limb[middle.used - 1] == 0)
				middle.used--;
			replace(&high, middle);
		}
		drop(&square);
	}
	drop(&high);
	drop(&one);
	return low;
}

static void show(const char *label, const struct big *b)
{
	char *s = to_text(b);

	printf("%s = %s\n", label, s);
	free(s);
}

int main(void)
{
	struct big f = from_int(1);

	for (uint32_t i = 2; i <= 60; i++) {
		struct big factor = from_int(i);

		replace(&f, multiply(&f, &factor));
		drop(&factor);
	}
	show("60!", &f);
	drop(&f);

	struct big a = from_int(0), b = from_int(1);

	for (int i = 0; i < 200; i++) {
		struct big t = add(&a, &b);

		drop(&a);
		a = b;
		b = t;
	}
	show("fib(200)", &a);
	drop(&a);
	drop(&b);

	struct big p = power(2, 333);

	show("2^333", &p);
	printf("mod 97 = %u\n", (unsigned)divide_small(&p, 97));
	drop(&p);

	struct big n = from_text("00152415787532388367501905199875019052100");
	struct big root = square_root(&n);

	show("root", &root);
	drop(&root);
	drop(&n);

	struct big zero = from_int(0);

	show("zero", &zero);
	drop(&zero);
	return 0;
}
