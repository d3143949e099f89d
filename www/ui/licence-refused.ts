// Refuses a score whose licence bars what this deployment says it does with it.
import { shelf } from '../messages/en/shelf.ts';
import { ScorerError } from '../shared/scorer-error.ts';

/** `name`: the file or the id that the score was asked for by. */
export function licenceRefused(name: string, licence: string | null): ScorerError {
  return new ScorerError('licence-non-commercial', { role: 'scores', input: name }, shelf.refused(licence ?? ''));
}
