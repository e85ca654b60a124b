/* expect: clean */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    char *name;
    char grade;
    float gpa;
    short year;
} Student;

int compareName(const void *a, const void *b) { return strcmp(((Student *)a)->name, ((Student *)b)->name); }
int compareGpa(const void *a, const void *b)
{
    float d = ((Student *)a)->gpa - ((Student *)b)->gpa;
    return d < 0 ? 1 : d > 0 ? -1 : 0;
}

int main()
{
    const char *names[] = { "Mia", "Zoe", "Ben", "Lou", "Kai" };
    Student *s = (Student *)malloc(5 * sizeof(Student));
    for (int i = 0; i < 5; i++) {
        Student one;
        one.name = strdup(names[i]);
        one.grade = 'A' + i % 3;
        one.gpa = 4.0f - 0.5f * (i * 3 % 5);
        one.year = 2000 + i;
        s[i] = one;
    }
    qsort(s, 5, sizeof(Student), compareName);
    for (int i = 0; i < 5; i++) printf("%s ", s[i].name);
    qsort(s, 5, sizeof(Student), compareGpa);
    Student tmp = s[0]; s[0] = s[4]; s[4] = tmp;
    for (int i = 0; i < 5; i++) { printf("%s%c%.1f ", s[i].name, s[i].grade, s[i].gpa); free(s[i].name); }
    printf("\n");
    free(s);
    return 0;
}
