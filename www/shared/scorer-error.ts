// Carries an error of the engine through the page: a stable code, a place, and what to do next.

export type Place = {
  readonly role?: 'genotypes' | 'scores' | 'chain' | 'options' | 'partials' | 'reference';
  readonly input?: string;
  readonly byte?: number;
  readonly line?: number;
  readonly field?: string;
};

export class ScorerError extends Error {
  readonly code: string;
  readonly place: Place;

  constructor(code: string, place: Place, text: string) {
    super(text);
    this.name = 'ScorerError';
    this.code = code;
    this.place = place;
  }
}
