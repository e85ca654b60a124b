/* expect: clean */
/* Reads JSON into values, prints it again indented, and looks things up by path. */
#include <assert.h>
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef enum { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT } JsonType;

typedef struct Json Json;

typedef struct {
  char *key; /* NULL in arrays */
  Json *value;
} Member;

struct Json {
  JsonType type;
  union {
    int boolean;
    double number;
    char *string;
    struct {
      Member *members;
      size_t count;
    } list;
  };
};

typedef struct {
  const char *text;
  size_t pos;
  char error[48];
} Parser;

static Json *parse_value(Parser *p);

static void skip_space(Parser *p) {
  while (isspace((unsigned char)p->text[p->pos]))
    p->pos++;
}

static void fail(Parser *p, const char *what) {
  if (p->error[0] == '\0')
    snprintf(p->error, sizeof p->error, "%s at %zu", what, p->pos);
}

static void json_free(Json *v) {
  if (!v)
    return;
  if (v->type == JSON_STRING)
    free(v->string);
  if (v->type == JSON_ARRAY || v->type == JSON_OBJECT) {
    for (size_t i = 0; i < v->list.count; ++i) {
      free(v->list.members[i].key);
      json_free(v->list.members[i].value);
    }
    free(v->list.members);
  }
  free(v);
}

static Json *json_new(JsonType type) {
  Json *v = (Json *)malloc(sizeof(Json));
  assert(v);
  v->type = type;
  return v;
}

static char *parse_string(Parser *p) {
  size_t cap = 8, len = 0;
  char *out = (char *)malloc(cap);
  p->pos++; /* quote */
  for (;;) {
    char c = p->text[p->pos];
    if (c == '\0') {
      fail(p, "unterminated string");
      break;
    }
    p->pos++;
    if (c == '"')
      break;
    if (c == '\\') {
      c = p->text[p->pos++];
      switch (c) {
      case 'n': c = '\n'; break;
      case 't': c = '\t'; break;
      case 'u': {
        char hex[5];
        memcpy(hex, p->text + p->pos, 4);
        hex[4] = '\0';
        p->pos += 4;
        c = (char)strtoul(hex, NULL, 16);
        break;
      }
      }
    }
    if (len + 2 > cap) {
      cap *= 2;
      out = (char *)realloc(out, cap);
    }
    out[len++] = c;
  }
  out[len] = '\0';
  return out;
}

static Json *parse_list(Parser *p, JsonType type, char close) {
  Json *v = json_new(type);
  v->list.members = NULL;
  v->list.count = 0;
  p->pos++;
  skip_space(p);
  if (p->text[p->pos] == close) {
    p->pos++;
    return v;
  }
  while (!p->error[0]) {
    Member m = {NULL, NULL};
    skip_space(p);
    if (type == JSON_OBJECT) {
      if (p->text[p->pos] != '"') {
        fail(p, "expected a key");
        break;
      }
      m.key = parse_string(p);
      skip_space(p);
      if (p->text[p->pos] == ':')
        p->pos++;
      else
        fail(p, "expected ':'");
    }
    m.value = parse_value(p);
    v->list.members = (Member *)realloc(v->list.members, (v->list.count + 1) * sizeof(Member));
    v->list.members[v->list.count++] = m;
    skip_space(p);
    char c = p->text[p->pos];
    if (c == ',') {
      p->pos++;
    } else if (c == close) {
      p->pos++;
      break;
    } else {
      fail(p, "expected ',' or the end");
    }
  }
  return v;
}

static Json *parse_value(Parser *p) {
  skip_space(p);
  const char *s = p->text + p->pos;
  Json *v;
  switch (*s) {
  case '{': return parse_list(p, JSON_OBJECT, '}');
  case '[': return parse_list(p, JSON_ARRAY, ']');
  case '"':
    v = json_new(JSON_STRING);
    v->string = parse_string(p);
    return v;
  }
  if (strncmp(s, "true", 4) == 0 || strncmp(s, "false", 5) == 0) {
    v = json_new(JSON_BOOL);
    v->boolean = *s == 't';
    p->pos += v->boolean ? 4 : 5;
    return v;
  }
  if (strncmp(s, "null", 4) == 0) {
    p->pos += 4;
    return json_new(JSON_NULL);
  }
  char *end;
  double d = strtod(s, &end);
  if (end == s) {
    fail(p, "unexpected character");
    return json_new(JSON_NULL);
  }
  p->pos += (size_t)(end - s);
  v = json_new(JSON_NUMBER);
  v->number = d;
  return v;
}

static void print_string(const char *s) {
  putchar('"');
  for (; *s; s++) {
    if (*s == '"' || *s == '\\')
      putchar('\\');
    if (*s == '\n')
      fputs("\\n", stdout);
    else
      putchar(*s);
  }
  putchar('"');
}

static void print(const Json *v, int indent) {
  switch (v->type) {
  case JSON_NULL: fputs("null", stdout); break;
  case JSON_BOOL: fputs(v->boolean ? "true" : "false", stdout); break;
  case JSON_NUMBER:
    if (v->number == floor(v->number) && fabs(v->number) < 1e15)
      printf("%.0f", v->number);
    else
      printf("%.6g", v->number);
    break;
  case JSON_STRING: print_string(v->string); break;
  default:
    putchar(v->type == JSON_ARRAY ? '[' : '{');
    for (size_t i = 0; i < v->list.count; i++) {
      printf("%s\n%*s", i ? "," : "", indent + 2, "");
      if (v->list.members[i].key) {
        print_string(v->list.members[i].key);
        fputs(": ", stdout);
      }
      print(v->list.members[i].value, indent + 2);
    }
    if (v->list.count)
      printf("\n%*s", indent, "");
    putchar(v->type == JSON_ARRAY ? ']' : '}');
  }
}

/* path as "users/1/name" */
static const Json *lookup(const Json *v, const char *path) {
  char step[32];
  while (v && *path) {
    size_t n = strcspn(path, "/");
    memcpy(step, path, n);
    step[n] = '\0';
    path += n + (path[n] == '/');
    const Json *found = NULL;
    if (v->type == JSON_ARRAY) {
      size_t i = strtoul(step, NULL, 10);
      if (i < v->list.count)
        found = v->list.members[i].value;
    } else if (v->type == JSON_OBJECT) {
      for (size_t i = 0; i < v->list.count && !found; i++)
        if (strcmp(v->list.members[i].key, step) == 0)
          found = v->list.members[i].value;
    }
    v = found;
  }
  return v;
}

int main(void) {
  const char *inputs[] = {
      "{\"users\": [{\"name\": \"Ann\\n\\u0041\", \"age\": 31}, {\"name\": \"Bob \\\"B\\\"\", \"tags\": []}], \"ok\": true, \"pi\": 3.14159}",
      "[1, -2.5e3, null, [[[]]], {\"\": false}]",
      "{\"a\": [1, 2",
      "[1 2]",
      "{x: 1}",
  };
  for (size_t i = 0; i < sizeof inputs / sizeof inputs[0]; i++) {
    Parser p = {.text = inputs[i]};
    Json *v = parse_value(&p);
    if (p.error[0]) {
      printf("error: %s\n", p.error);
    } else {
      print(v, 0);
      putchar('\n');
      const Json *name = lookup(v, "users/1/name");
      if (name && name->type == JSON_STRING)
        printf("second user: %s\n", name->string);
    }
    json_free(v);
  }
  return 0;
}
