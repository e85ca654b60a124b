/* expect: clean */
/* stdin: "look\ntake lamp\ngo north\nlight lamp\ntake  key\ninventory\ngo up\nxyzzy\ngo south\ngo east\nunlock chest\ntake coin\ndrop lamp\ninventory\nscore\ngo\ntake\n\nquit\n" */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A text adventure: rooms joined by exits, things that can be carried, a few verbs.
 * The world is described in text and built at the start.
 */

#define MAX_WORDS 4

typedef struct Thing {
    char *name;
    char *text;
    unsigned fixed : 1;
    unsigned lit : 1;
    unsigned locked : 1;
    struct Thing *next; /* in the same place */
} Thing;

typedef struct Room {
    char *name;
    struct Room *exits[4];
    Thing *things;
    unsigned dark : 1;
} Room;

typedef struct Game {
    Room *rooms;
    int roomCount;
    Room *here;
    Thing *carried;
    int turns, score;
    int running;
} Game;

static const char *const directions[4] = { "north", "east", "south", "west" };

static const char world[] =
    "room hall 0\n"
    "room cellar 1\n"
    "room garden 0\n"
    "exit 0 north 1\n"
    "exit 0 east 2\n"
    "thing 0 lamp 0 0 an old brass lamp\n"
    "thing 1 key 0 0 a rusty key\n"
    "thing 2 chest 1 1 a chest with iron bands\n"
    "thing 2 rose 0 0 a red rose\n";

static char *copyText(const char *s)
{
    char *c = malloc(strlen(s) + 1);
    if (!c)
        exit(1);
    return strcpy(c, s);
}

static int direction(const char *word)
{
    for (int d = 0; d < 4; d++)
        if (strcmp(directions[d], word) == 0 || (word[0] == directions[d][0] && word[1] == '\0'))
            return d;
    return -1;
}

static Thing *addThing(Thing **place, const char *name, const char *text)
{
    Thing *t = malloc(sizeof *t);
    t->name = copyText(name);
    t->text = copyText(text);
    t->fixed = 0;
    t->lit = 0;
    t->locked = 0;
    while (*place)
        place = &(*place)->next;
    t->next = NULL;
    *place = t;
    return t;
}

static void build(Game *g)
{
    char *text = copyText(world);
    char *save;
    for (char *line = strtok_r(text, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        char name[16], word[16], about[64];
        int from, to, fixed, locked, dark;
        if (sscanf(line, "room %15s %d", name, &dark) == 2) {
            /* The rooms are moved by realloc, so exits are made after all of them. */
            g->rooms = realloc(g->rooms, (g->roomCount + 1) * sizeof(Room));
            Room *r = &g->rooms[g->roomCount++];
            memset(r, 0, sizeof *r);
            r->name = copyText(name);
            r->dark = dark != 0;
        } else if (sscanf(line, "exit %d %15s %d", &from, word, &to) == 3) {
            int d = direction(word);
            g->rooms[from].exits[d] = &g->rooms[to];
            g->rooms[to].exits[(d + 2) % 4] = &g->rooms[from];
        } else if (sscanf(line, "thing %d %15s %d %d %63[^\n]", &from, name, &fixed, &locked, about) == 5) {
            Thing *t = addThing(&g->rooms[from].things, name, about);
            t->fixed = fixed;
            t->locked = locked;
        }
    }
    free(text);
    g->here = g->rooms;
}

static Thing **find(Thing **place, const char *name)
{
    for (; *place; place = &(*place)->next)
        if (strcmp((*place)->name, name) == 0)
            return place;
    return NULL;
}

static void moveThing(Thing **from, Thing **to)
{
    Thing *t = *from;
    *from = t->next;
    t->next = *to;
    *to = t;
}

static int canSee(Game *g)
{
    Thing **lamp = find(&g->carried, "lamp");
    return !g->here->dark || (lamp && (*lamp)->lit);
}

static void list(const Thing *t, const char *none)
{
    if (!t)
        printf("%s\n", none);
    for (; t; t = t->next)
        printf("  %s%s\n", t->text, t->lit ? " (lit)" : "");
}

static void cmdLook(Game *g, const char *what)
{
    (void)what;
    if (!canSee(g)) {
        puts("It is dark.");
        return;
    }
    printf("You are in the %s.\n", g->here->name);
    list(g->here->things, "  Nothing is here.");
    for (int d = 0; d < 4; d++)
        if (g->here->exits[d])
            printf("  %s: %s\n", directions[d], g->here->exits[d]->name);
}

static void cmdGo(Game *g, const char *where)
{
    int d = direction(where);
    if (d < 0 || !g->here->exits[d]) {
        puts("You can't go there.");
        return;
    }
    g->here = g->here->exits[d];
    cmdLook(g, "");
}

static void cmdTake(Game *g, const char *what)
{
    Thing **t = find(&g->here->things, what);
    if (!t || !canSee(g))
        puts("I see no such thing.");
    else if ((*t)->fixed)
        puts("It won't move.");
    else {
        moveThing(t, &g->carried);
        g->score += 5;
        printf("Taken: %s.\n", what);
    }
}

static void cmdDrop(Game *g, const char *what)
{
    Thing **t = find(&g->carried, what);
    if (t)
        moveThing(t, &g->here->things);
    puts(t ? "Dropped." : "You don't have it.");
}

static void cmdLight(Game *g, const char *what)
{
    Thing **t = find(&g->carried, what);
    if (t && strcmp(what, "lamp") == 0)
        (*t)->lit = !(*t)->lit;
    cmdLook(g, "");
}

static void cmdUnlock(Game *g, const char *what)
{
    Thing **t = find(&g->here->things, what);
    if (!t || !(*t)->locked || !find(&g->carried, "key")) {
        puts("That can't be unlocked.");
        return;
    }
    (*t)->locked = 0;
    addThing(&g->here->things, "coin", "a gold coin");
    g->score += 20;
    puts("Click. There is a coin in it.");
}

static void cmdInventory(Game *g, const char *what) { (void)what; list(g->carried, "You carry nothing."); }
static void cmdScore(Game *g, const char *what) { (void)what; printf("%d points in %d turns\n", g->score, g->turns); }
static void cmdQuit(Game *g, const char *what) { (void)what; g->running = 0; }

static const struct {
    const char *verb;
    void (*run)(Game *, const char *);
} verbs[] = {
    { "look", cmdLook }, { "go", cmdGo }, { "take", cmdTake }, { "drop", cmdDrop }, { "light", cmdLight },
    { "unlock", cmdUnlock }, { "inventory", cmdInventory }, { "score", cmdScore }, { "quit", cmdQuit },
};

static int words(char *line, char *out[MAX_WORDS])
{
    int n = 0;
    while (n < MAX_WORDS) {
        while (isspace((unsigned char)*line))
            *line++ = '\0';
        if (*line == '\0')
            break;
        out[n++] = line;
        while (*line && !isspace((unsigned char)*line))
            line++;
    }
    return n;
}

static void freeThings(Thing *t)
{
    while (t) {
        Thing *next = t->next;
        free(t->name);
        free(t->text);
        free(t);
        t = next;
    }
}

int main(void)
{
    Game g = { 0 };
    char line[80], *word[MAX_WORDS];
    build(&g);
    g.running = 1;
    while (g.running && printf("> ") > 0 && fgets(line, sizeof line, stdin)) {
        int n = words(line, word);
        size_t v = 0;
        if (n == 0)
            continue;
        g.turns++;
        while (v < sizeof verbs / sizeof verbs[0] && strcmp(verbs[v].verb, word[0]) != 0)
            v++;
        if (v == sizeof verbs / sizeof verbs[0])
            printf("I don't know how to %s.\n", word[0]);
        else
            verbs[v].run(&g, n > 1 ? word[1] : "");
    }
    cmdScore(&g, "");
    freeThings(g.carried);
    for (int i = 0; i < g.roomCount; i++) {
        freeThings(g.rooms[i].things);
        free(g.rooms[i].name);
    }
    free(g.rooms);
    return 0;
}
