#define _GNU_SOURCE
#include "environment.h"

#include "process.h"

#include <dlfcn.h>
#include <link.h>
#include <string.h>

static const char preload_name[] = "LD_PRELOAD=";
static const char directory_name[] = "HEAPSCOPE_DIR=";

/* The library's path, as the loader found it. */
static const char *own_path(void) {
  struct dl_find_object object;
  if (_dl_find_object((void *)own_path, &object) != 0) return "";
  return object.dlfo_link_map->l_name;
}

static bool is_named(const char *variable, const char *name) { return strncmp(variable, name, strlen(name)) == 0; }

size_t hs_environment_room(char *const *environment) {
  size_t bytes = 4 * sizeof(char *) + strlen(own_path()) + strlen(hs_directory()) + sizeof preload_name +
                 sizeof directory_name + 2;
  for (; environment && *environment; environment++) {
    bytes += sizeof(char *);
    if (is_named(*environment, preload_name)) bytes += strlen(*environment) + 1;
  }
  return bytes;
}

/* Appends the entries of a list, which spaces or colons separate, but for the library's own. The list may begin at `at`. */
static char *add_others(char *at, const char *list, const char *own) {
  size_t own_length = strlen(own);
  while (*list) {
    size_t length = strcspn(list, ": ");
    if (length > 0 && (length != own_length || strncmp(list, own, length) != 0)) {
      if (at[-1] != '=') *at++ = ':';
      memmove(at, list, length);
      at += length;
    }
    list += length + (list[length] != 0);
  }
  *at = 0;
  return at;
}

void hs_clean_environment(char **environment) {
  if ((hs_control->options & HS_OPTION_FOLLOW_EXEC) != 0) return;
  char **kept = environment;
  for (char **variable = environment; *variable; variable++) {
    if (is_named(*variable, directory_name)) continue;
    *kept++ = *variable;
    if (!is_named(*variable, preload_name)) continue;
    char *list = *variable + sizeof preload_name - 1;
    add_others(list, list, own_path());
    if (list[0] == 0) kept--;
  }
  *kept = NULL;
}

char *const *hs_environment(char *const *environment, void *room) {
  if (hs_state_now() != HS_RECORDING) return environment;
  bool follow = (hs_control->options & HS_OPTION_FOLLOW_EXEC) != 0;
  const char *own = own_path();
  size_t count = 0;
  for (char *const *variable = environment; variable && *variable; variable++) count++;
  char **list = room, *text = (char *)(list + count + 3);
  char *preload = text;
  text = hs_add_text(text, preload_name);
  if (follow) text = hs_add_text(text, own);
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (is_named(environment[i], preload_name))
      text = add_others(text, environment[i] + sizeof preload_name - 1, own);
    else if (!is_named(environment[i], directory_name))
      list[kept++] = environment[i];
  }
  if (text[-1] != '=') list[kept++] = preload;
  *text++ = 0;
  if (follow) {
    list[kept++] = text;
    hs_add_text(hs_add_text(text, directory_name), hs_directory());
  }
  list[kept] = NULL;
  return list;
}
