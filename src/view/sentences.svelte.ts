type Sentences = typeof import('./step-text.ts');

let loaded = $state.raw<Sentences | undefined>();

/** Says what steps did; undefined until it is fetched, which is when it is first asked for. The picture doesn't wait for its words. */
export function sentences(): Sentences | undefined {
  if (!loaded)
    import('./step-text.ts').then(
      (parts) => (loaded = parts),
      // Offline before it was ever fetched: there is the picture alone.
      () => undefined,
    );
  return loaded;
}
