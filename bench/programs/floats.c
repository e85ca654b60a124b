/* Matrix products and an n-body simulation in doubles. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define N 60
#define BODIES 5

struct body {
  double x, y, z, vx, vy, vz, mass;
};

static double a[N][N], b[N][N], c[N][N];

static void multiply(void) {
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      double s = 0;
      for (int k = 0; k < N; k++) s += a[i][k] * b[k][j];
      c[i][j] = s;
    }
}

static void advance(struct body *bodies, double dt) {
  for (int i = 0; i < BODIES; i++) {
    struct body *p = &bodies[i];
    for (int j = i + 1; j < BODIES; j++) {
      struct body *q = &bodies[j];
      double dx = p->x - q->x, dy = p->y - q->y, dz = p->z - q->z;
      double d2 = dx * dx + dy * dy + dz * dz + 0.01;
      double mag = dt / (d2 * sqrt(d2));
      p->vx -= dx * q->mass * mag;
      p->vy -= dy * q->mass * mag;
      p->vz -= dz * q->mass * mag;
      q->vx += dx * p->mass * mag;
      q->vy += dy * p->mass * mag;
      q->vz += dz * p->mass * mag;
    }
  }
  for (int i = 0; i < BODIES; i++) {
    bodies[i].x += dt * bodies[i].vx;
    bodies[i].y += dt * bodies[i].vy;
    bodies[i].z += dt * bodies[i].vz;
  }
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 10;
  struct body bodies[BODIES];
  for (int i = 0; i < BODIES; i++) bodies[i] = (struct body){i, i * 0.5, -i, 0, 0.1 * i, 0, 1.0 + i};
  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++) {
      a[i][j] = i + j * 0.5;
      b[i][j] = i - j * 0.25;
    }
  double trace = 0;
  for (int r = 0; r < rounds; r++) {
    multiply();
    for (int i = 0; i < N; i++) trace += c[i][i];
    for (int s = 0; s < 2000; s++) advance(bodies, 0.001);
  }
  printf("%.6f %.9f\n", trace, bodies[0].x);
  return 0;
}
