type Naming = typeof import('../session/naming.ts');

let loaded = $state.raw<Naming | undefined>();

/** Names places for sentences; undefined until it is fetched, which is when it is first asked for. */
export function naming(): Naming | undefined {
  if (!loaded)
    import('../session/naming.ts').then(
      (parts) => (loaded = parts),
      // Offline before it was ever fetched: events are told, places have no names.
      () => undefined,
    );
  return loaded;
}
