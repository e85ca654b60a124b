/** Forms of a word by number, chosen as the language does (CLDR's plural rules, which every engine has). */

/** `other` at least; which ones a language has besides: https://cldr.unicode.org/index/cldr-spec/plural-rules. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

/** What chooses the form for a number in the language of this tag. */
export function pluralIn(tag: string): (n: number, forms: Forms) => string {
  let rules: Intl.PluralRules | undefined;
  return (n, forms) => forms[(rules ??= new Intl.PluralRules(tag)).select(n)] ?? forms.other;
}
