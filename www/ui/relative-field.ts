// Asks what is known of a person's close relatives and the disease of one score.
import { html } from 'lit';
import type { TemplateResult } from 'lit';
import { risk as words } from '../messages/en/risk.ts';
import type { Relative } from '../shared/report.ts';
import type { AppState } from './app-state.ts';

const choices = ['none', 'affected', 'unaffected'] as const;

/** `sample` and `score`: places in the report. */
export function relativeField(app: AppState, sample: number, score: number): TemplateResult {
  const stated: Relative | 'none' = app.relativeOf(sample, score) ?? 'none';
  const take = (event: Event): void => {
    const chosen = choices.find((choice) => choice === (event.target as HTMLSelectElement).value) ?? 'none';
    void app.setRelative(sample, score, chosen === 'none' ? null : chosen);
  };
  return html`<div class="age">
    <label for="relative">${words.relative}</label>
    <select id="relative" aria-describedby="relative-note" data-testid="relative" @change=${take}>
      ${choices.map((choice) => html`<option value=${choice} ?selected=${choice === stated}>${words.relatives[choice]}</option>`)}
    </select>
    <span id="relative-note" class="soft">${words.relativeNote}</span>
  </div>`;
}
