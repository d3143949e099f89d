// Says how a comparison goes while or where it tells no percentile: how far it is, that it was stopped, or what went wrong.
import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import { standing as words } from '../messages/en/standing.ts';
import type { AppState } from './app-state.ts';
import { comparingProgress } from './comparing-progress.ts';
import { comparisonFailed } from './comparison-failed.ts';

export function comparisonNote(app: AppState): TemplateResult | typeof nothing {
  const { comparison } = app.state;
  switch (comparison.step) {
    case 'comparing':
      return html`<div class="comparing" data-testid="comparing">
        ${comparingProgress(app, comparison.progress)}
        <p class="soft small">${words.comparingNote}</p>
      </div>`;
    case 'stopped':
      return html`<div class="stack" data-testid="stopped">
        <p>${words.stopped}</p>
        <div><button type="button" @click=${() => app.compare()}>${words.again}</button></div>
      </div>`;
    case 'failed':
      return comparisonFailed(app, comparison.error);
    default:
      return nothing;
  }
}
