// Is what the page knows before anything is opened.
import type { OptionsWritten } from '../shared/protocol.ts';
import type { State } from './state.ts';

export function emptyState(written: OptionsWritten): State {
  return {
    engine: null,
    engineError: null,
    genotypes: [],
    scores: [],
    chains: [],
    merging: { step: 'none' },
    written,
    options: null,
    optionsError: null,
    report: { step: 'none' },
    comparison: { step: 'none' },
    age_years: null,
    relatives: [],
    reopened: { step: 'none' },
  };
}
