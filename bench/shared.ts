/**
 * One measurement with several numbers, each of which is a contender: gives a function that makes a contender's `run` from
 * what picks its number. The work is done anew as soon as a contender asks for the second time.
 */
export function shared<T>(work: () => T): (pick: (measured: T) => number) => () => number {
  let current: { readonly measured: T } | undefined;
  return (pick) => {
    let seen: typeof current;
    return () => {
      if (!current || seen === current) current = { measured: work() };
      seen = current;
      return pick(current.measured);
    };
  };
}
