/** What a field may hold. The names are the messages of the schemas and the keys of the catalogue. */
export const EXPECTED = [
  ...['text', 'text-not-empty', 'texts', 'list', 'table', 'whole-number', 'number-from-1'],
  ...['time', 'moment', 'finding-kind', 'every', 'nothing', 'view', 'identifier', 'file-path', 'variable'],
] as const;
export type Expected = (typeof EXPECTED)[number];

export function isExpected(text: string): text is Expected {
  return EXPECTED.some((one) => one === text);
}
