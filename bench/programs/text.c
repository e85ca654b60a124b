/* Exercises on text as a first course sets them: caesar cipher, words turned round, palindromes, letters counted. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES 500
#define LONGEST 80

static const char *const phrases[] = {
    "the quick brown fox jumps over the lazy dog", "never odd or even", "a man a plan a canal panama",
    "pack my box with five dozen liquor jugs",     "step on no pets",   "heaps are not stacks",
};

static char lines[LINES][LONGEST];
static int counts[26];

static void caesar(char *text, int shift) {
  for (int i = 0; text[i] != '\0'; i++) {
    if (text[i] >= 'a' && text[i] <= 'z') text[i] = (char)('a' + (text[i] - 'a' + shift) % 26);
  }
}

static void reverse(char *start, char *end) {
  while (start < end) {
    char c = *start;
    *start++ = *end;
    *end-- = c;
  }
}

static void reverse_words(char *text) {
  int length = (int)strlen(text);
  int start = 0;
  for (int i = 0; i <= length; i++) {
    if (i == length || text[i] == ' ') {
      reverse(text + start, text + i - 1);
      start = i + 1;
    }
  }
}

static int is_palindrome(const char *text) {
  int i = 0;
  int j = (int)strlen(text) - 1;
  while (i < j) {
    if (text[i] == ' ')
      i++;
    else if (text[j] == ' ')
      j--;
    else if (text[i++] != text[j--])
      return 0;
  }
  return 1;
}

static void count_letters(const char *text) {
  for (const char *p = text; *p; p++) {
    if (*p >= 'a' && *p <= 'z') counts[*p - 'a']++;
  }
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 10;
  int palindromes = 0;
  int same = 0;
  for (int i = 0; i < LINES; i++) strcpy(lines[i], phrases[i % 6]);
  for (int round = 0; round < rounds; round++) {
    for (int i = 0; i < LINES; i++) {
      char *copy = malloc(strlen(lines[i]) + 1);
      strcpy(copy, lines[i]);
      caesar(copy, 3 + round % 20);
      reverse_words(copy);
      count_letters(copy);
      reverse_words(copy);
      caesar(copy, 23 - round % 20);
      if (strcmp(copy, lines[i]) == 0) same++;
      if (is_palindrome(lines[i])) palindromes++;
      free(copy);
    }
  }
  int most = 0;
  for (int i = 1; i < 26; i++) {
    if (counts[i] > counts[most]) most = i;
  }
  printf("%d palindromes, %d the same again, mostly %c\n", palindromes, same, 'a' + most);
  return 0;
}
