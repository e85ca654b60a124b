#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include <unistd.h>

int main(void) {
  time_t t = 1000000000;
  struct tm *tm = gmtime(&t);
  char text[100];
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %A %B %j %U %p", tm);
  puts(text);
  printf("%s", asctime(tm));
  struct tm day = {.tm_year = 124, .tm_mon = 1, .tm_mday = 30, .tm_hour = 12, .tm_isdst = 0};
  time_t made = mktime(&day);
  printf("%lld %d %d %d\n", (long long)made, day.tm_mon, day.tm_mday, day.tm_wday);
  printf("%.0f %s", difftime(made, t), ctime(&made));
  memset(&day, 0, sizeof day);
  printf("%s|", strptime("2001-11-12 18:31:01", "%Y-%m-%d %H:%M:%S", &day));
  printf("%d %d %d\n", day.tm_year, day.tm_mon, day.tm_hour);
  struct timeval now, later;
  gettimeofday(&now, NULL);
  struct timespec pause = {0, 2000000};
  nanosleep(&pause, NULL);
  usleep(10);
  gettimeofday(&later, NULL);
  printf("%d\n", timercmp(&now, &later, <));
  struct timespec monotonic, cpu;
  printf("%d %d\n", clock_gettime(CLOCK_MONOTONIC, &monotonic), clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &cpu));
  printf("%d %d\n", clock_getres(CLOCK_REALTIME, &cpu), clock_gettime(99, &cpu));
  clock_t start = clock();
  printf("%d %ld\n", (double)(clock() - start) / CLOCKS_PER_SEC < 1.0, (long)CLOCKS_PER_SEC);
  struct rusage usage;
  printf("%d %d\n", getrusage(RUSAGE_SELF, &usage), usage.ru_utime.tv_sec < 5);
  struct tms spent;
  printf("%d\n", times(&spent) != (clock_t)-1);
  struct rlimit limit;
  printf("%d\n", getrlimit(RLIMIT_STACK, &limit));
  tzset();
  printf("%s %ld\n", tzname[0], timezone);
  return 0;
}
