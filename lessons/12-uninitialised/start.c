/* Values that were never set: a part of a block on the heap, and a member of a struct. */
#include <stdio.h>
#include <stdlib.h>

struct reading {
  int room;
  int degrees;
  int valid;
};

static int warmest(const int *degrees, int count) {
  int best;
  for (int i = 0; i < count; i++) {
    if (i == 0 || degrees[i] > best) best = degrees[i];
  }
  return best;
}

/* Fills in what `made` points to. */
static void read_room(int room, struct reading *made) {
  int degrees = 20 + room;
  made->room = room;
  made->degrees = degrees;
}

int main(void) {
  int *degrees = malloc(4 * sizeof *degrees);
  if (degrees == NULL) return 1;
  for (int i = 0; i < 3; i++) {
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
