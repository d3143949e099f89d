// Writes that a comparison did not work, with the way to try again.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { standing as words } from '../messages/en/standing.ts';
import type { ScorerError } from '../shared/scorer-error.ts';
import type { AppState } from './app-state.ts';

export function comparisonFailed(app: AppState, error: ScorerError): TemplateResult {
  return html`<ta-error .heading=${words.failed} .error=${error}>
    <button type="button" @click=${() => app.compare()}>${words.again}</button>
  </ta-error>`;
}
