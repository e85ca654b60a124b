/* expect: clean */
/*
 * A small imperative language: tokens -> tree -> evaluation.
 *
 *   let n = 10; while n > 0 { print n * n; n = n - 3; } if n == -2 { print "end"; } else { print 0; }
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---------------------------------------------------------------- tokens */

enum token_kind { T_END, T_NUMBER, T_STRING, T_NAME, T_SYMBOL };

struct token {
    enum token_kind kind;
    const char *start;
    int length;
    double number;
};

struct lexer {
    const char *at;
    struct token now;
};

static void next(struct lexer *lx)
{
    struct token t;
    while (isspace((unsigned char)*lx->at))
        lx->at++;
    t.start = lx->at;
    if (*lx->at == '\0') {
        t.kind = T_END;
        t.length = 0;
    } else if (isdigit((unsigned char)*lx->at)) {
        char *end;
        t.kind = T_NUMBER;
        t.number = strtod(lx->at, &end);
        t.length = (int)(end - lx->at);
    } else if (*lx->at == '"') {
        const char *p = lx->at + 1;
        while (*p && *p != '"')
            p++;
        t.kind = T_STRING;
        t.length = (int)(p - lx->at) + (*p == '"');
    } else if (isalpha((unsigned char)*lx->at)) {
        const char *p = lx->at;
        while (isalnum((unsigned char)*p))
            p++;
        t.kind = T_NAME;
        t.length = (int)(p - lx->at);
    } else {
        static const char *const two[] = {"==", "!=", "<=", ">="};
        t.kind = T_SYMBOL;
        t.length = 1;
        for (size_t i = 0; i < sizeof two / sizeof *two; i++)
            if (strncmp(lx->at, two[i], 2) == 0)
                t.length = 2;
    }
    lx->at += t.length;
    lx->now = t;
}

static bool is(const struct lexer *lx, const char *text)
{
    return lx->now.length == (int)strlen(text) && memcmp(lx->now.start, text, lx->now.length) == 0;
}

static bool accept(struct lexer *lx, const char *text)
{
    if (!is(lx, text))
        return false;
    next(lx);
    return true;
}

/* ---------------------------------------------------------------- tree */

enum node_kind { N_NUMBER, N_STRING, N_NAME, N_BINARY, N_ASSIGN, N_PRINT, N_IF, N_WHILE, N_BLOCK };

struct node {
    enum node_kind kind;
    union {
        double number;
        char *text;
        struct {
            char op[3];
            struct node *left, *right;
        } binary;
        struct {
            char *name;
            struct node *value;
        } assign;
        struct {
            struct node *condition, *yes, *no;
        } branch;
        struct {
            struct node **items;
            int count, capacity;
        } block;
    } as;
};

static struct node *make(enum node_kind kind)
{
    struct node *n = malloc(sizeof *n);
    if (n == NULL)
        abort();
    n->kind = kind;
    return n;
}

static void destroy(struct node *n)
{
    if (n == NULL)
        return;
    switch (n->kind) {
    case N_NUMBER:
        break;
    case N_STRING:
    case N_NAME:
        free(n->as.text);
        break;
    case N_BINARY:
        destroy(n->as.binary.left);
        destroy(n->as.binary.right);
        break;
    case N_ASSIGN:
        free(n->as.assign.name);
        /* fall through */
    case N_PRINT:
        destroy(n->as.assign.value);
        break;
    case N_IF:
    case N_WHILE:
        destroy(n->as.branch.condition);
        destroy(n->as.branch.yes);
        destroy(n->as.branch.no);
        break;
    case N_BLOCK:
        for (int i = 0; i < n->as.block.count; i++)
            destroy(n->as.block.items[i]);
        free(n->as.block.items);
        break;
    }
    free(n);
}

/* ---------------------------------------------------------------- parser */

static struct node *expression(struct lexer *lx, int level);

static struct node *primary(struct lexer *lx)
{
    struct node *n;
    if (accept(lx, "(")) {
        n = expression(lx, 0);
        accept(lx, ")");
        return n;
    }
    if (accept(lx, "-")) {
        n = make(N_BINARY);
        strcpy(n->as.binary.op, "-");
        n->as.binary.left = make(N_NUMBER);
        n->as.binary.left->as.number = 0;
        n->as.binary.right = primary(lx);
        return n;
    }
    switch (lx->now.kind) {
    case T_NUMBER:
        n = make(N_NUMBER);
        n->as.number = lx->now.number;
        break;
    case T_STRING:
        n = make(N_STRING);
        n->as.text = strndup(lx->now.start + 1, lx->now.length - 2);
        break;
    default:
        n = make(N_NAME);
        n->as.text = strndup(lx->now.start, lx->now.length);
    }
    next(lx);
    return n;
}

static const char *const levels[][6] = {
    {"==", "!=", "<", ">", "<=", ">="},
    {"+", "-"},
    {"*", "/"},
};

static struct node *expression(struct lexer *lx, int level)
{
    if (level == 3)
        return primary(lx);
    struct node *left = expression(lx, level + 1);
    for (int i = 0; i < 6 && levels[level][i]; i++)
        if (accept(lx, levels[level][i])) {
            struct node *n = make(N_BINARY);
            strcpy(n->as.binary.op, levels[level][i]);
            n->as.binary.left = left;
            n->as.binary.right = expression(lx, level + 1);
            left = n;
            i = -1;
        }
    return left;
}

static struct node *statement(struct lexer *lx);

static struct node *block(struct lexer *lx, const char *end)
{
    struct node *n = make(N_BLOCK);
    n->as.block.items = NULL;
    n->as.block.count = n->as.block.capacity = 0;
    while (lx->now.kind != T_END && !accept(lx, end)) {
        if (n->as.block.count == n->as.block.capacity) {
            n->as.block.capacity = n->as.block.capacity * 2 + 2;
            n->as.block.items = realloc(n->as.block.items, n->as.block.capacity * sizeof(struct node *));
        }
        n->as.block.items[n->as.block.count++] = statement(lx);
    }
    return n;
}

static struct node *statement(struct lexer *lx)
{
    struct node *n;
    if (is(lx, "if") || is(lx, "while")) {
        n = make(is(lx, "if") ? N_IF : N_WHILE);
        next(lx);
        n->as.branch.condition = expression(lx, 0);
        accept(lx, "{");
        n->as.branch.yes = block(lx, "}");
        n->as.branch.no = NULL;
        if (accept(lx, "else")) {
            accept(lx, "{");
            n->as.branch.no = block(lx, "}");
        }
        return n;
    }
    if (accept(lx, "print")) {
        n = make(N_PRINT);
    } else {
        accept(lx, "let");
        n = make(N_ASSIGN);
        n->as.assign.name = strndup(lx->now.start, lx->now.length);
        next(lx);
        accept(lx, "=");
    }
    n->as.assign.value = expression(lx, 0);
    accept(lx, ";");
    return n;
}

/* ---------------------------------------------------------------- evaluation */

struct variable {
    char *name;
    double value;
    struct variable *next;
};

static double *variable(struct variable **all, const char *name)
{
    for (struct variable *v = *all; v; v = v->next)
        if (strcmp(v->name, name) == 0)
            return &v->value;
    struct variable *v = malloc(sizeof *v);
    v->name = strdup(name);
    v->value = 0;
    v->next = *all;
    *all = v;
    return &v->value;
}

static double evaluate(const struct node *n, struct variable **vars)
{
    double l, r;
    switch (n->kind) {
    case N_NUMBER:
        return n->as.number;
    case N_NAME:
        return *variable(vars, n->as.text);
    case N_BINARY:
        l = evaluate(n->as.binary.left, vars);
        r = evaluate(n->as.binary.right, vars);
        switch (n->as.binary.op[0]) {
        case '+': return l + r;
        case '-': return l - r;
        case '*': return l * r;
        case '/': return r != 0 ? l / r : 0;
        case '=': return l == r;
        case '!': return l != r;
        case '<': return n->as.binary.op[1] ? l <= r : l < r;
        case '>': return n->as.binary.op[1] ? l >= r : l > r;
        }
        return 0;
    default:
        return 0;
    }
}

static void execute(const struct node *n, struct variable **vars)
{
    switch (n->kind) {
    case N_BLOCK:
        for (int i = 0; i < n->as.block.count; i++)
            execute(n->as.block.items[i], vars);
        break;
    case N_ASSIGN:
        *variable(vars, n->as.assign.name) = evaluate(n->as.assign.value, vars);
        break;
    case N_PRINT:
        if (n->as.assign.value->kind == N_STRING)
            printf("%s\n", n->as.assign.value->as.text);
        else
            printf("%g\n", evaluate(n->as.assign.value, vars));
        break;
    case N_IF:
        if (evaluate(n->as.branch.condition, vars) != 0)
            execute(n->as.branch.yes, vars);
        else if (n->as.branch.no)
            execute(n->as.branch.no, vars);
        break;
    case N_WHILE:
        while (evaluate(n->as.branch.condition, vars) != 0)
            execute(n->as.branch.yes, vars);
        break;
    default:
        break;
    }
}

int main(void)
{
    static const char *const programs[] = {
        "let n = 10; while n > 0 { print n * n; n = n - 3; } if n == -2 { print \"end\"; } else { print 0; }",
        "let a = 0; let b = 1; while b < 100 { let t = a + b; a = b; b = t; } print a; print (a + b) / 2;",
        "let i = 2; while i <= 30 { let p = 1; let d = 2; while d * d <= i { let q = i; while q >= d { q = q - d; } "
        "if q == 0 { p = 0; } d = d + 1; } if p { print i; } i = i + 1; }",
        "",
    };
    for (size_t i = 0; i < sizeof programs / sizeof *programs; i++) {
        struct lexer lx = {programs[i]};
        struct variable *vars = NULL;
        next(&lx);
        struct node *program = block(&lx, "<end>");
        execute(program, &vars);
        destroy(program);
        while (vars) {
            struct variable *v = vars;
            vars = v->next;
            free(v->name);
            free(v);
        }
    }
    return 0;
}
