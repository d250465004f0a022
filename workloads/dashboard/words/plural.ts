/** The form of a word that a count wants, in the language of the page. */
export function plural(count: number, forms: { one: string; other: string }, language = "en"): string {
  return new Intl.PluralRules(language).select(count) === "one" ? forms.one : forms.other;
}
