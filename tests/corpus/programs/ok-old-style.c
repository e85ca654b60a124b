/* expect: clean */
/* stdin: "short\na rather longer line\nmid line\n" */
#include <stdio.h>

#define MAXLINE 100

int getl(), copy();

main()
{
  int length, most;
  char line[MAXLINE], save[MAXLINE];

  most = 0;
  while ((length = getl(line, MAXLINE)) > 0)
    if (length > most) {
      most = length;
      copy(line, save, 0);
    }
  if (most > 0) printf("%s", save);
  greet();
  return 0;
}

int getl(s, limit)
char s[];
int limit;
{
  int c, i;
  for (i = 0; i < limit - 1 && (c = getchar()) != EOF && c != '\n'; ++i) s[i] = c;
  if (c == '\n') s[i++] = c;
  s[i] = '\0';
  return i;
}

copy(from, to) char from[], to[];
{
  int i = 0;
  while ((to[i] = from[i]) != '\0') ++i;
  return 0;
}

greet(unused) int unused;
{ return puts("done"); }
