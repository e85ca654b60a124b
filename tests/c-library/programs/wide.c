#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>
#include <wctype.h>

int main(void) {
  setlocale(LC_ALL, "C.UTF-8");
  wchar_t text[32] = L"Grüne";
  printf("%zu %d\n", wcslen(text), wcscmp(text, L"Grüne"));
  char bytes[32];
  printf("%zu\n", wcstombs(bytes, text, sizeof bytes));
  printf("%s\n", bytes);
  wchar_t back[32];
  printf("%zu\n", mbstowcs(back, "héllo", 32));
  printf("%d\n", back[1] == L'é');
  for (wchar_t *p = text; *p; p++) *p = towupper(*p);
  wcscat(text, L"!");
  printf("%ls %d\n", text, iswalpha(L'é') != 0);
  wchar_t *state, words[] = L"a b c";
  for (wchar_t *w = wcstok(words, L" ", &state); w; w = wcstok(NULL, L" ", &state)) printf("%ls;", w);
  wchar_t number[16];
  swprintf(number, 16, L"%d", 77);
  printf("\n%ld %ls\n", wcstol(number, NULL, 10), wcschr(L"abc", L'b'));
  printf("%d\n", mblen("é", 4));
  struct lconv *l = localeconv();
  printf("%s\n", l->decimal_point);
  return 0;
}
