// Makes sure that whatever was thrown reaches the page as one kind of error.
import { ScorerError } from '../shared/scorer-error.ts';

export function toScorerError(thrown: unknown, role?: 'genotypes' | 'scores' | 'chain'): ScorerError {
  if (thrown instanceof ScorerError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return new ScorerError('internal', role === undefined ? {} : { role }, text);
}
