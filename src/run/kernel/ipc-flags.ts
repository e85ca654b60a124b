/** Flags and commands that System V's shared memory, semaphores and message queues have in common, as Linux numbers them. */
export const Ipc = { CREAT: 0o1000, EXCL: 0o2000, NOWAIT: 0o4000, RMID: 0, SET: 1, STAT: 2 } as const;
