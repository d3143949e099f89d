// Chooses between the forms of a counted word; a translation brings its own language's forms.

const rules = new Intl.PluralRules('en');

/** plural(1, 'variant', 'variants') → "variant". Russian, Polish and others need more forms: extend, do not bend. */
export function plural(count: number, one: string, other: string): string {
  return rules.select(count) === 'one' ? one : other;
}
