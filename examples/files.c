/* Files: write, append, read back, look at the size, rename, remove. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct record {
    int number;
    char name[12];
};

static FILE *open_or_exit(const char *path, const char *mode)
{
    FILE *file = fopen(path, mode);
    if (file == NULL) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        exit(1);
    }
    return file;
}

static void write_text(void)
{
    FILE *file = open_or_exit("notes.txt", "w");
    fprintf(file, "first line\nsecond line\n");
    fclose(file);

    file = open_or_exit("notes.txt", "a");
    fputs("a line at the end\n", file);
    fclose(file);
}

static void read_text(void)
{
    char line[64];
    int number = 0;
    FILE *file = open_or_exit("notes.txt", "r");
    while (fgets(line, sizeof line, file) != NULL)
        printf("%d: %s", ++number, line);
    printf("%ld bytes\n", ftell(file));
    fclose(file);
}

static void write_records(void)
{
    struct record record;
    FILE *file = open_or_exit("records.bin", "wb+");
    for (int i = 0; i < 3; i++) {
        memset(&record, 0, sizeof record);
        record.number = i;
        snprintf(record.name, sizeof record.name, "record %d", i);
        fwrite(&record, sizeof record, 1, file);
    }
    fseek(file, sizeof record, SEEK_SET); /* the second record */
    if (fread(&record, sizeof record, 1, file) == 1)
        printf("number %d is called '%s'\n", record.number, record.name);
    fclose(file);
}

int main(void)
{
    write_text();
    read_text();
    write_records();

    rename("notes.txt", "kept.txt");
    remove("records.bin");
    if (fopen("records.bin", "r") == NULL)
        printf("records.bin: %s\n", strerror(errno));
    return 0;
}
