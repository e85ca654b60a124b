import type { LaneMarkKind } from '../../layout/task-lanes.ts';

/** The signs of what the system does, as SVG paths about a centre, some 8 pixels wide. */
export const LANE_MARKS: Readonly<Record<LaneMarkKind, string>> = {
  fork: 'M-4 -4v3a4 4 0 0 0 4 4h4M1 0l3 3l-3 3',
  wait: 'M-3 -4h6l-6 8h6z',
  sleep: 'M3 -3a4 4 0 1 0 0 6a3.4 3.4 0 0 1 0 -6z',
  signal: 'M1.5 -4.5l-4 5h4l-3 4.5',
  semaphore: 'M-3 -1v4h6v-4zM-2 -1v-1.5a2 2 0 0 1 4 0v1.5',
  pipe: 'M-4 -2h8M-4 2h8',
  segment: 'M-3.5 -3h7v6h-7zM0 -3v6',
  thread: 'M-3 -3h6M0 -3v7',
  zombie: 'M-3 -3h6l-6 6h6',
  exit: 'M-3 -3l6 6m0 -6l-6 6',
};
