/** What a person should know of a run besides its findings, as it comes up: the system refused something. Once for each. */
export type RunNote =
  /** The function does not exist here: the program got ENOSYS. */
  | { readonly kind: 'unsupported-call'; readonly call: string }
  /** fork() failed with EAGAIN, as there are so many processes already. */
  | { readonly kind: 'fork-refused'; readonly mostProcesses: number };
