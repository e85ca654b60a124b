/* Everything has a value before it is used. */
#include <stdio.h>
#include <stdlib.h>

struct reading {
  int room;
  int degrees;
  int valid;
};

static int warmest(const int *degrees, int count) {
  int best = degrees[0];
  for (int i = 1; i < count; i++) {
    if (degrees[i] > best) best = degrees[i];
  }
  return best;
}

/* Fills in all that `made` points to. */
static void read_room(int room, struct reading *made) {
  *made = (struct reading){.room = room, .degrees = 20 + room, .valid = 1};
}

int main(void) {
  int *degrees = malloc(4 * sizeof *degrees);
  if (degrees == NULL) return 1;
  for (int i = 0; i < 4; i++) {
    degrees[i] = 18 + i;
  }
  int copy = degrees[3];
  degrees[0] = copy;
  printf("warmest: %d\n", warmest(degrees, 4));
  free(degrees);

  struct reading reading;
  read_room(2, &reading);
  if (reading.valid) {
    printf("room %d: %d degrees\n", reading.room, reading.degrees);
  } else {
    printf("room %d: no reading\n", reading.room);
  }
  return 0;
}
