// Reads the address's hash as a place in the page, and writes it.

/** The labs, in the order of their index. */
export const labNames = ['phase-transition', 'how-much-data', 'polygenicity-and-flips', 'shared-or-separate'] as const;
export type LabName = (typeof labNames)[number];

export type Route =
  | { readonly view: 'open' | 'shelf' | 'results' | 'people' | 'privacy' | 'how-good' }
  | { readonly view: 'labs'; readonly lab: LabName | null; readonly query: string }
  | { readonly view: 'score'; readonly sample: number; readonly score: number };

/** "#/score/0/12" → the thirteenth score of the first sample; anything unknown is the first view. */
export function readRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [view = '', sample, score] = path.split('/');
  if (view === 'labs') return { view, lab: labNames.find((name) => name === sample) ?? null, query };
  if (view === 'score') {
    const places = [Number(sample), Number(score)];
    if (sample && score && places.every((place) => Number.isInteger(place) && place >= 0))
      return { view, sample: places[0] ?? 0, score: places[1] ?? 0 };
    return { view: 'results' };
  }
  if (view === 'shelf' || view === 'results' || view === 'people' || view === 'privacy' || view === 'how-good')
    return { view };
  return { view: 'open' };
}

/** The hash of one score's page. */
export function scoreHash(sample: number, score: number): string {
  return `#/score/${sample}/${score}`;
}

/** The hash of a lab with its settings. */
export function labHash(lab: LabName, query = ''): string {
  return `#/labs/${lab}${query === '' ? '' : `?${query}`}`;
}
